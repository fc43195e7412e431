"""The crowds whose papers are collected together: a group or class, the staff or the parents of an organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.consents.kinds import Purpose
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.i18n import _
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force

GROUP, STAFF, PARENTS = "group", "staff", "parents"
KINDS = {GROUP: MembershipKind.LEARNER, STAFF: MembershipKind.EMPLOYEE, PARENTS: MembershipKind.PARENT}
PURPOSES = {
    GROUP: (Purpose.PARTICIPATION, Purpose.OPERATOR, Purpose.PARTNER, Purpose.PUBLICATION, Purpose.PSYCHOLOGIST),
    STAFF: (
        Purpose.PARTICIPATION, Purpose.OPERATOR, Purpose.PARTNER, Purpose.PUBLICATION, Purpose.VOLUNTARY,
        Purpose.APPLICATION,
    ),
    PARENTS: (Purpose.REPRESENTATIVE, Purpose.PUBLICATION),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Some people of one organisation. `key` names it in addresses and forms."""

    kind: str
    organization: Organization
    group: Group | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}.{(self.group or self.organization).public_id}"

    @property
    def title(self) -> str:
        if self.group:
            return self.group.name
        return _("Сотрудники") if self.kind == STAFF else _("Родители")

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """For what these people are asked at all."""
        return PURPOSES[self.kind]

    @property
    def today(self) -> date:
        """The day where the organisation is."""
        return clock.today(self.organization.time_zone)


def crowds_of(actor: Actor, permission: Permission) -> list[Crowd]:
    """Groups by organisation and name, then staff and parents where the reader reaches the whole organisation."""
    today = clock.today(actor.time_zone)
    groups = db.session.scalars(
        select_allowed(actor, permission, Group).where(in_force(Group, today)).order_by(Group.sort_name, Group.id)
    ).all()
    reached = {organization.id: organization for organization in _organizations(actor, permission)}
    others = set(reached) | {group.organization_id for group in groups}
    named = db.session.scalars(
        sa.select(Organization).where(Organization.id.in_(others)).order_by(Organization.sort_name)
    )
    return [crowd for organization in named for crowd in _of(organization, groups, organization.id in reached)]


def _of(organization: Organization, groups: Sequence[Group], is_whole: bool) -> list[Crowd]:
    own = [
        Crowd(kind=GROUP, organization=organization, group=group)
        for group in groups
        if group.organization_id == organization.id
    ]
    return own + [Crowd(kind=kind, organization=organization) for kind in (STAFF, PARENTS) if is_whole]


def _organizations(actor: Actor, permission: Permission) -> Sequence[Organization]:
    return db.session.scalars(
        select_allowed(actor, permission, Organization).where(Organization.kind != OrganizationKind.MUNICIPALITY)
    ).all()


def crowd_of(actor: Actor, key: str, permission: Permission) -> Crowd:
    """The crowd that an address names. Raises NotSeen where there is none for this reader."""
    kind, _dot, public_id = key.partition(".")
    if kind == GROUP:
        group = db.session.scalar(select_allowed(actor, permission, Group).where(Group.public_id == public_id))
        if group:
            organization = db.session.scalars(
                sa.select(Organization).where(Organization.id == group.organization_id)
            ).one()
            return Crowd(kind=kind, organization=organization, group=group)
    elif kind in PURPOSES:
        found = db.session.scalar(
            select_allowed(actor, permission, Organization).where(Organization.public_id == public_id)
        )
        if found:
            return Crowd(kind=kind, organization=found)
    raise NotSeen


def people_in(crowd: Crowd) -> Sequence[Person]:
    """The people of the crowd today, by name; nobody who was erased or whose processing is restricted."""
    return people_of([crowd])[crowd.key]


def people_of(crowds: Sequence[Crowd]) -> dict[str, list[Person]]:
    """The people of several crowds of one organisation, by its key and their name, in one question."""
    found: dict[str, list[Person]] = {crowd.key: [] for crowd in crowds}
    if not crowds:
        return found
    rows = db.session.execute(
        sa.select(Person, Membership.kind, Membership.group_id)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organization_id == crowds[0].organization.id,
            in_force(Membership, crowds[0].today),
            Membership.kind.in_(KINDS.values()),
            Person.erased_on.is_(None),
            Person.restricted_on.is_(None),
        )
        .order_by(Person.sort_name, Person.id)
    )
    keys = {(KINDS[crowd.kind], crowd.group.id if crowd.group else None): crowd.key for crowd in crowds}
    for person, kind, group_id in rows:
        key = keys.get((kind, group_id if kind == MembershipKind.LEARNER else None))
        if key and (not found[key] or found[key][-1] is not person):  # a second post is no second person
            found[key].append(person)
    return found
