"""Bringing a person into the base of mentors: whom, then as whom, in which formats and why."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.matching.kinds import Origin
from portal.matching.mentors.actions import nominate as bring
from portal.matching.mentors.forms import NominationForm, doubtful
from portal.matching.mentors.queries import MentorOpening, mentor_candidates, mentor_openings
from portal.matching.mentors.views.blueprints import mentors as bp
from portal.matching.views.nominations import AS_WHOM
from portal.people.models import Person
from portal.people.queries import places_of
from portal.people.readings import show_list

PURPOSE = "mentor-nomination"


@bp.get("/new")
@requires(Permission.MENTOR_NOMINATE)
def choose() -> Response:
    """Whom to bring into the base."""
    actor, text = current_actor(), request.args.get("q", "").strip()
    today = clock.today(actor.time_zone)
    found = mentor_candidates(actor, text, today)
    ids = [person.id for person in found]
    show_list(actor, "mentors.choose", ids)
    return page(
        "mentors/choose.html", fragment="people_found", found=found, text=text,
        places=places_of(actor, ids, Permission.MENTOR_NOMINATE, today),
    )  # fmt: skip


@bp.get("/new/<person_id>")
@requires(Permission.MENTOR_NOMINATE)
def nominate(person_id: str) -> Response:
    """As whom, in which formats and why."""
    person, form = _person(person_id), NominationForm(formdata=None)
    form.origin.data = next((AS_WHOM[role] for role in current_actor().roles if role in AS_WHOM), Origin.TEACHER)
    return _nomination_page(person, _openings(person), form)


@bp.post("/new/<person_id>")
@requires(Permission.MENTOR_NOMINATE)
def create(person_id: str) -> Response:
    """Write the candidate down, once however often the button is pressed."""
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
        made = bring(current_actor(), person, opening, form.formats.data or (), **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.formats.errors = [refusal.message]
        person = _person(person_id)
        return _nomination_page(person, _openings(person), form, status=422)
    submissions.set_outcome(key, made.public_id)
    mind = len(doubtful(made.recommendation)) or None
    target = url_for(".show", public_id=made.public_id, done="added", mind=mind)
    db.session.commit()
    return see_other(target)


def _person(public_id: str) -> Person:
    return get_or_404(current_actor(), Person, public_id, Permission.MENTOR_NOMINATE)


def _openings(person: Person) -> list[MentorOpening]:
    """As whom the person may mentor, by the places that the reader may know of."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    places = places_of(actor, [person.id], Permission.MENTOR_NOMINATE, today).get(person.id, [])
    return mentor_openings(places, today)


def _nomination_page(
    person: Person, openings: Sequence[MentorOpening], form: NominationForm, status: int = 200
) -> Response:
    form.offer(openings)
    return page(
        "mentors/nominate.html", fragment="nomination_form", status=status, person=person, form=form,
        openings=openings,
    )  # fmt: skip
