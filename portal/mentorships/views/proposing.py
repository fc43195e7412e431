"""Proposing a pair: in which year and format, whom with whom; taking a proposal back."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.core.web.pages import page, see_other
from portal.mentorships.actions import end, propose_mentorship
from portal.mentorships.actions.rules import Doubt
from portal.mentorships.forms import ProposalForm, TakingBackForm
from portal.mentorships.kinds import BEFORE, Ending
from portal.mentorships.queries.choosing import (
    MOST_SHOWN,
    FreeMentor,
    free_mentors,
    opportunities,
    running_format,
    waiting_requests,
    whole_groups,
)
from portal.mentorships.views.blueprints import mentorships as bp
from portal.mentorships.views.opening import one_pair
from portal.people.models import Group
from portal.people.readings import show_list
from portal.programs.models import Cycle, CycleFormat
from portal.programs.queries import settings_of

PURPOSE = "mentorship-proposal"


@bp.get("/new")
@requires(Permission.MENTORSHIP_PROPOSE)
def choose() -> Response:
    """In which year and format."""
    actor = current_actor()
    return page("mentorships/choose.html", found=opportunities(actor, clock.today(actor.time_zone)))


@bp.get("/new/<cycle_id>/<code>")
@requires(Permission.MENTORSHIP_PROPOSE)
def propose(cycle_id: str, code: str) -> Response:
    """Whom with whom; `request` in the address is chosen already."""
    cycle, running = _place(cycle_id, code)
    form = ProposalForm(formdata=None)
    form.requests.data = request.args.getlist("request")[:MOST_SHOWN]
    return _proposal_page(cycle, running, form)


@bp.post("/new/<cycle_id>/<code>")
@requires(Permission.MENTORSHIP_PROPOSE)
def create(cycle_id: str, code: str) -> Response:
    """Propose it, once however often the button is pressed."""
    cycle, running = _place(cycle_id, code)
    form, today = ProposalForm(), clock.today(cycle.program.organization.time_zone)
    if not form.validate():
        return _proposal_page(cycle, running, form, status=422)
    mentors, asked = free_mentors(cycle, code, today), waiting_requests(cycle, running.format_id)
    profiles = [each.profile for each in mentors if each.profile.public_id in (form.mentors.data or ())]
    chosen = [each for each in asked if each.public_id in (form.requests.data or ())]
    groups = whole_groups(cycle.program.organization_id, today)
    group = next((each for each in groups if each.public_id == form.group.data), None)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, f"{PURPOSE}-{current_actor().person_id}", told)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        _refuse_gone(form, profiles, chosen, group)
        made = propose_mentorship(
            current_actor(), cycle, running.format, profiles=profiles, requests=chosen, group=group, facts=form.facts,
            directive=form.directive.data or "" if form.is_directive.data else "", insists=bool(form.insists.data),
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.mentors.errors = [refusal.message]
        cycle, running = _place(cycle_id, code)
        return _proposal_page(cycle, running, form, status=422, doubts=isinstance(refusal, Doubt))
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="proposed")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/withdrawal")
@requires(Permission.MENTORSHIP_PROPOSE)
def confirm_taking_back(public_id: str) -> Response:
    """What taking it back means, before it is done."""
    pair = one_pair(public_id, Permission.MENTORSHIP_PROPOSE)
    return page("mentorships/withdrawal.html", pair=pair, form=TakingBackForm(formdata=None))


@bp.post("/<public_id>/withdrawal")
@requires(Permission.MENTORSHIP_PROPOSE)
def take_back(public_id: str) -> Response:
    """The pair does not begin."""
    pair, form = one_pair(public_id, Permission.MENTORSHIP_PROPOSE, lock=True), TakingBackForm()
    if not form.validate():
        return page("mentorships/withdrawal.html", fragment="withdrawal", status=422, pair=pair, form=form)
    if pair.state not in BEFORE:
        raise Refusal(_("Эту пару уже не снять с утверждения: она работает или завершена."))
    end(current_actor(), pair, Ending.OTHER, **form.facts)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="withdrawn"))


def _place(cycle_id: str, code: str) -> tuple[Cycle, CycleFormat]:
    cycle = get_or_404(current_actor(), Cycle, cycle_id, Permission.MENTORSHIP_PROPOSE)
    running = running_format(cycle, code)
    if running is None:
        raise NotSeen
    return cycle, running


def _refuse_gone(form: ProposalForm, profiles: Sequence[object], chosen: Sequence[object], group: Group | None) -> None:
    """What was on the page when it was opened may be taken by now, or never was there."""
    is_whole = len(profiles) == len(set(form.mentors.data or ())) and len(chosen) == len(set(form.requests.data or ()))
    if not is_whole or (form.group.data and group is None):
        raise Refusal(_("Кого-то из выбранных уже заняли. Проверьте списки и выберите снова."))


def _proposal_page(
    cycle: Cycle, running: CycleFormat, form: ProposalForm, status: int = 200, *, doubts: bool = False
) -> Response:
    today, text = clock.today(cycle.program.organization.time_zone), clean_line(request.args.get("q", ""))[:100]
    code = running.format.code
    mentors = _shown(free_mentors(cycle, code, today, text), form.mentors.data, free_mentors(cycle, code, today))
    every = waiting_requests(cycle, running.format_id)
    found = waiting_requests(cycle, running.format_id, text) if text else every
    asked = [each for each in every if each in found[:MOST_SHOWN] or each.public_id in (form.requests.data or ())]
    form.offer(mentors, asked, whole_groups(cycle.program.organization_id, today), code)
    people = [*(each.profile.person_id for each in mentors), *(each.person_id for each in asked)]
    show_list(current_actor(), "mentorships.propose", people, organization_id=cycle.program.organization_id)
    return page(
        "mentorships/propose.html", fragment="proposal_form", status=status, cycle=cycle, running=running, form=form,
        text=text, is_cut=len(mentors) >= MOST_SHOWN or len(found) > MOST_SHOWN, settings=settings_of(cycle),
        doubts=doubts or bool(form.insists.data),
    )  # fmt: skip


def _shown(found: list[FreeMentor], chosen: Sequence[str] | None, every: list[FreeMentor]) -> list[FreeMentor]:
    """The first of those who were found, and everybody who is chosen already."""
    ids = {each.profile.id for each in found[:MOST_SHOWN]}
    return [each for each in every if each.profile.id in ids or each.profile.public_id in (chosen or ())]
