"""Drafts of a year, one draft with its proof, one mentee of a draft, two drafts side by side."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.tables import Page, asked_page, paginate
from portal.matching.drafts.actions import ask_for_draft
from portal.matching.drafts.answers import Answer
from portal.matching.drafts.candidates import candidates_for
from portal.matching.drafts.forms import DraftForm
from portal.matching.drafts.kinds import ChoiceKind, RunState
from portal.matching.drafts.models import MatchingRun
from portal.matching.drafts.queries import (
    People,
    answer_of,
    choices_of,
    cycles_to_match,
    is_stale,
    people_of,
    pool_of,
    runs_of,
    settings_for,
    waiting,
)
from portal.matching.drafts.settings import MatchingSettings
from portal.matching.drafts.views.blueprints import drafts as bp
from portal.matching.drafts.views.opening import one_run, one_year
from portal.matching.drafts.words import gain_in_words, left_in_words, proof_in_words, settings_in_words
from portal.matching.queries import mentor_capacities
from portal.matching.solving.comparing import compare
from portal.matching.solving.kinds import Ground, Objective
from portal.people.readings import show_list
from portal.programs.models import Cycle
from portal.programs.queries import forms_that_run

PURPOSE = "matching-draft"
PAIRS_A_PAGE, CANDIDATES = 50, 10


@bp.get("")
@requires(Permission.MATCHING_READ)
def index() -> Response:
    """The year to match: who waits, which places are free, drafts so far, and the button for a new one."""
    years = cycles_to_match(current_actor(), clock.today(current_actor().time_zone))
    wanted = request.args.get("cycle", "")
    year = next((each for each in years if each.public_id == wanted), years[0] if years else None)
    if year is None:
        return page("drafts/index.html", years=(), year=None, found=None)
    form = DraftForm(formdata=None, data={"objective": settings_for(year).objective})
    return _index_page(years, year, form)


@bp.post("/years/<cycle_id>")
@requires(Permission.MATCHING_RUN)
def create(cycle_id: str) -> Response:
    """Ask for a draft, once however often the button is pressed."""
    actor, form = current_actor(), DraftForm()
    year = one_year(cycle_id, Permission.MATCHING_RUN)
    formats = forms_that_run(year)
    form.offer(formats)
    chosen = form.chosen(formats)
    if not form.validate() or (form.format.data and chosen is None):
        return _index_page(cycles_to_match(actor, clock.today(actor.time_zone)), year, form, status=422)
    key, told = form.submission_key.data or "", submissions.hash_body((form.objective.data, form.format.data))
    used = submissions.claim(key, f"{PURPOSE}-{cycle_id}", told)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = ask_for_draft(
            actor, year, objective=Objective(form.objective.data), format_=chosen.format if chosen else None
        )
    except Refusal as refusal:
        db.session.rollback()
        form.objective.errors = [refusal.message]
        year = one_year(cycle_id, Permission.MATCHING_RUN)
        return _index_page(cycles_to_match(actor, clock.today(actor.time_zone)), year, form, status=422)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/runs/<public_id>")
@requires(Permission.MATCHING_READ)
def show(public_id: str) -> Response:
    """The draft: pairs with their points, the proof, the gain, who is left over and why, what was set by hand."""
    actor, run = current_actor(), one_run(public_id, Permission.MATCHING_READ)
    if is_fragment() and run.state != RunState.QUEUED:
        return see_other(url_for(".show", public_id=public_id))  # the page was waiting for the worker
    answer = answer_of(run)
    chosen = [each.profile.public_id for each in run.choices if each.profile]
    mentees, mentors = {each.asked.public_id for each in run.choices}, set(chosen)
    if answer:
        mentees |= {*answer.draft.mentor_of, *answer.draft.unmatched}
        mentors |= {*answer.draft.mentor_of.values(), *(key for each in answer.blocks for key in each.mentors)}
    people = people_of(actor, mentees, mentors)
    found = _pairs_page(answer, people) if answer else None
    shown = {*(each.mentee for each in found.rows), *answer.draft.unmatched} if answer and found else set()
    show_list(actor, "drafts.show", [people.requests[key].person_id for key in shown if key in people.requests],
              organization_id=run.organization_id)  # fmt: skip
    may = permissions_on(actor, run)
    runs_it = Permission.MATCHING_RUN in may
    return page(
        "drafts/show.html", fragment="run_state", run=run, answer=answer, people=people, found=found, may=may,
        P=Permission, runs_it=runs_it, states=RunState, kinds=ChoiceKind,
        stale=runs_it and run.state == RunState.DRAFT and answer and is_stale(run),
        told=settings_in_words(MatchingSettings.from_data(run.settings)), key=submissions.new_key,
        done=request.args.get("done", ""), others=_others(run), **(_explained(answer) if answer else {}),
    )  # fmt: skip


@bp.get("/runs/<public_id>/mentees/<request_id>")
@requires(Permission.MATCHING_READ)
def mentee(public_id: str, request_id: str) -> Response:
    """One mentee of the draft: points by criterion, next best, the best mentors, and what can be set by hand."""
    actor, run = current_actor(), one_run(public_id, Permission.MATCHING_READ)
    answer, pool = answer_of(run), pool_of(run)
    if answer is None or pool is None or request_id not in {*answer.draft.mentor_of, *answer.draft.unmatched}:
        raise NotSeen
    pair = next((each for each in answer.draft.pairs if each.mentee == request_id), None)
    beside = next((each for each in answer.next_best if each.mentee == request_id), None)
    left = next((each for each in answer.left if each.mentee == request_id), None)
    others = candidates_for(pool, request_id, choices_of(run, pool)[0], most=CANDIDATES)
    mentors = {each.mentor for each in others} | ({pair.mentor} if pair else set())
    forbidden = sorted(
        each.mentor for each in pool.bans if each.mentee == request_id and each.ground == Ground.CONFLICT
    )
    mentors |= set(forbidden)
    mentees = {request_id} | ({beside.other_mentee} if beside and beside.other_mentee else set())
    if beside:
        mentors |= {key for key in (beside.other_mentor, beside.goes_to) if key}
    people = people_of(actor, mentees, mentors)
    asked = people.asked(request_id)
    if asked is None:
        raise NotSeen
    show_list(actor, "drafts.mentee", people.person_ids, organization_id=run.organization_id)
    may = permissions_on(actor, run)
    return page(
        "drafts/mentee.html", run=run, asked=asked, who=people.mentee(request_id), pair=pair, beside=beside, left=left,
        others=others, people=people, key=submissions.new_key, kinds=ChoiceKind,
        may_set=Permission.MATCHING_RUN in may and run.state == RunState.DRAFT,
        why=left_in_words(left, _is_blocked(answer, request_id)) if left else "", forbidden=forbidden,
    )  # fmt: skip


@bp.get("/runs/<public_id>/comparison")
@requires(Permission.MATCHING_READ)
def comparison(public_id: str) -> Response:
    """What differs between this draft and another of the year: sums and every mentee whose mentor differs."""
    actor, run = current_actor(), one_run(public_id, Permission.MATCHING_READ)
    other = one_run(request.args.get("with", ""), Permission.MATCHING_READ)
    before, after = answer_of(other), answer_of(run)
    if before is None or after is None or run.cycle_id != other.cycle_id:
        raise NotSeen
    found = compare(before.draft, after.draft)
    mentors = {key for each in found.changes for key in (each.before, each.after) if key}
    people = people_of(actor, [each.mentee for each in found.changes], mentors)
    show_list(actor, "drafts.comparison", people.person_ids, organization_id=run.organization_id)
    return page("drafts/comparison.html", run=run, other=other, found=found, people=people, before=before, after=after)


def _index_page(years: Sequence[Cycle], year: Cycle, form: DraftForm, status: int = 200) -> Response:
    actor, today = current_actor(), clock.today(year.program.organization.time_zone)
    form.offer(forms_that_run(year))
    mentors = mentor_capacities(year, today)
    n_waiting = db.session.scalar(sa.select(sa.func.count()).select_from(waiting(year).order_by(None).subquery())) or 0
    return page(
        "drafts/index.html", fragment="draft_form", status=status, years=years, year=year, form=form,
        found=paginate(runs_of(actor, year)), n_waiting=n_waiting, n_mentors=len(mentors),
        n_places=sum(each.places for each in mentors), may=permissions_on(actor, year), P=Permission,
        told=settings_in_words(settings_for(year)),
    )  # fmt: skip


def _pairs_page(answer: Answer, people: People) -> Page:
    """One page of the pairs, by name of the mentee; those whom the reader does not see come last."""
    pairs = sorted(answer.draft.pairs, key=lambda each: people.order(each.mentee))
    number, start = asked_page(), (asked_page() - 1) * PAIRS_A_PAGE
    return Page(pairs[start : start + PAIRS_A_PAGE], number, len(pairs), PAIRS_A_PAGE)


def _explained(answer: Answer) -> dict[str, Any]:
    pairs = answer.draft.pairs
    return {
        "gain": gain_in_words(answer),
        "proof": proof_in_words(answer),
        "why": {each.mentee: left_in_words(each, _is_blocked(answer, each.mentee)) for each in answer.left},
        "prices": {(each.mentee, each.mentor): each for each in answer.prices},
        "average": answer.draft.total // len(pairs) if pairs else None,
    }


def _is_blocked(answer: Answer, mentee: str) -> bool:
    return any(mentee in each.mentees for each in answer.blocks)


def _others(run: MatchingRun) -> Sequence[MatchingRun]:
    """Drafts of the year with which this one can be compared, the one it was made from first."""
    rows = db.session.scalars(
        runs_of(current_actor(), run.cycle).where(MatchingRun.id != run.id, MatchingRun.answer != "").limit(20)
    ).all()
    return sorted(rows, key=lambda each: (each.id != run.base_id, -each.number))
