"""The base of mentees as a table in the columns of the customers; those about the mentor come with pairs.

The import reads the same headings (`matching.importing.columns`).
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import IO, Any, Protocol

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.matching.labels import origin_label, state_label, variant_label
from portal.matching.languages import languages_in_words
from portal.matching.models import MentoringRequest
from portal.matching.queries import RequestFilter, find_requests
from portal.people.ages import ADULT_FROM
from portal.people.models import Person, Representation
from portal.people.periods import age_on, in_force
from portal.people.queries import places_of

KIND = "matching.requests"
BATCH = 500
COLUMNS = (
    (_("№"), 6, Kind.NUMBER), (_("Наставляемый"), 30, Kind.TEXT), (_("Контакты"), 40, Kind.TEXT),
    (_("Год рождения"), 12, Kind.NUMBER), (_("Организация"), 20, Kind.TEXT), (_("Группа"), 12, Kind.TEXT),
    (_("Должность"), 26, Kind.TEXT), (_("Основной запрос"), 60, Kind.TEXT), (_("Языки"), 18, Kind.TEXT),
    (_("Категория"), 28, Kind.TEXT), (_("Форма наставничества"), 24, Kind.TEXT), (_("Год программы"), 14, Kind.TEXT),
    (_("От кого запрос"), 20, Kind.TEXT), (_("Когда человек согласился"), 16, Kind.DATE),
    (_("Состояние"), 18, Kind.TEXT), (_("Решение"), 30, Kind.TEXT),
    (_("Дата вхождения в программу"), 16, Kind.DATE), (_("Дата завершения"), 16, Kind.DATE),
)  # fmt: skip


class Choice(Protocol):
    """What was chosen above a register."""

    @property
    def as_args(self) -> dict[str, str]:
        """As fields of an address."""


def write_requests(actor: Actor, wanted: RequestFilter, target: IO[bytes]) -> tuple[int, set[int]]:
    """Write the workbook with requests that the actor keeps; returns how many, and the ids of the persons in it."""
    today = clock.today(actor.time_zone)
    found = db.session.execute(find_requests(actor, wanted, today, permission=Permission.REQUEST_EDIT)).all()
    people = [row.MentoringRequest.person for row in found]
    children = {each.id for each in people if each.birth_on and age_on(each.birth_on, today) < ADULT_FROM}
    kin = representatives_of(sorted(children), today)
    posts = _posts_of(actor, [each.id for each in people], today)
    rows = [_row(n, row.MentoringRequest, row.group_name, posts, kin) for n, row in enumerate(found, 1)]
    titled = [Column(title=title, width=width, kind=kind) for title, width, kind in COLUMNS]
    sheets = [Sheet(name=_("Наставляемые"), columns=titled, rows=rows, freeze_columns=2), sheet_about(wanted, rows)]
    write_workbook(target, Book(title=_("База наставляемых"), sheets=sheets, zone=actor.time_zone))
    return len(rows), {each.id for each in people} | {one.id for several in kin.values() for one in several}


def fingerprint(wanted: Choice) -> str:
    """Names the choice for an approval, without the words that were typed."""
    return hashlib.sha256(repr(sorted(wanted.as_args.items())).encode()).hexdigest()[:40]


def sheet_about(wanted: Choice, rows: Sequence[Any]) -> Sheet:
    """When and by which choice the table was made, and what proves that it is whole."""
    about = [
        (_("Составлено"), clock.now()),
        (_("Строк"), len(rows)),
        (_("Условия отбора"), ", ".join(f"{name}={value}" for name, value in wanted.as_args.items()) or _("нет")),
        (_("SHA-256 строк"), hashlib.sha256(repr(rows).encode()).hexdigest()),
    ]
    facts = [Column(title=_("Что"), width=24), Column(title=_("Значение"), width=70)]
    return Sheet(name=_("Сведения"), columns=facts, rows=about)


def _posts_of(actor: Actor, ids: list[int], on: date) -> dict[tuple[int, int], str]:
    """(person, organisation) → posts there."""
    posts: dict[tuple[int, int], str] = {}
    for start in range(0, len(ids), BATCH):
        places = places_of(actor, ids[start : start + BATCH], Permission.REQUEST_EDIT, on)
        for place in (place for several in places.values() for place in several if place.post):
            posts.setdefault((place.person_id, place.organization_id), place.post)
    return posts


def _row(
    n: int, asked: MentoringRequest, group: str | None, posts: dict[tuple[int, int], str], kin: dict[int, list[Person]]
) -> Sequence[Any]:
    person = asked.person
    return (
        n, person.full_name, contacts_of(person, kin.get(person.id)), person.birth_on.year if person.birth_on else None,
        asked.organization.short_name, group, posts.get((person.id, asked.organization_id)), asked.goal,
        languages_in_words(asked.languages), variant_label(asked.variant), asked.format.name, asked.cycle.name,
        origin_label(asked.origin), asked.agreed_on,
        state_label(asked.state), asked.decision, asked.decided_on, asked.ends_on,
    )  # fmt: skip


def contacts_of(person: Person, kin: Sequence[Person] | None) -> str:
    """Phone and mail; a child's contacts are those of who represents it by law (domain 5.1)."""
    contacts = [
        ", ".join(filter(None, (one.full_name if one is not person else "", one.phone, one.email)))
        for one in kin or [person]
    ]
    return "; ".join(filter(None, contacts))


def representatives_of(person_ids: list[int], on: date) -> dict[int, list[Person]]:
    """Person id → who represents that person by law on the day."""
    found: dict[int, list[Person]] = {}
    for start in range(0, len(person_ids), BATCH):
        rows = db.session.execute(
            sa.select(Representation.person_id, Person)
            .join(Person, Person.id == Representation.representative_id)
            .where(
                Representation.person_id.in_(person_ids[start : start + BATCH]), in_force(Representation, on),
                Person.erased_on.is_(None),
            )
            .order_by(Representation.id)
        )  # fmt: skip
        for child_id, person in rows:
            found.setdefault(child_id, []).append(person)
    return found
