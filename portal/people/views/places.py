"""Places of a person in organisations: one more, and the last day of one."""

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other
from portal.people.actions import add_membership, end_membership, return_membership
from portal.people.forms.persons import EndingForm, PlaceForm
from portal.people.models import Membership, Organization, Person
from portal.people.queries.cards import ended_place, find_place
from portal.people.views.blueprints import people as bp
from portal.people.views.opening import (
    offer_places,
    organization_named,
    own_organizations,
    person_or_404,
    place_of,
    today_in,
)


@bp.get("/<public_id>/places/new")
@requires(Permission.PERSON_EDIT)
def new_place(public_id: str) -> Response:
    """As what, where and from which day."""
    person = person_or_404(public_id, Permission.PERSON_EDIT)
    form = PlaceForm(formdata=None)
    organization = _organization(form, request.args.get("organization", ""))
    form.starts_on.data = form.today
    return _place_page(form, person, organization, status=200)


@bp.post("/<public_id>/places")
@requires(Permission.PERSON_EDIT)
def add_place(public_id: str) -> Response:
    """Record the place, once however often the form is sent."""
    person = person_or_404(public_id, Permission.PERSON_EDIT)
    form = PlaceForm()
    organization = _organization(form, form.organization.data or "")
    groups, around = offer_places(form, organization)
    if not form.validate():
        return _place_page(form, person, organization, status=422)
    body = submissions.hash_body(sorted(map(repr, form.values.items())))
    used = submissions.claim(form.submission_key.data or "", f"place:{public_id}", body)
    if used is None:
        try:
            add_membership(current_actor(), person, organization, **place_of(form, groups, around))
        except Refusal as refusal:
            db.session.rollback()
            form.starts_on.errors = [refusal.message]
            return _place_page(form, person_or_404(public_id, Permission.PERSON_EDIT), organization, status=422)
        db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="place", mind=len(form.doubtful) or None))


@bp.get("/<public_id>/places/<key>/ending")
@requires(Permission.PERSON_EDIT)
def confirm_place_ending(public_id: str, key: str) -> Response:
    """What ends with the place, before it is done."""
    person = person_or_404(public_id, Permission.PERSON_EDIT)
    place = find_place(current_actor(), person, key, Permission.PERSON_EDIT)
    form = EndingForm(formdata=None)
    form.ends_on.data = today_in(place.organization)
    return _ending_page(form, person, place, status=200)


@bp.post("/<public_id>/places/<key>/ending")
@requires(Permission.PERSON_EDIT)
def end_place(public_id: str, key: str) -> Response:
    """The last day of the place."""
    person = person_or_404(public_id, Permission.PERSON_EDIT)
    place = find_place(current_actor(), person, key, Permission.PERSON_EDIT)
    form = EndingForm()
    form.today = today_in(place.organization)
    if not form.validate():
        return _ending_page(form, person, place, status=422)
    try:
        end_membership(current_actor(), place, ends_on=form.values["ends_on"])
    except Refusal as refusal:
        form.ends_on.errors = [refusal.message]
        return _ending_page(form, person, place, status=422)
    back = _back_to(public_id, place)
    db.session.commit()
    return see_other(back)


@bp.post("/places/<key>/return")
@requires(Permission.PERSON_EDIT)
def return_place(key: str) -> Response:
    """Take back an end recorded by mistake: the card comes back into sight."""
    place = ended_place(current_actor(), key, lock=True)
    return_membership(current_actor(), place)
    target = url_for(".show", public_id=place.person.public_id, done="returned")
    db.session.commit()
    return see_other(target)


def _back_to(public_id: str, place: Membership) -> str:
    """The card, or the register where the card has gone out of the reader's sight with the place."""
    try:
        person_or_404(public_id, Permission.PERSON_READ)
    except NotSeen:
        return url_for(".index", done="left", undo=place.public_id)
    return url_for(".show", public_id=public_id, done="ended", undo=place.public_id)


def _organization(form: PlaceForm, key: str) -> Organization:
    organizations = own_organizations()
    first = organizations[0].public_id if organizations else ""
    organization = organization_named(key or first, organizations)
    form.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in organizations]
    form.organization.data = organization.public_id
    form.today = today_in(organization)
    return organization


def _place_page(form: PlaceForm, person: Person, organization: Organization, status: int) -> Response:
    offer_places(form, organization)
    return page(
        "people/new_place.html", fragment="place_form", status=status, form=form, person=person,
        organization=organization,
    )  # fmt: skip


def _ending_page(form: EndingForm, person: Person, place: Membership, status: int) -> Response:
    return page("people/end_place.html", fragment="ending_form", status=status, form=form, person=person, place=place)
