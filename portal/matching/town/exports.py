"""The town's base in the unified form of organisations (domain 5.1), as far as the consent to hand it over reaches."""

from typing import IO, Any

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Kind, Sheet, write_workbook
from portal.core.i18n import _
from portal.matching.exports import sheet_about
from portal.matching.town import words
from portal.matching.town.queries import TownFilter, entries_of, find_people_of_town

KIND = "matching.town"
COLUMNS = (
    (_("№"), 6, Kind.NUMBER), (_("Фамилия, имя, отчество"), 34, Kind.TEXT), (_("Роль в программе"), 22, Kind.TEXT),
    (_("Организация"), 28, Kind.TEXT), (_("Место работы или учёбы"), 30, Kind.TEXT),
    (_("Основной запрос"), 60, Kind.TEXT), (_("Форма наставничества"), 40, Kind.TEXT),
    (_("Контакты"), 40, Kind.TEXT), (_("Год рождения"), 12, Kind.NUMBER),
    (_("Дата вхождения в программу"), 16, Kind.DATE),
)  # fmt: skip


def write_town(actor: Actor, wanted: TownFilter, target: IO[bytes]) -> tuple[int, set[int]]:
    """Write the workbook; returns how many rows it has, and the ids of the persons in it.

    Contacts, year of birth and the day of entering stand only where the wording that was signed names them
    (`coverage`); names of the other side stay with the organisation.
    """
    today = clock.today(actor.time_zone)
    people = db.session.scalars(find_people_of_town(actor, wanted, today)).all()
    entries = entries_of(actor, people, wanted, today)
    rows: list[tuple[Any, ...]] = [
        (n, each.person.full_name, words.role_in_words(each), words.homes_in_words(each), words.place_in_words(each),
         words.goals_in_words(each), words.formats_in_words(each), words.contacts_in_words(each) or None,
         words.birth_year(each), words.entered_on(each))
        for n, each in enumerate(entries, 1)
    ]  # fmt: skip
    titled = [Column(title=title, width=width, kind=kind) for title, width, kind in COLUMNS]
    sheets = [Sheet(name=_("База муниципалитета"), columns=titled, rows=rows, freeze_columns=2),
              sheet_about(wanted, rows)]  # fmt: skip
    write_workbook(target, Book(title=_("База муниципалитета"), sheets=sheets, zone=actor.time_zone))
    return len(rows), {one for each in entries for one in each.person_ids}
