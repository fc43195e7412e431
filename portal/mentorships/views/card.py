"""The card of a pair: who, on which terms, where it stands on its route, and what other rooms add."""

from dataclasses import dataclass

from flask import request
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.web.pages import page
from portal.core.web.panels import panels_of
from portal.matching.mentors.queries import requirements_of
from portal.mentorships.kinds import BEFORE, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipDecision
from portal.mentorships.queries import decisions_of, format_name, openable_people
from portal.mentorships.queries.answering import answerable_by
from portal.mentorships.queries.steps import awaited, may_record, steps_of
from portal.mentorships.route import KEEPERS, ORDERING, is_confidential
from portal.mentorships.views.blueprints import mentorships as bp
from portal.mentorships.views.opening import one_pair
from portal.people.readings import show_list
from portal.programs.routes import RouteStep

READ_BY = frozenset({*KEEPERS, Role.PSYCHOLOGIST})


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """A step of the route as the card shows it; `words` only for who may read them."""

    step: RouteStep
    decision: MentorshipDecision | None
    words: str
    is_next: bool


@bp.get("/<public_id>")
@requires(Permission.MENTORSHIP_READ)
def show(public_id: str) -> Response:
    """One pair or group."""
    actor, pair = current_actor(), one_pair(public_id, Permission.MENTORSHIP_READ)
    people = [each.person_id for each in pair.members]
    show_list(actor, "mentorships.show", people, organization_id=pair.organization_id)
    standing = {side: pair.standing(side) for side in MemberSide}
    stays = {each.id for members in standing.values() for each in members}
    may, lines = permissions_on(actor, pair), _lines(pair)
    ahead = next((line.step for line in lines if line.is_next), None)
    return page(
        "mentorships/show.html", pair=pair, may=may, P=Permission, standing=standing,
        left=[each for each in pair.members if each.id not in stays], opens=openable_people(actor, people),
        format_name=format_name(pair), lines=lines, is_own=actor.person_id in people,
        answers=answerable_by(actor, pair) if Permission.MENTORSHIP_ANSWER in may else [], awaited=awaited(pair),
        warnings=_warnings(pair) if pair.state in BEFORE and Permission.MENTORSHIP_PROPOSE in may else [],
        records=ahead is not None and Permission.MENTORSHIP_DECIDE in may and may_record(actor, pair, ahead),
        waits_for_order=ahead is not None and ahead.action in ORDERING, is_before=pair.state in BEFORE,
        panels=panels_of("mentorships.show", pair), done=request.args.get("done", ""),
    )  # fmt: skip


def _lines(pair: Mentorship) -> list[StepLine]:
    """Steps with what was said at each; of a pair that is decided about, only what was said."""
    said, actor = {each.step: each for each in decisions_of(pair)}, current_actor()
    reads = any(grant.role in READ_BY for grant in actor.grants)
    found, is_found = [], pair.state != MentorshipState.FORMING
    for step in steps_of(pair):
        decision = said.get(step.code)
        if decision is None and pair.state not in BEFORE:
            continue
        is_next = decision is None and not is_found
        is_found = is_found or is_next
        words = decision.words if decision and (reads or not is_confidential(step)) else ""
        found.append(StepLine(step=step, decision=decision, words=words, is_next=is_next))
    return found


def _warnings(pair: Mentorship) -> list[tuple[str, str]]:
    """(name, requirement) of what the year asks of the mentors and does not find."""
    today = clock.today(pair.organization.time_zone)
    found = []
    for member in pair.standing(MemberSide.MENTOR):
        checks = requirements_of(member.profile, today).get(pair.format.code, []) if member.profile else []
        found += [(member.person.full_name, each.text) for each in checks if each.is_met is not True]
    return found
