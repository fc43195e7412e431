"""Who belongs to which organisation and group on a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import in_force


def organizations_under(organization_ids: Sequence[int]) -> sa.Select[int]:
    """Ids of these organisations and of those that belong to them as a municipality."""
    return sa.select(Organization.id).where(
        sa.or_(Organization.id.in_(organization_ids), Organization.municipality_id.in_(organization_ids))
    )


def members(organization_id: int, on: date, *, kind: MembershipKind | None = None, group_id: int | None = None) -> Any:
    """Persons who belong to the organisation on the day, by name; narrowed by kind and group."""
    query = (
        sa.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organization_id == organization_id,
            in_force(Membership, on),
            Person.erased_on.is_(None),
        )
        .order_by(Person.sort_name, Person.id)
        .distinct()
    )
    if kind:
        query = query.where(Membership.kind == kind)
    return query.where(Membership.group_id == group_id) if group_id else query


def groups_of(organization_id: int, on: date) -> Sequence[Group]:
    """Groups and classes of the organisation that exist on the day."""
    return db.session.scalars(
        sa.select(Group).where(Group.organization_id == organization_id, in_force(Group, on)).order_by(Group.sort_name)
    ).all()


def schools(municipality_id: int) -> Sequence[Organization]:
    """Organisations of a municipality that run programmes, by name."""
    return db.session.scalars(
        sa.select(Organization)
        .where(Organization.municipality_id == municipality_id, Organization.kind != OrganizationKind.ENTERPRISE)
        .order_by(Organization.sort_name)
    ).all()
