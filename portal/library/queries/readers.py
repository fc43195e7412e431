"""Newcomers and their readings: who is asked to read what, and who has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.core.db import db, shared_alias
from portal.library.models import Material, MaterialReading
from portal.people.models import Organization, Person
from portal.people.periods import in_force

_PLACE = shared_alias(Organization)
MOST_NAMES = 500


@dataclass(frozen=True)
class Acquaintance:
    """How many are asked in the reader's reach, how many have read, and those whom the reader may name."""

    asked: int
    read: int
    people: Sequence[Any]


def unread_by(person_id: int, today: date) -> sa.Select[str, str]:
    """(public id, title) of materials that the person is asked to read and has not."""
    return (
        sa.select(Material.public_id, Material.title)
        .where(
            Material.archived_on.is_(None), _asked(person_id, today).correlate(Material), ~_has_read(person_id)
        )
        .order_by(Material.newcomers_since, Material.id)
    )  # fmt: skip


def is_asked(material: Material, person_id: int, today: date) -> bool:
    """Whether the person is asked to read it."""
    asked = sa.select(Material.id).where(Material.id == material.id, _asked(person_id, today).correlate(Material))
    return db.session.scalar(asked) is not None


def reading_of(material: Material, person_id: int | None) -> MaterialReading | None:
    """The reading of the person, if there is one."""
    return db.session.scalar(
        sa.select(MaterialReading).where(
            MaterialReading.material_id == material.id, MaterialReading.person_id == person_id
        )
    )


def acquaintance_with(actor: Actor, material: Material, today: date) -> Acquaintance:
    """Newcomers of the organisations in the actor's reach; names only of people whose cards the actor may open."""
    asked = _grants(today).where(
        Material.id == material.id, RoleGrant.organization_id.in_(
            sa.select(Organization.id).where(allowed(actor, Permission.MATERIAL_ACQUAINT, Organization))
        ),
    )  # fmt: skip
    people = (
        sa.select(Person, MaterialReading.read_on, MaterialReading.number)
        .outerjoin(
            MaterialReading,
            sa.and_(MaterialReading.person_id == Person.id, MaterialReading.material_id == material.id),
        )
        .where(Person.id.in_(asked), Person.erased_on.is_(None))
    )
    counted = people.with_only_columns(sa.func.count(), sa.func.count(MaterialReading.read_on))
    n_asked, n_read = db.session.execute(counted).one()
    named = (
        people.where(allowed(actor, Permission.PERSON_READ, Person))
        .order_by(MaterialReading.read_on.is_not(None), Person.sort_name, Person.id)
        .limit(MOST_NAMES)
    )
    return Acquaintance(n_asked, n_read, db.session.execute(named).all())


def _grants(today: date) -> sa.Select[int]:
    """Persons who began in a role for which a material is marked, on its day or later; correlate or narrow it."""
    place = _PLACE
    return (
        sa.select(RoleGrant.person_id)
        .join(place, place.id == RoleGrant.organization_id)
        .join(
            Material,
            sa.or_(
                Material.organization_id == RoleGrant.organization_id, Material.organization_id == place.municipality_id
            ),
        )
        .where(in_force(RoleGrant, today), _is_newcomer())
    )


def _asked(person_id: int, today: date) -> sa.Exists:
    place = _PLACE
    return sa.exists().where(
        RoleGrant.person_id == person_id, in_force(RoleGrant, today), _is_newcomer(),
        place.id == RoleGrant.organization_id,
        sa.or_(Material.organization_id == place.id, Material.organization_id == place.municipality_id),
    )  # fmt: skip


def _is_newcomer() -> sa.ColumnElement[bool]:
    return sa.and_(
        RoleGrant.starts_on >= Material.newcomers_since,
        sa.or_(
            sa.and_(RoleGrant.role == Role.MENTOR, Material.for_mentors),
            sa.and_(RoleGrant.role == Role.MENTEE, Material.for_mentees),
        ),
    )


def _has_read(person_id: int) -> sa.ColumnElement[bool]:
    return (
        sa.exists()
        .where(MaterialReading.material_id == Material.id, MaterialReading.person_id == person_id)
        .correlate(Material)
    )
