"""Everything that is held about one person, in words: the data card and the access package read it from here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

import surveys.erasing  # noqa: F401 — all three tell the walkers what keys cannot find
from portal.accounts.models import User
from portal.core.db import Base, db
from portal.core.i18n import _
from portal.core.personal_data import Basis, Handling, handling_of
from portal.core.subjects import Held, Subject, collect
from portal.events.models import Event
from portal.people.erasing import subject_of
from portal.people.models import Person
from portal.privacy import words
from portal.privacy.column_words import DULL, SECRET

HIDDEN = {"disclosure_subject", "incident_subject", "submission_key", "audit_entry", "job", "disclosure"}
NAMES = ("short_name", "title", "name")
AUTHORS_ONLY: dict[str, tuple[str, ...]] = {"curator_call": (), "closing_word": ("review",)}
"""What only its author reads, not even a representative: a table, whole where no columns are named."""
CALLS = "/calls/"
"""Notices that lead here say that somebody told the curator: they go with what was told, to its author alone."""


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of the card: its rows as pairs of column and words, and on what basis they are held."""

    table: str
    title: str
    basis: str
    purpose: str
    term: str
    seen_by: str
    rows: list[dict[str, str]] = field(default_factory=list)


def find_subject(person: Person) -> Subject:
    """The person with every name for sign-in."""
    return subject_of(person, *db.session.scalars(sa.select(User.login).where(User.person_id == person.id)))


def holdings_of(person: Person, zone: str, *, is_own: bool = True) -> list[Section]:
    """The card: every table that holds something about the person, other people masked, secrets left out.

    For somebody else than the person (not `is_own`) what is AUTHORS_ONLY is left out as well.
    """
    found = [held for held in collect(find_subject(person)) if held.table not in HIDDEN]
    if not is_own:
        found = [each for held in found if (each := _without_words_of_the_author(held)) is not None]
    return [section(held, person.id, zone) for held in sorted(found, key=lambda held: words.order_of(held.table))]


def _without_words_of_the_author(held: Held) -> Held | None:
    columns = AUTHORS_ONLY.get(held.table)
    if held.table == "notice":
        closed = (CALLS, *(f"/events/{public_id}" for public_id in _restricted_events().values()))
        return Held(table=held.table, rows=[row for row in held.rows if not row["path"].startswith(closed)])
    if held.table == "event_registration":
        restricted = _restricted_events()
        return Held(table=held.table, rows=[row for row in held.rows if row["event_id"] not in restricted])
    if columns is None:
        return held
    kept = [{name: value for name, value in row.items() if name not in columns} for row in held.rows]
    return Held(table=held.table, rows=kept) if columns else None


def _restricted_events() -> dict[int, str]:
    """Trainings of which only who leads them and who takes part know the people: id → public id."""
    rows = db.session.execute(sa.select(Event.id, Event.public_id).where(Event.is_restricted.is_(True)))
    return {row.id: row.public_id for row in rows}


def section(held: Held, person_id: int, zone: str) -> Section:
    """Rows of one table in words."""
    handling = _main(held.table)
    reader = _Reader(held.table, person_id, _names_of(held), zone)
    rows = [reader.row(row) for row in held.rows]
    return Section(
        table=held.table, title=words.table_name(held.table), rows=[row for row in rows if row],
        basis=words.BASES[handling.basis] if handling else _("работа портала"),
        purpose=handling.purpose if handling else _("работа портала"), term=handling.term if handling else "",
        seen_by=words.SEEN_BY.get(handling.category, "") if handling else "",
    )  # fmt: skip


def _main(table: str) -> Handling | None:
    """The handling of the table's first personal column: one table has one purpose."""
    found = (handling_of(column) for column in Base.metadata.tables[table].columns)
    return next((each for each in found if each and each.basis is not Basis.NOT_PERSONAL), None)


@dataclass(frozen=True)
class _Reader:
    """Turns rows of one table into words for one person."""

    table: str
    person_id: int
    names: dict[tuple[str, int], str]
    zone: str

    def row(self, row: dict[str, Any]) -> dict[str, str]:
        """The columns that say something, by their names."""
        shown = {}
        for column, value in row.items():
            is_dull = column in DULL or column in SECRET
            if is_dull or (column == "person_id" and value == self.person_id):
                continue
            text = self._told(column, value)
            if text:
                shown[words.column_name(column)] = text
        return shown

    def _told(self, column: str, value: Any) -> str:
        """The value, or the name of what a key points to; another person is nobody here (152-ФЗ ст. 14 ч. 8 п. 4)."""
        target = _target(self.table, column)
        if target is None or value is None:
            return words.said(column, value, self.zone)
        if target == "person":
            return _("вы") if value == self.person_id else _("другой человек")
        return self.names.get((target, value), "")


def _target(table: str, column: str) -> str | None:
    found = Base.metadata.tables[table].c.get(column)
    key = next(iter(found.foreign_keys), None) if found is not None else None
    return key.column.table.name if key else None


def _names_of(held: Held) -> dict[tuple[str, int], str]:
    """Names of organisations, groups, texts and the like that the rows point to: one query a target."""
    wanted: dict[str, set[int]] = {}
    for row in held.rows:
        for column, value in row.items():
            target = _target(held.table, column)
            if target and target != "person" and value is not None:
                wanted.setdefault(target, set()).add(value)
    return {(target, key): name for target, keys in wanted.items() for key, name in _titles(target, keys)}


def _titles(target: str, keys: Iterable[int]) -> Iterable[tuple[int, str]]:
    table = Base.metadata.tables[target]
    name = next((table.c[column] for column in NAMES if column in table.c and _is_plain(table.c[column])), None)
    if name is None:
        return []
    rows = db.session.execute(sa.select(table.c.id, name).where(table.c.id.in_(sorted(keys))))
    return [(row[0], row[1]) for row in rows]


def _is_plain(column: sa.Column[Any]) -> bool:
    handling = handling_of(column)
    return handling is not None and handling.basis is Basis.NOT_PERSONAL
