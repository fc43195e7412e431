"""Reads for the card of a person: places now and earlier, representatives both ways, records, namesakes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db, shared_alias
from portal.core.errors import NotSeen
from portal.core.text import sort_key
from portal.people.kinds import Contour, OrganizationKind
from portal.people.models import CareerFact, Membership, Organization, Person, Qualification, Representation
from portal.people.queries.reach import place_in_reach, represents_child

MOST_NAMESAKES = 10
Row = TypeVar("Row")
_KIN = shared_alias(Representation)  # the gate asks about representations too and must not take these for its own


@dataclass(frozen=True)
class Kin:
    """One line about a representative or a child: the person on the other side and whether the reader may open them."""

    representation: Representation
    person: Person
    opens: bool
    is_in_force: bool


def places_on_card(actor: Actor, person: Person) -> Sequence[Any]:
    """Rows (Membership, ends): places that the reader may know of, the latest first, and whether they may end them."""
    ends = place_in_reach(actor, Permission.PERSON_EDIT).label("ends")
    query = (
        sa.select(Membership, ends)
        .where(Membership.person_id == person.id)
        .options(joinedload(Membership.organization), joinedload(Membership.group), joinedload(Membership.home))
        .order_by(Membership.ends_on.is_not(None), Membership.starts_on.desc(), Membership.id.desc())
    )
    if not _is_close(actor, person):
        query = query.where(place_in_reach(actor, Permission.PERSON_READ))
    return db.session.execute(query).all()


def representatives_of(actor: Actor, person: Person) -> list[Kin]:
    """Who represents the person, in force first. Their names belong to the card of the represented."""
    return _kin(actor, _KIN.person_id == person.id, _KIN.representative_id)


def represented_by(actor: Actor, person: Person) -> list[Kin]:
    """Whom the person represents, as far as the reader may open them."""
    own = person.id == actor.person_id
    found = _kin(actor, _KIN.representative_id == person.id, _KIN.person_id)
    return [each for each in found if each.opens or own]


def qualifications_of(person: Person) -> Sequence[Qualification]:
    """What stands on the card, the latest first."""
    return db.session.scalars(
        sa.select(Qualification)
        .where(Qualification.person_id == person.id, Qualification.removed_at.is_(None))
        .order_by(Qualification.issued_on.desc(), Qualification.id.desc())
    ).all()


def facts_on_card(actor: Actor, person: Person) -> Sequence[Any]:
    """Rows (CareerFact, edits): facts of the organisations that the reader reaches, the latest first."""
    edits = _of_reached(actor, Permission.PERSON_EDIT).label("edits")
    query = (
        sa.select(CareerFact, edits)
        .where(CareerFact.person_id == person.id, CareerFact.removed_at.is_(None))
        .options(joinedload(CareerFact.organization))
        .order_by(CareerFact.happened_on.desc(), CareerFact.id.desc())
    )
    if not _is_close(actor, person):
        query = query.where(_of_reached(actor, Permission.PERSON_READ))
    return db.session.execute(query).all()


def find_place(actor: Actor, person: Person, key: str, permission: Permission) -> Membership:
    """A place of this person in an organisation where the actor has `permission`. Raises NotSeen."""
    return _one(
        sa.select(Membership)
        .where(Membership.public_id == key, Membership.person_id == person.id, place_in_reach(actor, permission))
        .options(joinedload(Membership.organization), joinedload(Membership.group), joinedload(Membership.home))
    )


def ended_place(actor: Actor, key: str, *, lock: bool = False) -> Membership:
    """A place in an organisation where the actor keeps cards, whether the person is still seen or not. Raises NotSeen.

    Nobody finds here who was erased, nor whose processing is restricted.
    """
    query = (
        sa.select(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.public_id == key, Membership.ends_on.is_not(None), Person.erased_on.is_(None),
            Person.restricted_on.is_(None), place_in_reach(actor, Permission.PERSON_EDIT),
        )
    )  # fmt: skip
    return _one(query.with_for_update(of=Membership) if lock else query)


def find_representation(person: Person, key: str) -> Representation:
    """A representation of this person. Raises NotSeen."""
    return _one(
        sa.select(Representation)
        .where(Representation.public_id == key, Representation.person_id == person.id)
        .options(joinedload(Representation.representative))
    )


def find_qualification(person: Person, key: str, *, removed: bool = False) -> Qualification:
    """A qualification of this person, one taken off the card only where `removed` says so. Raises NotSeen."""
    query = sa.select(Qualification).where(Qualification.public_id == key, Qualification.person_id == person.id)
    return _one(query if removed else query.where(Qualification.removed_at.is_(None)))


def find_fact(actor: Actor, person: Person, key: str, *, removed: bool = False) -> CareerFact:
    """A fact of this person that an organisation of the actor knows. Raises NotSeen."""
    query = sa.select(CareerFact).where(
        CareerFact.public_id == key, CareerFact.person_id == person.id, _of_reached(actor, Permission.PERSON_EDIT)
    )
    return _one(query if removed else query.where(CareerFact.removed_at.is_(None)))


def namesakes(organization: Organization, *, family_name: str, given_name: str, birth_on: date | None) -> list[Person]:
    """Persons whom the organisation knows, now or from earlier, under the same family and given name.

    An entry matches within its organisation only (decision 3). Who was born on another day is another person.
    """
    name = sort_key(f"{family_name} {given_name}")
    known = sa.exists().where(Membership.person_id == Person.id, Membership.organization_id == organization.id)
    query = sa.select(Person).where(
        known,
        Person.erased_on.is_(None),
        sa.or_(Person.sort_name == name, Person.sort_name.startswith(f"{name} ", autoescape=True)),
    )
    if birth_on:
        query = query.where(sa.or_(Person.birth_on.is_(None), Person.birth_on == birth_on))
    return list(db.session.scalars(query.order_by(Person.sort_name, Person.id).limit(MOST_NAMESAKES)))


def neighbours(organization: Organization) -> Sequence[Organization]:
    """Organisations around this one from which people come: partners of the town and its other schools."""
    if organization.municipality_id is None:
        return []
    return db.session.scalars(
        sa.select(Organization)
        .where(
            Organization.municipality_id == organization.municipality_id,
            Organization.id != organization.id,
            Organization.ends_on.is_(None),
            Organization.kind != OrganizationKind.DEPARTMENT,
        )
        .order_by(Organization.contour == Contour.INTERNAL, Organization.sort_name)
    ).all()


def _kin(actor: Actor, where: sa.ColumnElement[bool], other: Any) -> list[Kin]:
    """Lines about the people on the `other` side, with the clause of the gate beside each."""
    rows = db.session.execute(
        sa.select(_KIN, Person, allowed(actor, Permission.PERSON_READ, Person).label("opens"))
        .join(Person, Person.id == other)
        .where(where, Person.erased_on.is_(None))
        .order_by(_KIN.ends_on.is_not(None), Person.sort_name, _KIN.id)
    )
    return [Kin(said, found, opens, said.ends_on is None) for said, found, opens in rows]


def _is_close(actor: Actor, person: Person) -> bool:
    """Oneself or one's child: nothing on the card is hidden."""
    if actor.person_id is None:
        return False
    if person.id == actor.person_id:
        return True
    today = clock.today(actor.time_zone)
    return bool(db.session.scalar(sa.select(represents_child(actor.person_id, person.id, today))))


def _of_reached(actor: Actor, permission: Permission) -> sa.ColumnElement[bool]:
    reached = sa.select(Organization.id).where(allowed(actor, permission, Organization)).correlate(None)
    return CareerFact.organization_id.in_(reached)


def _one(query: sa.Select[Row]) -> Row:
    found = db.session.scalars(query).one_or_none()
    if found is None:
        raise NotSeen
    return found
