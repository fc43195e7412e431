"""Qualifications and dated facts of a person: added, put right, removed and brought back."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.web.forms import BaseForm, check_version
from portal.core.web.pages import page, see_other
from portal.people.actions import (
    add_career_fact,
    add_qualification,
    change_career_fact,
    change_qualification,
    remove_record,
    return_record,
)
from portal.people.forms.persons import FactForm, NewFactForm, NewQualificationForm, QualificationForm
from portal.people.models import CareerFact, Organization, Person, Qualification
from portal.people.queries.cards import find_fact, find_qualification
from portal.people.views.blueprints import people as bp
from portal.people.views.opening import organization_named, own_organizations, person_or_404, today_in

EDIT = Permission.PERSON_EDIT


@bp.get("/<public_id>/qualifications/new")
@requires(Permission.PERSON_EDIT)
def new_qualification(public_id: str) -> Response:
    """A category, a course, a degree."""
    return _qualification_page(NewQualificationForm(formdata=None), person_or_404(public_id, EDIT), status=200)


@bp.post("/<public_id>/qualifications")
@requires(Permission.PERSON_EDIT)
def create_qualification(public_id: str) -> Response:
    """Record it, once however often the form is sent."""
    person = person_or_404(public_id, EDIT)
    form = NewQualificationForm()
    form.today = today_in()
    if not form.validate():
        return _qualification_page(form, person, status=422)
    if _is_first(form, f"qualification:{public_id}"):
        add_qualification(current_actor(), person, **_qualification_values(form))
        db.session.commit()
    return see_other(_card(public_id, "qualification", form))


@bp.get("/<public_id>/qualifications/<key>/edit")
@requires(Permission.PERSON_EDIT)
def edit_qualification(public_id: str, key: str) -> Response:
    """The same, to be put right."""
    person = person_or_404(public_id, EDIT)
    qualification = find_qualification(person, key)
    return _qualification_page(QualificationForm(formdata=None, obj=qualification), person, qualification, status=200)


@bp.post("/<public_id>/qualifications/<key>/edit")
@requires(Permission.PERSON_EDIT)
def update_qualification(public_id: str, key: str) -> Response:
    """Save; a change in between is shown beside one's own (409)."""
    person = person_or_404(public_id, EDIT, lock=True)
    qualification = find_qualification(person, key)
    form = QualificationForm()
    form.today = today_in()
    if not form.validate():
        return _qualification_page(form, person, qualification, status=422)
    _check(form, qualification, "title")
    change_qualification(current_actor(), qualification, **_qualification_values(form))
    db.session.commit()
    return see_other(_card(public_id, "saved", form))


@bp.post("/<public_id>/qualifications/<key>/removal")
@requires(Permission.PERSON_EDIT)
def remove_qualification(public_id: str, key: str) -> Response:
    """Off the card; the next page offers to bring it back."""
    remove_record(current_actor(), find_qualification(person_or_404(public_id, EDIT), key, removed=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="qualification_removed", undo=key))


@bp.post("/<public_id>/qualifications/<key>/return")
@requires(Permission.PERSON_EDIT)
def return_qualification(public_id: str, key: str) -> Response:
    """Back on the card."""
    return_record(current_actor(), find_qualification(person_or_404(public_id, EDIT), key, removed=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="returned"))


@bp.get("/<public_id>/facts/new")
@requires(Permission.PERSON_EDIT)
def new_fact(public_id: str) -> Response:
    """What happened and when."""
    person, form = person_or_404(public_id, EDIT), NewFactForm(formdata=None)
    _offer_organizations(form)
    return _fact_page(form, person, status=200)


@bp.post("/<public_id>/facts")
@requires(Permission.PERSON_EDIT)
def create_fact(public_id: str) -> Response:
    """Record it, once however often the form is sent."""
    person = person_or_404(public_id, EDIT)
    form = NewFactForm()
    organization = _offer_organizations(form)
    if not form.validate():
        return _fact_page(form, person, status=422)
    if _is_first(form, f"fact:{public_id}"):
        add_career_fact(current_actor(), person, organization, **_fact_values(form))
        db.session.commit()
    return see_other(_card(public_id, "fact", form))


@bp.get("/<public_id>/facts/<key>/edit")
@requires(Permission.PERSON_EDIT)
def edit_fact(public_id: str, key: str) -> Response:
    """The same, to be put right."""
    person = person_or_404(public_id, EDIT)
    fact = find_fact(current_actor(), person, key)
    return _fact_page(FactForm(formdata=None, obj=fact), person, fact, status=200)


@bp.post("/<public_id>/facts/<key>/edit")
@requires(Permission.PERSON_EDIT)
def update_fact(public_id: str, key: str) -> Response:
    """Save; a change in between is shown beside one's own (409)."""
    person = person_or_404(public_id, EDIT, lock=True)
    fact = find_fact(current_actor(), person, key)
    form = FactForm()
    form.today = today_in()
    if not form.validate():
        return _fact_page(form, person, fact, status=422)
    _check(form, fact, "note")
    change_career_fact(current_actor(), fact, **_fact_values(form))
    db.session.commit()
    return see_other(_card(public_id, "saved", form))


@bp.post("/<public_id>/facts/<key>/removal")
@requires(Permission.PERSON_EDIT)
def remove_fact(public_id: str, key: str) -> Response:
    """Off the card; the next page offers to bring it back."""
    remove_record(current_actor(), find_fact(current_actor(), person_or_404(public_id, EDIT), key, removed=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="fact_removed", undo=key))


@bp.post("/<public_id>/facts/<key>/return")
@requires(Permission.PERSON_EDIT)
def return_fact(public_id: str, key: str) -> Response:
    """Back on the card."""
    return_record(current_actor(), find_fact(current_actor(), person_or_404(public_id, EDIT), key, removed=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="returned"))


def _is_first(form: BaseForm, purpose: str) -> bool:
    body = submissions.hash_body(sorted(map(repr, form.values.items())))
    return submissions.claim(request.form.get("submission_key", ""), purpose, body) is None


def _card(public_id: str, done: str, form: NewQualificationForm | QualificationForm | NewFactForm | FactForm) -> str:
    return url_for(".show", public_id=public_id, done=done, mind=len(form.doubtful) or None)


def _check(form: BaseForm, record: Qualification | CareerFact, name: str) -> None:
    label = form[name].label.text
    check_version(
        record.version, request.form.get("version"), stands={label: getattr(record, name)},
        typed={label: form[name].data or ""},
    )  # fmt: skip


def _qualification_values(form: NewQualificationForm | QualificationForm) -> dict[str, Any]:
    names = ("kind", "title", "issuer", "hours", "issued_on", "valid_until")
    return {name: form.values[name] for name in names} | {"issuer": form.issuer.data or ""}


def _fact_values(form: NewFactForm | FactForm) -> dict[str, Any]:
    return {"kind": form.kind.data, "happened_on": form.happened_on.data, "note": form.note.data or ""}


def _offer_organizations(form: NewFactForm) -> Organization:
    organizations = own_organizations()
    first = organizations[0].public_id if organizations else ""
    organization = organization_named(form.organization.data or first, organizations)
    form.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in organizations]
    form.organization.data, form.today = organization.public_id, today_in(organization)
    return organization


def _qualification_page(
    form: NewQualificationForm | QualificationForm, person: Person, record: Qualification | None = None, *, status: int
) -> Response:
    version = request.form.get("version") or (record.version if record else "")
    return page(
        "people/qualification.html", fragment="qualification_form", status=status, form=form, person=person,
        record=record, version=version,
    )  # fmt: skip


def _fact_page(
    form: NewFactForm | FactForm, person: Person, record: CareerFact | None = None, *, status: int
) -> Response:
    version = request.form.get("version") or (record.version if record else "")
    return page(
        "people/fact.html", fragment="fact_form", status=status, form=form, person=person, record=record,
        version=version,
    )  # fmt: skip
