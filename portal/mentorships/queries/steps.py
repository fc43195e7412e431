"""Where pairs stand on their route."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.core.db import db
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.models import Mentorship, MentorshipDecision, MentorshipMember
from portal.mentorships.queries.pairs import WITH_MEMBERS
from portal.mentorships.route import KEEPERS, next_step, steps_for
from portal.programs.queries import route_of, settings_of
from portal.programs.routes import Route, RouteStep

MOST_WAITING = 500


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A pair and the step that it waits at."""

    pair: Mentorship
    step: RouteStep


def steps_of(pair: Mentorship) -> Route:
    """Every step of the pair, in order."""
    return steps_for(route_of(pair.cycle.program, pair.format.code), settings_of(pair.cycle))


def passed_by(pairs: Iterable[Mentorship]) -> Mapping[int, set[str]]:
    """Pair id → codes of the steps at which something was said."""
    rows = db.session.execute(
        sa.select(MentorshipDecision.mentorship_id, MentorshipDecision.step).where(
            MentorshipDecision.mentorship_id.in_([pair.id for pair in pairs])
        )
    )
    found: dict[int, set[str]] = {}
    for pair_id, code in rows:
        found.setdefault(pair_id, set()).add(code)
    return found


def waiting_step(pair: Mentorship) -> RouteStep | None:
    """The step that a forming pair waits at; None for any other."""
    if pair.state != MentorshipState.FORMING:
        return None
    return next_step(steps_of(pair), passed_by([pair]).get(pair.id, set()))


def waiting_pairs(actor: Actor, permission: Permission = Permission.MENTORSHIP_DECIDE) -> list[Waiting]:
    """Forming pairs on which the actor has the permission, each with its step, the oldest first, MOST_WAITING at most.

    Only steps that the actor may write down are told.
    """
    pairs = db.session.scalars(
        select_allowed(actor, permission, Mentorship)
        .where(Mentorship.state == MentorshipState.FORMING)
        .options(*WITH_MEMBERS)
        .order_by(Mentorship.proposed_on, Mentorship.id)
        .limit(MOST_WAITING)
    ).all()
    passed, routes = passed_by(pairs), dict[tuple[int, int], Route]()
    found = []
    for pair in pairs:
        key = (pair.cycle_id, pair.format_id)
        if key not in routes:
            routes[key] = steps_of(pair)
        step = next_step(routes[key], passed.get(pair.id, set()))
        if step is not None and may_record(actor, pair, step):
            found.append(Waiting(pair=pair, step=step))
    return found


def may_record(actor: Actor, pair: Mentorship, step: RouteStep) -> bool:
    """Whether the actor writes down what was said at the step: its own roles, and those who keep papers for others."""
    roles = {*KEEPERS, *(Role(role) for role in step.roles)}
    return any(grant.role in roles and _covers(grant.role, actor, pair) for grant in actor.grants)


def _covers(role: Role, actor: Actor, pair: Mentorship) -> bool:
    homes = {pair.organization_id, pair.organization.municipality_id}
    return role is Role.GROUP_CURATOR or not homes.isdisjoint(actor.organization_ids(role))


def awaited(pair: Mentorship) -> list[MentorshipMember]:
    """Members whose yes or no is still missing. Learners of a whole group are not asked one by one: they may leave."""
    asked: Sequence[MentorshipMember] = pair.standing(MemberSide.MENTOR)
    if pair.group_id is None:
        asked = [*asked, *pair.standing(MemberSide.MENTEE)]
    return [each for each in asked if each.agreed_on is None and each.declined_on is None]
