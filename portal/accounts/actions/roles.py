"""Appointments: giving a role for a period, ending it, and what the end of a place does to roles."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.actions.keys import issuers_of, revoke_keys_issued
from portal.accounts.granting import GROUP_ROLES, grantable, may_open
from portal.accounts.models import RoleGrant
from portal.accounts.queries import find_actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force


def grant_role(
    actor: Actor,
    person: Person,
    organization: Organization,
    role: Role,
    *,
    starts_on: date,
    ends_on: date | None = None,
    group: Group | None = None,
    document: str = "",
    duties: str = "",
    label: str = "",
) -> RoleGrant:
    """Give the person a role in the organisation from a day. Asks nobody's leave: `appoint` does."""
    grant = RoleGrant(
        person_id=person.id, organization_id=organization.id, role=role, group_id=group.id if group else None,
        starts_on=starts_on, ends_on=ends_on, document=clean_line(document), duties=clean_text(duties),
        label=clean_line(label),
    )  # fmt: skip
    db.session.add(grant)
    db.session.flush()
    audit.record(actor, AuditEvent.ROLE_GRANTED, grant, changes={"role": role, "person": person.public_id})
    return grant


def appoint(
    actor: Actor,
    person: Person,
    organization: Organization,
    role: Role,
    *,
    starts_on: date,
    ends_on: date | None = None,
    group: Group | None = None,
    document: str = "",
    duties: str = "",
    label: str = "",
) -> RoleGrant:
    """Appoint the person (ORG-3): one's own reach, nobody to themselves, no second appointment to the same.

    Keys that wait for the person end where whoever gave them out could not give them out for this role: a printed
    code must not become a way into more than its printer may open.

    Raises NotSeen where the actor gives no such role in the organisation, Refusal with the reason otherwise.
    """
    if role not in grantable(actor, organization):
        raise NotSeen
    if person.id == actor.person_id:
        raise Refusal(_("Себе роль назначает другой человек: руководитель, оператор или администратор."))
    if ends_on and ends_on < starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    if role in GROUP_ROLES and group is None:
        raise Refusal(_("Выберите группу: куратор группы видит только её."))
    if group and group.organization_id != organization.id:
        raise Refusal(_("Группа относится к другой организации."))
    same = (person.id, organization.id, role, group.id if group else None)
    if _is_held(same, starts_on, ends_on):
        raise Refusal(_("Такое назначение на эти дни уже есть. Сначала прекратите его."))
    grant = grant_role(
        actor, person, organization, role, starts_on=starts_on, ends_on=ends_on, group=group,
        document=document, duties=duties, label=label,
    )  # fmt: skip
    revoke_keys_issued(person.id, [one for one in issuers_of(person.id) if not _may_open(one, role, organization)])
    return grant


def end_grant(actor: Actor, grant: RoleGrant, ends_on: date) -> None:
    """End the appointment with this day, the last one in force; sessions feel it with their next request."""
    if grant.role not in grantable(actor, grant.organization):
        raise NotSeen
    if grant.person_id == actor.person_id:
        raise Refusal(_("Свою роль прекращает другой человек: руководитель, оператор или администратор."))
    if ends_on < grant.starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    if grant.ends_on and grant.ends_on < clock.today(grant.organization.time_zone):
        raise Refusal(_("Это назначение уже прекращено."))
    grant.ends_on = ends_on
    _note_end(actor, grant)


def end_grants_without_place(actor: Actor, membership: Membership) -> int:
    """Where the person has no other place in the organisation, end the roles there with the last day of this one."""
    last_day = membership.ends_on
    if last_day is None or _has_other_place(membership, last_day):
        return 0
    left = db.session.scalars(
        sa.select(RoleGrant).where(
            RoleGrant.person_id == membership.person_id,
            RoleGrant.organization_id == membership.organization_id,
            sa.or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on > last_day),
        )
    ).all()
    for grant in left:
        grant.starts_on, grant.ends_on = min(grant.starts_on, last_day), last_day
        _note_end(actor, grant)
    return len(left)


def ensure_base_roles(actor: Actor, people: Sequence[Person]) -> None:
    """Whoever may sign in needs some role for a desk: participant, or parent, where the person has a place."""
    ids = [person.id for person in people]
    settled = set(db.session.scalars(sa.select(RoleGrant.person_id).where(RoleGrant.person_id.in_(ids), _not_over())))
    today = clock.today(actor.time_zone)
    places = db.session.scalars(
        sa.select(Membership)
        .where(Membership.person_id.in_(set(ids) - settled), in_force(Membership, today))
        .order_by(Membership.kind == MembershipKind.PARENT, Membership.id)
        .options(joinedload(Membership.organization), joinedload(Membership.person))
    )
    first: dict[int, Membership] = {}
    for place in places:
        first.setdefault(place.person_id, place)
    grants = [_base_role(place, today) for place in first.values()]
    db.session.add_all(grants)
    db.session.flush()
    said = [
        (grant, {"role": grant.role, "person": place.person.public_id})
        for grant, place in zip(grants, first.values(), strict=True)
    ]
    audit.record_each(actor, AuditEvent.ROLE_GRANTED, said)


def _may_open(person_id: int, role: Role, organization: Organization) -> bool:
    return may_open(find_actor(person_id), [(role, organization.id)])


def _base_role(place: Membership, starts_on: date) -> RoleGrant:
    role = Role.PARENT if place.kind == MembershipKind.PARENT else Role.PARTICIPANT
    return RoleGrant(
        person_id=place.person_id, organization_id=place.organization_id, role=role, starts_on=starts_on,
        document="", duties="", label="",
    )  # fmt: skip


def _not_over() -> sa.ColumnElement[bool]:
    """Whatever the zone, a day that was over yesterday in the west is over."""
    return sa.or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= clock.now().date())


def _is_held(same: tuple[int, int, Role, int | None], starts_on: date, ends_on: date | None) -> bool:
    """Whether the same person has the same role in the same place on one of these days."""
    person_id, organization_id, role, group_id = same
    overlaps = [sa.or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= starts_on)]
    if ends_on:
        overlaps.append(RoleGrant.starts_on <= ends_on)
    held = sa.exists().where(
        RoleGrant.person_id == person_id, RoleGrant.organization_id == organization_id, RoleGrant.role == role,
        RoleGrant.group_id.is_(None) if group_id is None else RoleGrant.group_id == group_id, *overlaps,
    )  # fmt: skip
    return bool(db.session.scalar(sa.select(held)))


def _has_other_place(membership: Membership, after: date) -> bool:
    other = sa.exists().where(
        Membership.person_id == membership.person_id,
        Membership.organization_id == membership.organization_id,
        Membership.id != membership.id,
        sa.or_(Membership.ends_on.is_(None), Membership.ends_on > after),
    )
    return bool(db.session.scalar(sa.select(other)))


def _note_end(actor: Actor, grant: RoleGrant) -> None:
    db.session.flush()
    changes = {"role": grant.role, "ends_on": grant.ends_on.isoformat() if grant.ends_on else None}
    audit.record(actor, AuditEvent.ROLE_ENDED, grant, changes=changes)
