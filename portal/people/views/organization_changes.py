"""Changes of one organisation: its card, its last day, its words for roles and its glossary."""

from typing import Any

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.people.actions import (
    close_organization,
    edit_organization,
    reopen_organization,
    set_organization_words,
)
from portal.people.forms.days import day_of
from portal.people.forms.organizations import LastDayForm, OrganizationForm, WordsForm
from portal.people.models import Organization, Person
from portal.people.queries.organizations import employees_of
from portal.people.views.blueprints import organizations as bp


@bp.get("/<public_id>/edit")
@requires(Permission.ORGANIZATION_EDIT)
def edit(public_id: str) -> Response:
    """The card as a form."""
    organization = _organization(public_id)
    form = OrganizationForm(formdata=None, obj=organization)
    _prepare(form, organization)
    return page("organizations/edit.html", form=form, organization=organization)


@bp.post("/<public_id>/edit")
@requires(Permission.ORGANIZATION_EDIT)
def update(public_id: str) -> Response:
    """Save the card; somebody else's change in between is shown beside one's own (409)."""
    organization = _organization(public_id, lock=True)
    form = OrganizationForm()
    _prepare(form, organization)
    if not form.validate():
        return _edit_again(form, organization)
    _check_version(form, organization)
    try:
        edit_organization(current_actor(), organization, head=_head(form, organization), **form.facts)
    except Refusal as refusal:
        form.kind.errors = [refusal.message]
        return _edit_again(form, organization)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/closure")
@requires(Permission.ORGANIZATION_EDIT)
def confirm_closure(public_id: str) -> Response:
    """What closing means, before it is done."""
    organization, form = _organization(public_id), LastDayForm(formdata=None)
    form.ends_on.data = clock.today(organization.time_zone)
    return page("organizations/confirm_closure.html", organization=organization, form=form)


@bp.post("/<public_id>/closure")
@requires(Permission.ORGANIZATION_EDIT)
def close(public_id: str) -> Response:
    """Record the last day."""
    organization, form = _organization(public_id, lock=True), LastDayForm()
    if form.validate():
        try:
            close_organization(current_actor(), organization, on=day_of(form.ends_on))
            db.session.commit()
            return see_other(url_for(".show", public_id=public_id, done="closed"))
        except Refusal as refusal:
            form.ends_on.errors = [refusal.message]
    return page("organizations/confirm_closure.html", status=422, organization=organization, form=form)


@bp.post("/<public_id>/reopening")
@requires(Permission.ORGANIZATION_EDIT)
def reopen(public_id: str) -> Response:
    """Take the closing back."""
    reopen_organization(current_actor(), _organization(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="reopened"))


@bp.get("/<public_id>/words")
@requires(Permission.ORGANIZATION_EDIT)
def words(public_id: str) -> Response:
    """How this organisation calls roles, and its glossary (ADMN-3)."""
    organization = _organization(public_id)
    form = WordsForm(organization.role_labels or {}, (organization.settings or {}).get("terms", []))
    return _words_page(organization, form)


@bp.post("/<public_id>/words")
@requires(Permission.ORGANIZATION_EDIT)
def save_words(public_id: str) -> Response:
    """Save both; somebody else's change in between is shown beside one's own (409)."""
    organization = _organization(public_id, lock=True)
    form = WordsForm({}, [], posted=request.form)
    if not form.check():
        return _words_page(organization, form, status=422)
    check_version(organization.version, request.form.get("version"), stands=_said(organization), typed=form.said)
    set_organization_words(current_actor(), organization, labels=form.labels, terms=form.terms)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="words"))


def _organization(public_id: str, *, lock: bool = False) -> Organization:
    return get_or_404(current_actor(), Organization, public_id, Permission.ORGANIZATION_EDIT, lock=lock)


def _prepare(form: OrganizationForm, organization: Organization) -> None:
    """The choices of the form; names of employees only for those who may open their register."""
    form.keep_kind(organization)
    if Permission.REGISTER_READ not in permissions_on(current_actor(), organization):
        del form.head
        return
    today = clock.today(organization.time_zone)
    people = [SelectChoice(row.public_id, _name(row)) for row in employees_of(organization.id, today)]
    head = _present_head(organization)
    if head and head.public_id not in [choice.value for choice in people]:
        people.append(SelectChoice(head.public_id, head.full_name))
    form.head.choices = [SelectChoice("", "–"), *people]
    if not form.is_submitted():
        form.head.data = head.public_id if head else ""


def _check_version(form: OrganizationForm, organization: Organization) -> None:
    fields = [field for field in form if field.name in form.values]
    head = _present_head(organization)
    now = {"head": head.full_name if head else ""}
    stands = {field.label.text: _words_of(field, now.get(field.name, getattr(organization, field.name, "")))
              for field in fields}  # fmt: skip
    typed = {field.label.text: _words_of(field, field.data) for field in fields}
    differing = {label: text for label, text in typed.items() if stands[label] != text}
    check_version(organization.version, request.form.get("version"), stands=stands, typed=differing)


def _words_of(field: Any, value: Any) -> str:
    """What the reader sees of a value: the words of a choice, not its code."""
    choices = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
    return str(choices.get(value, value or ""))


def _edit_again(form: OrganizationForm, organization: Organization) -> Response:
    return page(
        "organizations/edit.html", fragment="organization_form", status=422, form=form, organization=organization
    )


def _present_head(organization: Organization) -> Person | None:
    found = sa.select(Person).where(Person.id == organization.head_id)
    return db.session.scalars(found).one_or_none() if organization.head_id else None


def _head(form: OrganizationForm, organization: Organization) -> Person | None:
    """The head who is chosen; the present one where the form must not list people."""
    if "head" not in form:
        return _present_head(organization)
    chosen = sa.select(Person).where(Person.public_id == form.head.data)
    return db.session.scalars(chosen).one_or_none() if form.head.data else None


def _name(row: Any) -> str:
    return " ".join(filter(None, (row.family_name, row.given_name, row.patronymic)))


def _said(organization: Organization) -> dict[str, str]:
    """The words as they stand, as `WordsForm.said` has them."""
    return WordsForm(organization.role_labels or {}, (organization.settings or {}).get("terms", [])).said


def _words_page(organization: Organization, form: WordsForm, status: int = 200) -> Response:
    roles = [role for role in Role if role is not Role.GUEST]
    return page(
        "organizations/words.html", fragment="words_form", status=status, organization=organization, form=form,
        roles=roles,
    )  # fmt: skip
