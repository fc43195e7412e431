"""Appointments of one person: what they are, what they were, a new one, the end of one."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, requires
from portal.accounts import actions
from portal.accounts.forms import AppointmentForm, EndForm
from portal.accounts.granting import grantable
from portal.accounts.models import RoleGrant
from portal.accounts.queries import grants_of, invitees
from portal.accounts.steps import demand_confirmation
from portal.accounts.views.blueprint import bp
from portal.accounts.views.places import way_to_roles
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force

PURPOSE = "appoint"


@bp.get("/people/<public_id>/roles")
@requires(Permission.ROLE_GRANT)
def person_roles(public_id: str) -> Response:
    """Roles of the person now and before, with a form for another one."""
    return _page(_person(public_id), AppointmentForm())


@bp.post("/people/<public_id>/roles")
@requires(Permission.ROLE_GRANT)
def appoint(public_id: str) -> Response:
    """Appoint by the form; the password is asked again where it was typed long ago."""
    person, form = _person(public_id), AppointmentForm()
    demand_confirmation()
    if not form.validate():
        return _page(person, form, 422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body((public_id, sorted(form.values.items(), key=str))))
    done = "granted"
    if used is None:
        try:
            _appoint(person, form)
        except Refusal as refusal:
            return _refused(person.public_id, form, refusal)
        if form.invite.data and actions.invite_appointed(current_actor(), person):
            done = "invited"
        submissions.set_outcome(key, done)
        db.session.commit()
    return see_other(url_for(".person_roles", public_id=public_id, done=used.outcome if used else done))


@bp.get("/people/<public_id>/roles/<grant_id>/end")
@requires(Permission.ROLE_GRANT)
def ask_end_of_role(public_id: str, grant_id: str) -> Response:
    """What ends with the role, and with which day."""
    person, grant = _person(public_id), _grant(public_id, grant_id)
    form = EndForm(formdata=None)
    form.ends_on.data = clock.today(grant.organization.time_zone)
    return _end_page(person, grant, form)


@bp.post("/people/<public_id>/roles/<grant_id>/end")
@requires(Permission.ROLE_GRANT)
def end_role(public_id: str, grant_id: str) -> Response:
    """End it with the day of the form."""
    person, grant, form = _person(public_id), _grant(public_id, grant_id), EndForm()
    demand_confirmation()
    if not form.validate():
        return _end_page(person, grant, form, 422)
    try:
        actions.end_grant(current_actor(), grant, form.ends_on.data)  # type: ignore[arg-type]
    except Refusal as refusal:
        db.session.rollback()
        form.ends_on.errors = [refusal.message]
        person, grant = _person(public_id), _grant(public_id, grant_id)
        return _end_page(person, grant, form, 422)
    db.session.commit()
    return see_other(url_for(".person_roles", public_id=public_id, done="ended"))


def _person(public_id: str) -> Person:
    return get_or_404(current_actor(), Person, public_id, Permission.ROLE_GRANT)


def _grant(public_id: str, grant_id: str) -> RoleGrant:
    grant = get_or_404(current_actor(), RoleGrant, grant_id, Permission.ROLE_GRANT)
    if grant.person.public_id != public_id:
        raise NotSeen
    if grant.role not in grantable(current_actor(), grant.organization):
        raise NotAllowed
    return grant


def _appoint(person: Person, form: AppointmentForm) -> None:
    role, _colon, place = (form.place.data or "").partition(":")
    offered = _organizations(person)
    organization = next((each for each in offered if each.public_id == place), None)
    if organization is None or role not in set(Role):
        raise NotSeen
    group = _group(form.group.data or "", [each.id for each in offered])
    actions.appoint(
        current_actor(), person, organization, Role(role), group=group,
        starts_on=form.starts_on.data, ends_on=form.ends_on.data,  # type: ignore[arg-type]
        document=form.document.data or "", duties=form.duties.data or "", label=form.label.data or "",
    )  # fmt: skip


def _group(public_id: str, organization_ids: Sequence[int]) -> Group | None:
    if not public_id:
        return None
    found = db.session.scalars(
        sa.select(Group).where(Group.public_id == public_id, Group.organization_id.in_(organization_ids))
    ).one_or_none()
    if found is None:
        raise NotSeen
    return found


def _organizations(person: Person) -> list[Organization]:
    """Organisations within the actor's reach where the person has a place, then the municipality itself."""
    today = clock.today(current_actor().time_zone)
    place = sa.exists().where(
        Membership.person_id == person.id, Membership.organization_id == Organization.id, in_force(Membership, today)
    )
    return list(
        db.session.scalars(
            select_allowed(current_actor(), Permission.ROLE_GRANT, Organization)
            .where(sa.or_(place, Organization.municipality_id.is_(None)))
            .order_by(Organization.municipality_id.is_(None), Organization.sort_name)
        )
    )


def _refused(public_id: str, form: AppointmentForm, refusal: Refusal) -> Response:
    db.session.rollback()
    form.place.errors = [*form.place.errors, refusal.message]
    return _page(_person(public_id), form, 422)


def _page(person: Person, form: AppointmentForm, status: int = 200) -> Response:
    actor, organizations = current_actor(), _organizations(person)
    form.place.choices = [
        SelectChoice(f"{role}:{each.public_id}", f"{_word(role, each)} · {each.short_name}")
        for each in organizations
        for role in sorted(grantable(actor, each), key=list(Role).index)
    ]
    today = clock.today(actor.time_zone)
    groups = db.session.scalars(
        sa.select(Group)
        .where(Group.organization_id.in_([each.id for each in organizations]), in_force(Group, today))
        .order_by(Group.sort_name)
    ).all()
    form.group.choices = [SelectChoice("", _("Вся организация")), *(SelectChoice(g.public_id, g.name) for g in groups)]
    form.starts_on.data = form.starts_on.data or (None if form.is_submitted() else today)
    held = grants_of(actor, person.id)
    state = next((each for each in invitees([person.id])), None)
    may_end = {grant.id for grant in held if _may_end(grant)}
    return page(
        "accounts/person_roles.html", status=status, person=person, form=form, way=way_to_roles(person), held=held,
        may_end=may_end, today=today, done=request.args.get("done", ""),
        is_self=person.id == actor.person_id, can_invite=state is not None and state.can_get_letter,
    )  # fmt: skip


def _end_page(person: Person, grant: RoleGrant, form: EndForm, status: int = 200) -> Response:
    way = way_to_roles(person)
    return page("accounts/role_end.html", status=status, person=person, grant=grant, form=form, way=way)


def _word(role: Role, organization: Organization) -> str:
    """The role as the organisation calls it (C2 row 13)."""
    return str((organization.role_labels or {}).get(role) or role.label)


def _may_end(grant: RoleGrant) -> bool:
    actor = current_actor()
    return grant.role in grantable(actor, grant.organization) and grant.person_id != actor.person_id
