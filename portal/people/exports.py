"""The register as a table: the headings are those that the import takes (docs/data-formats.md)."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import IO, Any, Protocol

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.people import columns
from portal.people.columns import HEADINGS, KIND_WORDS
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person, Representation
from portal.people.periods import in_force
from portal.people.queries import RegisterFilter, find_people, places_of

BATCH = 200
KIND = "people.register"
DATES = {columns.BIRTH_ON, columns.STARTS_ON, columns.CAREER_BEGAN_ON}
WIDTHS = {columns.EMAIL: 26, columns.POST: 28, columns.SUBJECT: 24, columns.REPRESENTATIVE_EMAIL: 26}
Row = Sequence[Any]


def count_register(actor: Actor, wanted: RegisterFilter) -> int:
    """How many people an export would hand out."""
    query = find_people(actor, wanted, permission=Permission.REGISTER_EXPORT).order_by(None)
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def write_register(actor: Actor, wanted: RegisterFilter, target: IO[bytes]) -> tuple[int, set[int]]:
    """Write the workbook; returns how many rows it has and the ids of the persons in it.

    One row a place; a second representative is a further row.
    """
    subjects: set[int] = set()
    rows = list(register_rows(actor, wanted, subjects))
    titled = [
        Column(title=heading, width=WIDTHS.get(heading, 16), kind=Kind.DATE if heading in DATES else Kind.TEXT)
        for heading in HEADINGS
    ]
    about = [
        (_("Составлено"), clock.now()),
        (_("Строк"), len(rows)),
        (_("Условия отбора"), ", ".join(f"{name}={value}" for name, value in wanted.as_args.items()) or _("нет")),
        (_("SHA-256 строк"), hashlib.sha256(repr(rows).encode()).hexdigest()),
    ]
    book = Book(
        title=_("Реестр людей"),
        sheets=[
            Sheet(name=_("Люди"), columns=titled, rows=rows, freeze_columns=2),
            Sheet(name=_("Сведения"), columns=[Column(title=_("Что"), width=24), Column(title=_("Значение"), width=70)],
                  rows=about),
        ],
        zone=actor.time_zone,
    )  # fmt: skip
    write_workbook(target, book)
    return len(rows), subjects


def register_rows(actor: Actor, wanted: RegisterFilter, subjects: set[int]) -> Iterator[Row]:
    """Rows in the order of the register, each person with the places and representatives of today.

    Ids of everybody whose data a row holds are added to `subjects`.
    """
    today = clock.today(actor.time_zone)
    found = db.session.scalars(find_people(actor, wanted, permission=Permission.REGISTER_EXPORT)).all()
    for start in range(0, len(found), BATCH):
        people = found[start : start + BATCH]
        ids = [person.id for person in people]
        places = places_of(actor, ids, Permission.REGISTER_EXPORT, today)
        representatives = _representatives(ids, today)
        subjects.update(ids, (kin.id for each in representatives.values() for _said, kin in each))
        for person in people:
            yield from _rows_of(person, places.get(person.id, []), representatives.get(person.id, []))


class Chosen(Protocol):
    """What a reader chose above a list."""

    @property
    def as_args(self) -> dict[str, str]:
        """As fields of an address."""
        ...


def fingerprint(wanted: Chosen) -> str:
    """Which choice of people a file holds, without what was typed: an approval is for this very choice."""
    return hashlib.sha256(repr(sorted(wanted.as_args.items())).encode()).hexdigest()[:20]


def file_name(actor: Actor) -> str:
    """«Реестр людей 2026-11-20.xlsx»."""
    return _("Реестр людей %(day)s.xlsx", day=clock.today(actor.time_zone).isoformat())


def organization_of(actor: Actor, permission: Permission = Permission.REGISTER_EXPORT) -> int | None:
    """The one organisation in which the actor exports, for the trail and for the second person; None for several."""
    ids = {grant.organization_id for grant in actor.grants if scope_of(permission, grant.role) is not Scope.NONE}
    return ids.pop() if len(ids) == 1 else None


def _rows_of(
    person: Person, places: list[Membership], representatives: list[tuple[Representation, Person]]
) -> Iterator[Row]:
    """A row a place, then a row for each representative past the first."""
    for number, place in enumerate(places):
        yield _row(person, place, representatives[0] if representatives and number == 0 else None)
    for each in representatives[1:]:
        if places:
            yield _row(person, places[0], each)


def _row(person: Person, place: Membership, kin: tuple[Representation, Person] | None) -> Row:
    own = (person.family_name, person.given_name, person.patronymic, person.birth_on, person.email, person.phone)
    there = (
        KIND_WORDS[MembershipKind(place.kind)], place.group.name if place.group else None, place.post, place.subject,
        place.starts_on, person.career_began_on,
    )  # fmt: skip
    return (*own, *there, *(_kin_cells(*kin) if kin else (None,) * 6))


def _kin_cells(representation: Representation, person: Person) -> Row:
    return (
        person.family_name, person.given_name, person.patronymic, representation.relation, person.email, person.phone,
    )  # fmt: skip


def _representatives(person_ids: list[int], on: Any) -> dict[int, list[tuple[Representation, Person]]]:
    rows = db.session.execute(
        sa.select(Representation, Person)
        .join(Person, Person.id == Representation.representative_id)
        .where(Representation.person_id.in_(person_ids), in_force(Representation, on), Person.erased_on.is_(None))
        .order_by(Representation.id)
    )
    found: dict[int, list[tuple[Representation, Person]]] = {}
    for representation, person in rows:
        found.setdefault(representation.person_id, []).append((representation, person))
    return found
