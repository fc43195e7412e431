"""Putting forward: first the award and the year, then the people with what the portal knows of them, then one."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other
from portal.people.models import Person
from portal.people.readings import show_list
from portal.programs.models import Cycle, Partner
from portal.recognition import actions
from portal.recognition.forms import NominationForm
from portal.recognition.kinds import Audience
from portal.recognition.models import AwardKind
from portal.recognition.queries import (
    Known,
    already_named,
    candidates,
    facts_of,
    hours_words,
    kinds_on,
    partners_left,
    years_of,
)
from portal.recognition.views.blueprints import awards as bp
from portal.recognition.views.opening import one_kind

KEEP, PURPOSE = Permission.AWARD_KEEP, "nomination"


@bp.get("/candidates")
@requires(KEEP)
def choose() -> Response:
    """For which award; with `kind`, who may be put forward for it and what speaks for each."""
    kinds = kinds_on(current_actor())
    wanted = request.args.get("kind", "")[:22]
    kind = next((each for each in kinds if each.public_id == wanted), None)
    if kind is None:
        return page("recognition/choose.html", fragment="candidates", kinds=kinds, kind=None)
    years = years_of(kind.organization_id)
    cycle = _year(years, request.args.get("year", ""), kind)
    return _candidates_page(kinds, kind, years, cycle)


@bp.get("/new")
@requires(KEEP)
def new() -> Response:
    """One person or partner, with the facts of the year ticked."""
    kind, cycle, whom = _asked()
    form = NominationForm(formdata=None)
    return _form_page(form, kind, cycle, whom, ticked=True)


@bp.post("/new")
@requires(KEEP)
def create() -> Response:
    """Put forward, once however often the button is pressed."""
    kind, cycle, whom = _asked()
    form, known = NominationForm(), _known(kind, cycle, whom)
    if not form.validate():
        return _form_page(form, kind, cycle, whom, 422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, f"{PURPOSE}-{kind.id}-{cycle.id}-{whom.public_id}")
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = actions.nominate(current_actor(), kind, cycle, whom, facts=form.chosen(known),
                                reason=form.reason.data or "")  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.reason.errors = [refusal.message]
        return _form_page(form, *_asked(), 422)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="nominated")
    db.session.commit()
    return see_other(target)


def _asked() -> tuple[AwardKind, Cycle, Person | Partner]:
    """Award, year and whom of the address or the form; anything foreign among them is hidden."""
    said = request.values
    kind = one_kind(said.get("kind", "")[:22], KEEP)
    cycle = _year(years_of(kind.organization_id), said.get("year", ""), kind)
    today, key = clock.today(kind.organization.time_zone), said.get("whom", "")[:22]
    if cycle is None:
        raise NotSeen
    named: Sequence[Any] = _audience(kind, cycle, today)
    found = next((each for each in named if each.public_id == key), None) or already_named(kind, cycle, key)
    if found is None:
        raise NotSeen
    return kind, cycle, found


def _audience(kind: AwardKind, cycle: Cycle, today: Any) -> Sequence[Any]:
    find = partners_left if kind.audience == Audience.PARTNERS else candidates
    return find(kind, cycle, today)


def _year(years: Sequence[Cycle], wanted: str, kind: AwardKind) -> Cycle | None:
    """The year that was asked for, else the one that runs, else the latest."""
    today = clock.today(kind.organization.time_zone)
    asked = next((each for each in years if each.public_id == wanted), None)
    runs = next((each for each in years if each.starts_on <= today <= each.ends_on), None)
    return asked or runs or next(iter(years), None)


def _known(kind: AwardKind, cycle: Cycle, whom: Person | Partner) -> list[Known]:
    if not isinstance(whom, Person):
        return []
    return facts_of([whom.id], cycle, kind.organization.time_zone)[whom.id]


def _candidates_page(
    kinds: Sequence[AwardKind], kind: AwardKind, years: Sequence[Cycle], cycle: Cycle | None
) -> Response:
    people: Sequence[Any] = _audience(kind, cycle, clock.today(kind.organization.time_zone)) if cycle else []
    facts: dict[int, list[Known]] = {}
    if cycle is not None and kind.audience != Audience.PARTNERS:
        facts = facts_of([each.id for each in people], cycle, kind.organization.time_zone)
        people = sorted(people, key=lambda each: -sum(fact.minutes for fact in facts[each.id]))
        show_list(current_actor(), "awards.choose", [each.id for each in people], organization_id=kind.organization_id)
    return page("recognition/choose.html", fragment="candidates", kinds=kinds, kind=kind, years=years, cycle=cycle,
                people=people, facts=facts, hours=hours_words)  # fmt: skip


def _form_page(
    form: NominationForm, kind: AwardKind, cycle: Cycle, whom: Person | Partner, status: int = 200, *,
    ticked: bool = False,
) -> Response:  # fmt: skip
    form.offer(_known(kind, cycle, whom), ticked=ticked)
    name = whom.full_name if isinstance(whom, Person) else whom.home.name
    if isinstance(whom, Person):
        show_list(current_actor(), "awards.new", [whom.id], organization_id=kind.organization_id)
    return page("recognition/nominate.html", fragment="nomination_form", status=status, form=form, kind=kind,
                cycle=cycle, whom=whom, name=name)  # fmt: skip
