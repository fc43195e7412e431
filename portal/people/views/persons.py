"""The card of a person: entering one, looking, putting it right."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import audit, clock, submissions
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.sqlite import set_reading
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.panels import panels_of
from portal.people.actions import add_membership, add_person, change_person
from portal.people.columns import KIND_WORDS
from portal.people.forms.persons import NewPersonForm, PersonForm
from portal.people.kinds import MembershipKind
from portal.people.models import Organization, Person
from portal.people.periods import age_on
from portal.people.queries import flags_of, places_of
from portal.people.queries.cards import (
    facts_on_card,
    namesakes,
    places_on_card,
    qualifications_of,
    representatives_of,
    represented_by,
)
from portal.people.views.blueprints import people as bp
from portal.people.views.opening import (
    offer_places,
    organization_named,
    own_organizations,
    person_or_404,
    place_of,
    today_in,
)

PURPOSE = "person"
VIEWED_ONCE_IN = timedelta(hours=1)
ANOTHER = "new"
CAREERS = (MembershipKind.EMPLOYEE, MembershipKind.SPECIALIST)
NAMES = ("family_name", "given_name", "patronymic", "birth_on", "career_began_on", "email", "phone")


@bp.get("/new")
@requires(Permission.PERSON_EDIT)
def new() -> Response:
    """A person and the first place; where the reader works for several organisations, first which one."""
    organizations, key = own_organizations(), request.args.get("organization", "")
    if not key and len(organizations) != 1:
        return page("people/choose.html", organizations=organizations)
    organization = organization_named(key, organizations)
    form = NewPersonForm(request.args, meta={"csrf": False})
    form.starts_on.data = form.starts_on.data or today_in(organization)
    return _new_page(form, organization, status=200)


@bp.post("")
@requires(Permission.PERSON_EDIT)
def create() -> Response:
    """Enter the person, or add the place to the one who is there already; asks where the names are the same."""
    form = NewPersonForm()
    organization = organization_named(form.organization.data or "", own_organizations())
    form.today = today_in(organization)
    groups, around = offer_places(form, organization)
    if not form.validate():
        return _new_page(form, organization, status=422)
    body = submissions.hash_body(sorted(map(repr, form.values.items())))
    used = submissions.claim(form.submission_key.data or "", PURPOSE, body)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    alike = _alike(form, organization)
    if alike and form.same.data not in {ANOTHER, *(each.public_id for each in alike)}:
        db.session.rollback()
        return _new_page(form, organization, status=422, alike=alike)
    return _enter(form, organization, alike, place_of(form, groups, around))


@bp.get("/<public_id>")
@requires(Permission.PERSON_READ)
def show(public_id: str) -> Response:
    """All that the reader may know of the person; who looked at somebody else's card is written down."""
    actor = current_actor()
    person = person_or_404(public_id, Permission.PERSON_READ)
    today = today_in()
    places = places_on_card(actor, person)
    mine = {row.Membership.organization_id for row in places}
    answer = page(
        "people/show.html", person=person, places=places, today=today, may=permissions_on(actor, person),
        age=age_on(person.birth_on, today) if person.birth_on else None, P=Permission,
        experience=age_on(person.career_began_on, today) if person.career_began_on else None,
        has_career=any(row.Membership.kind in CAREERS for row in places),
        flags=flags_of([person], today, mine)[person.id], is_own=person.id == actor.person_id,
        representatives=representatives_of(actor, person), children=represented_by(actor, person),
        qualifications=qualifications_of(person), facts=facts_on_card(actor, person),
        sees_contacts=actor.has(Permission.REGISTER_READ), panels=panels_of("people.show", person),
        done=request.args.get("done", ""), undo=request.args.get("undo", "")[:22], mind=request.args.get("mind", ""),
    )  # fmt: skip
    if person.id != actor.person_id:
        _note_viewing(person)
    return answer


@bp.get("/<public_id>/edit")
@requires(Permission.PERSON_EDIT)
def edit(public_id: str) -> Response:
    """Names, dates and contacts."""
    person = person_or_404(public_id, Permission.PERSON_EDIT)
    return page("people/edit.html", person=person, form=PersonForm(formdata=None, obj=person), version=person.version)


@bp.post("/<public_id>/edit")
@requires(Permission.PERSON_EDIT)
def update(public_id: str) -> Response:
    """Save; somebody else's change in between is shown beside one's own (409)."""
    person = person_or_404(public_id, Permission.PERSON_EDIT, lock=True)
    form = PersonForm()
    form.today = today_in()
    version = request.form.get("version", "")
    if not form.validate():
        return page("people/edit.html", fragment="person_form", status=422, person=person, form=form, version=version)
    check_version(person.version, version, stands=_said({name: getattr(person, name) for name in NAMES}),
                  typed=_said(form.values))  # fmt: skip
    try:
        change_person(current_actor(), person, **form.values)
    except Refusal as refusal:
        db.session.rollback()
        form.email.errors = [refusal.message]
        person = person_or_404(public_id, Permission.PERSON_EDIT)
        return page("people/edit.html", fragment="person_form", status=422, person=person, form=form, version=version)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


def _new_page(
    form: NewPersonForm, organization: Organization, status: int, alike: list[Person] | None = None
) -> Response:
    form.today = today_in(organization)
    form.organization.data = organization.public_id
    offer_places(form, organization)
    alike = alike or []
    places = places_of(current_actor(), [each.id for each in alike], Permission.PERSON_EDIT, form.today)
    return page(
        "people/new.html", fragment="person_form", status=status, form=form, organization=organization, alike=alike,
        places=places, today=form.today, another=ANOTHER, kinds=KIND_WORDS, age_on=age_on,
    )  # fmt: skip


def _enter(form: NewPersonForm, organization: Organization, alike: list[Person], place: dict[str, Any]) -> Response:
    """The chosen namesake, or a new person, gets the place; a refusal shows the form again."""
    same = next((each for each in alike if each.public_id == form.same.data), None)
    try:
        person = same or add_person(current_actor(), **{name: form.values[name] for name in NAMES})
        add_membership(current_actor(), person, organization, **place)
    except Refusal as refusal:
        db.session.rollback()
        form.starts_on.errors = [refusal.message]
        return _new_page(form, organization, status=422)
    target = url_for(".show", public_id=person.public_id, done="added", mind=len(form.doubtful) or None)
    submissions.set_outcome(form.submission_key.data or "", person.public_id)
    db.session.commit()
    return see_other(target)


def _alike(form: NewPersonForm, organization: Organization) -> list[Person]:
    return namesakes(
        organization,
        family_name=form.values["family_name"],
        given_name=form.values["given_name"],
        birth_on=form.values["birth_on"],
    )


def _said(values: dict[str, object]) -> dict[str, str]:
    """Both texts of a conflict, by the labels of the form."""
    labels = {name: PersonForm(formdata=None)[name].label.text for name in NAMES}
    return {labels[name]: _shown(values[name]) for name in NAMES}


def _shown(value: object) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value or "")


def _note_viewing(person: Person) -> None:
    """The trail of a reading (decision 10), once a reader, person and hour, in its own short transaction."""
    actor = current_actor()
    seen = sa.exists().where(
        AuditEntry.event == AuditEvent.PERSON_VIEWED,
        AuditEntry.person_id == actor.person_id,
        AuditEntry.subject_id == person.public_id,
        AuditEntry.happened_at > clock.now() - VIEWED_ONCE_IN,
    )
    if db.session.scalar(sa.select(seen)):
        return
    viewed = _Viewed(person.public_id)
    db.session.rollback()
    set_reading(False)
    audit.record(actor, AuditEvent.PERSON_VIEWED, viewed)
    db.session.commit()


class _Viewed:
    """Whom an entry is about, after the transaction in which the card was read."""

    __tablename__ = "person"

    def __init__(self, public_id: str) -> None:
        self.public_id = public_id
