"""Reads of the register of organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import sort_key
from portal.people.kinds import Contour, MembershipKind, OrganizationKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force

LONGEST_SEARCH = 100
MOST_HEADS = 400


class LifeState(StrEnum):
    """Whether a thing with a period goes on."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, kw_only=True)
class OrganizationFilter:
    """What the reader chose above the register."""

    text: str = ""
    kind: OrganizationKind | None = None
    contour: Contour | None = None
    state: LifeState | None = None

    @classmethod
    def from_args(cls, args: Any) -> "OrganizationFilter":
        """From the address; what is not known is no filter."""
        kind, contour, state = args.get("kind", ""), args.get("contour", ""), args.get("state", "")
        return cls(
            text=args.get("q", "").strip()[:LONGEST_SEARCH],
            kind=OrganizationKind(kind) if kind in set(OrganizationKind) else None,
            contour=Contour(contour) if contour in set(Contour) else None,
            state=LifeState(state) if state in set(LifeState) else None,
        )

    @property
    def is_set(self) -> bool:
        return bool(self.text or self.kind or self.contour or self.state)


def find_organizations(actor: Actor, wanted: OrganizationFilter, today: date) -> Any:
    """Organisations the actor may see as rows (organisation, name of the one above), by name."""
    above = aliased(Organization)
    query = (
        sa.select(Organization, above.short_name.label("above"))
        .join(above, above.id == Organization.municipality_id, isouter=True)
        .where(allowed(actor, Permission.ORGANIZATION_READ, Organization))
        .order_by(Organization.sort_name, Organization.id)
    )
    if wanted.kind:
        query = query.where(Organization.kind == wanted.kind)
    if wanted.contour:
        query = query.where(Organization.contour == wanted.contour)
    if wanted.state:
        query = query.where(_is(wanted.state, Organization, today))
    for word in sort_key(wanted.text).split():
        query = query.where(
            sa.or_(
                Organization.sort_name.contains(word, autoescape=True),
                sa.func.replace(sa.func.lower(Organization.short_name), "ё", "е").contains(word, autoescape=True),
            )
        )
    return query


def organizations_with_settings(actor: Actor, permission: Permission) -> Sequence[Organization]:
    """Organisations on which the actor has `permission`, with their labels and zones, by name: choices of a form."""
    return db.session.scalars(
        select_allowed(actor, permission, Organization).order_by(Organization.sort_name, Organization.id)
    ).all()


def crowds_of(organization_id: int, today: date) -> dict[MembershipKind, int]:
    """How many people belong to the organisation today, by kind of place; counts only."""
    rows = db.session.execute(
        sa.select(Membership.kind, sa.func.count(sa.distinct(Membership.person_id)))
        .join(Person, Person.id == Membership.person_id)
        .where(Membership.organization_id == organization_id, in_force(Membership, today), Person.erased_on.is_(None))
        .group_by(Membership.kind)
    ).all()
    found = {MembershipKind(kind): number for kind, number in rows}
    return {kind: found[kind] for kind in MembershipKind if kind in found}


def employees_of(organization_id: int, today: date) -> Sequence[Any]:
    """(public id, family, given, patronymic) of employees by name: who may be named the head."""
    return db.session.execute(
        sa.select(Person.public_id, Person.family_name, Person.given_name, Person.patronymic, Person.sort_name)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.organization_id == organization_id,
            Membership.kind == MembershipKind.EMPLOYEE,
            in_force(Membership, today),
            Person.erased_on.is_(None),
        )
        .distinct()
        .order_by(Person.sort_name, Person.public_id)
        .limit(MOST_HEADS)
    ).all()


def is_open(model: Any, today: date) -> sa.ColumnElement[bool]:
    """The clause «has no end, or the end is not behind»."""
    return sa.or_(model.ends_on.is_(None), model.ends_on >= today)


def _is(state: LifeState, model: Any, today: date) -> sa.ColumnElement[bool]:
    return is_open(model, today) if state is LifeState.OPEN else sa.not_(is_open(model, today))
