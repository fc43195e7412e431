"""The access package: all that is held about one person as JSON and XLSX, with files and who looked (152-ФЗ ст. 14)."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from portal.core import clock
from portal.core.db import db
from portal.core.export import Book, Column, Sheet, write_workbook
from portal.core.files import StoredFile, open_file, safe_name, store
from portal.core.i18n import _
from portal.core.subjects import files_of
from portal.people.models import Person
from portal.privacy import words
from portal.privacy.queries.holdings import Section, find_subject, holdings_of
from portal.privacy.queries.places import operators_of
from portal.privacy.queries.views import View, in_words, looks_at
from surveys.erasing import uploads_of

SCHEMA = "territory.personal-data/1"
LARGEST = 500 * 2**20


def make_package(person: Person, zone: str, *, is_own: bool = True) -> StoredFile:
    """Write the package of the person and keep it as a stored file; other people are masked in it.

    For somebody else than the person (not `is_own`) it leaves out what only its author reads, and says so.
    """
    sections = holdings_of(person, zone, is_own=is_own)
    views = in_words(db.session.execute(looks_at(person)).all())
    with tempfile.TemporaryFile() as made:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
            data = json.dumps(as_data(person, sections, views, zone, is_own=is_own), ensure_ascii=False, indent=1)
            package.writestr("data.json", data)
            package.writestr("data.xlsx", _workbook(sections, views, zone))
            for name, content in _files(person):
                package.writestr(f"files/{name}", content)
        made.seek(0)
        return store(made, _("Персональные данные %(day)s.zip", day=clock.today(zone).isoformat()), made_here=True,
                     largest=LARGEST)  # fmt: skip


def as_data(
    person: Person, sections: list[Section], views: list[View], zone: str, *, is_own: bool
) -> dict[str, Any]:  # fmt: skip
    """The package for programs; `schema` changes when its shape does."""
    note = _("Ответы анонимных анкет сюда не входят: их нельзя связать с человеком. Другие люди скрыты.")
    return {
        "schema": SCHEMA,
        "made_at": clock.now().isoformat(),
        "time_zone": zone,
        "person": person.public_id,
        "operators": [organization.name for organization in operators_of(person, zone)],
        "held": [
            {
                "table": each.table, "title": each.title, "basis": each.basis, "purpose": each.purpose,
                "term": each.term, "seen_by": each.seen_by, "rows": each.rows,
            }
            for each in sections
        ],
        "views": [
            {"at": view.at.isoformat(), "role": view.role, "organization": view.organization, "how": view.how}
            for view in views
        ],
        "note": note if is_own else f"{note} {words.AUTHORS_ONLY}",
    }  # fmt: skip


def _workbook(sections: list[Section], views: list[View], zone: str) -> bytes:
    overview = Sheet(
        name=_("Что хранится"),
        columns=[Column(title=title, width=width) for title, width in (
            (_("Данные"), 30), (_("Строк"), 8), (_("Основание"), 14), (_("Зачем"), 40), (_("Сколько хранится"), 30),
            (_("Кто видит"), 50),
        )],
        rows=[[one.title, len(one.rows), one.basis, one.purpose, one.term, one.seen_by] for one in sections],
    )  # fmt: skip
    sheets = [overview, *(_sheet(one) for one in sections if one.rows), _views_sheet(views)]
    target = io.BytesIO()
    write_workbook(target, Book(title=_("Персональные данные"), sheets=sheets, zone=zone))
    return target.getvalue()


def _sheet(section: Section) -> Sheet:
    titles = list(dict.fromkeys(title for row in section.rows for title in row))
    rows = [[row.get(title, "") for title in titles] for row in section.rows]
    return Sheet(name=section.title, columns=[Column(title=title, width=24) for title in titles], rows=rows)


def _views_sheet(views: list[View]) -> Sheet:
    titles = ((_("Когда"), 20), (_("Роль"), 24), (_("Организация"), 30), (_("Что"), 40))
    rows = [[view.at, view.role, view.organization, view.how] for view in views]
    return Sheet(
        name=_("Кто смотрел"), columns=[Column(title=title, width=width) for title, width in titles], rows=rows
    )


def _files(person: Person) -> Iterator[tuple[str, bytes]]:
    taken: set[str] = set()
    subject = find_subject(person)
    for file in [*files_of(subject), *uploads_of(subject)]:
        name = safe_name(file.name)
        while name in taken:
            name = f"_{name}"
        taken.add(name)
        yield name, _content(open_file(file))


def _content(stream: IO[bytes]) -> bytes:
    with stream:
        return stream.read()
