"""Reads about people: who belongs where on a day, and on what basis their data may be processed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.core.personal_data import Basis
from portal.people.kinds import MembershipKind, OrganizationKind, Purpose
from portal.people.models import Consent, Group, Membership, Organization, Person

OWN_SIGNATURE_FROM = 14
ADULT_FROM = 18


def in_force(model: Any, on: date) -> sa.ColumnElement[bool]:
    """The clause «this period covers the day»."""
    return sa.and_(model.starts_on <= on, sa.or_(model.ends_on.is_(None), model.ends_on >= on))


def age_on(birth_on: date, on: date) -> int:
    """Full years on a day; who was born on 29 February grows older on 1 March of a common year."""
    try:
        birthday = birth_on.replace(year=on.year)
    except ValueError:
        birthday = date(on.year, 3, 1)
    return on.year - birth_on.year - (on < birthday)


def signatures(
    person_id: sa.ColumnElement[int], organization_id: sa.ColumnElement[int], purpose: Purpose, on: date
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Two EXISTS clauses: the person's own consent in force on the day, and a representative's."""

    def signed(by_representative: bool) -> sa.ColumnElement[bool]:
        return sa.exists().where(
            Consent.person_id == person_id,
            Consent.organization_id == organization_id,
            Consent.purpose == purpose,
            Consent.by_representative.is_(by_representative),
            Consent.starts_on <= on,
            sa.or_(Consent.ends_on.is_(None), Consent.ends_on >= on),
            sa.or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > on),
        )

    return signed(False), signed(True)


def missing_signatures(birth_on: date | None, is_learner: bool, own: bool, representative: bool, on: date) -> list[str]:
    """Whose signature is still needed: «own», «representative», both or none.

    Under 14 the representative signs, from 14 to 17 both, from 18 the person (ГК РФ ст. 26, 28; 152-ФЗ ст. 9 ч. 6).
    A learner without a birth date is treated as 14–17; others without one as adults.
    """
    age = age_on(birth_on, on) if birth_on else (OWN_SIGNATURE_FROM if is_learner else ADULT_FROM)
    needed = []
    if age >= OWN_SIGNATURE_FROM and not own:
        needed.append("own")
    if age < ADULT_FROM and not representative:
        needed.append("representative")
    return needed


def basis_for(person_id: int, organization_id: int, purpose: Purpose, on: date) -> Basis | None:
    """The ground on which data of the person may be processed for the purpose on the day, or None."""
    own, representative = signatures(sa.literal(person_id), sa.literal(organization_id), purpose, on)
    learner = sa.exists().where(
        Membership.person_id == person_id, Membership.kind == MembershipKind.LEARNER, in_force(Membership, on)
    )
    row = db.session.execute(
        sa.select(Person.birth_on, learner.label("learner"), own.label("own"), representative.label("rep")).where(
            Person.id == person_id
        )
    ).one()
    return None if missing_signatures(row.birth_on, row.learner, row.own, row.rep, on) else Basis.CONSENT


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
