"""Bringing a person into the base: whom, then in which form and with what."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.matching.actions import nominate as bring
from portal.matching.forms import NominationForm, doubtful
from portal.matching.kinds import Origin
from portal.matching.queries import Opening, candidates, openings_of
from portal.matching.views.blueprints import requests as bp
from portal.people.models import Person
from portal.people.queries import places_of
from portal.people.readings import show_list

PURPOSE = "mentoring-nomination"
AS_WHOM = {
    Role.GROUP_CURATOR: Origin.GROUP_CURATOR, Role.PSYCHOLOGIST: Origin.PSYCHOLOGIST,
    Role.SOCIAL_EDUCATOR: Origin.SOCIAL_EDUCATOR, Role.CURATOR: Origin.CURATOR,
}  # fmt: skip


@bp.get("/new")
@requires(Permission.REQUEST_NOMINATE)
def choose() -> Response:
    """Whom to bring into the base."""
    actor, text = current_actor(), request.args.get("q", "").strip()
    today = clock.today(actor.time_zone)
    found = candidates(actor, text, today)
    ids = [person.id for person in found]
    show_list(actor, "requests.choose", ids)
    return page(
        "requests/choose.html", fragment="people_found", found=found, text=text,
        places=places_of(actor, ids, Permission.REQUEST_NOMINATE, today),
    )  # fmt: skip


@bp.get("/new/<person_id>")
@requires(Permission.REQUEST_NOMINATE)
def nominate(person_id: str) -> Response:
    """In which form and with what."""
    person, form = _person(person_id), NominationForm(formdata=None)
    form.origin.data = next((AS_WHOM[role] for role in current_actor().roles if role in AS_WHOM), Origin.TEACHER)
    return _nomination_page(person, _openings(person), form)


@bp.post("/new/<person_id>")
@requires(Permission.REQUEST_NOMINATE)
def create(person_id: str) -> Response:
    """Write the request down, once however often the button is pressed."""
    person, form = _person(person_id), NominationForm()
    openings = _openings(person)
    opening = form.chosen(openings)
    if not form.validate() or opening is None:
        return _nomination_page(person, openings, form, status=422)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, f"{PURPOSE}-{person.public_id}", told)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = bring(current_actor(), person, opening, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.opening.errors = [refusal.message]
        person = _person(person_id)
        return _nomination_page(person, _openings(person), form, status=422)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added", mind=len(doubtful(form)) or None)
    db.session.commit()
    return see_other(target)


def _person(public_id: str) -> Person:
    return get_or_404(current_actor(), Person, public_id, Permission.REQUEST_NOMINATE)


def _openings(person: Person) -> list[Opening]:
    """What may be asked for, by the places that the reader may know of."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    places = places_of(actor, [person.id], Permission.REQUEST_NOMINATE, today).get(person.id, [])
    return openings_of(places, today, with_wishes=True)


def _nomination_page(person: Person, openings: Sequence[Opening], form: NominationForm, status: int = 200) -> Response:
    form.offer(openings)
    return page(
        "requests/nominate.html", fragment="nomination_form", status=status, person=person, form=form,
        openings=openings,
    )  # fmt: skip
