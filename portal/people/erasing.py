"""What an erased person leaves in the register: a row without a name, so that totals and papers still add up."""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_plus

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db, run
from portal.core.row_erasure import blanks
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.core.text import sort_key
from portal.core.washing import ERASED_NAME, may_mention
from portal.imports.actions.forgetting import forget_rows
from portal.imports.models import ImportChange, ImportRow
from portal.people.models import Disclosure, Person

NAMES = ("family_name", "given_name", "patronymic", "sort_name", "birth_on", "email", "phone")
may_mention("import_batch", "file_name", "sheet", "headings")


def subject_of(person: Person, *logins: str) -> Subject:
    """The person as the walkers know them; `logins` are further words that texts may name the person by."""
    said = (person.email, person.phone, *logins)
    return Subject(
        person_id=person.id,
        public_id=person.public_id,
        names=(person.family_name, person.given_name, person.patronymic),
        addresses=tuple(dict.fromkeys(word for word in said if word)),
    )


def _count_person(erasing: Erasing) -> Iterable[Line]:
    yield Line(table="person", columns=NAMES, rows=int(erasing.is_whole), how="blanked")


@erases("person", counted_by=_count_person)
def erase_names(erasing: Erasing) -> Iterable[Line]:
    """The row of the person loses everything but its ids; lists and journals say «Участник удалён»."""
    if not erasing.is_whole:
        return
    gone = {**blanks(Person.__table__), "family_name": ERASED_NAME, "sort_name": sort_key(ERASED_NAME)}  # type: ignore[arg-type]
    today = clock.today("UTC")
    rows = run(
        sa.update(Person)
        .where(Person.id == erasing.subject.person_id)
        .values(**gone, erased_on=sa.func.coalesce(Person.erased_on, today), restricted_on=None)
    )
    yield Line(table="person", columns=NAMES, rows=rows, how="blanked")


@collects("person")
def own_card(subject: Subject) -> Iterable[Held]:
    """The row of the person."""
    query = sa.select(Person.__table__).where(Person.id == subject.person_id)
    yield Held(table="person", rows=[dict(row) for row in db.session.execute(query).mappings()])


def _count_paths(erasing: Erasing) -> Iterable[Line]:
    yield Line(table="disclosure", columns=("path",), rows=len(_paths(erasing)), how="blanked")


@erases(counted_by=_count_paths)
def erase_paths(erasing: Erasing) -> Iterable[Line]:
    """Addresses of large files may hold a name that was searched for."""
    ids = _paths(erasing)
    if ids:
        db.session.execute(sa.update(Disclosure).where(Disclosure.id.in_(ids)).values(path=""))
    yield Line(table="disclosure", columns=("path",), rows=len(ids), how="blanked")


def _paths(erasing: Erasing) -> list[int]:
    if not erasing.is_whole:
        return []
    maybe = db.session.execute(sa.select(Disclosure.id, Disclosure.path).where(Disclosure.path != "")).all()
    return [row.id for row in maybe if any(word in unquote_plus(row.path) for word in erasing.subject.words)]


def _count_imports(erasing: Erasing) -> Iterable[Line]:
    yield Line(table="import_row", columns=("cells",), rows=len(_import_rows(erasing)), how="blanked")


@erases("import_batch", "import_row", "import_change", counted_by=_count_imports)
def erase_imports(erasing: Erasing) -> Iterable[Line]:
    """Rows of loaded tables with the person, matched or not, and the files they came from."""
    ids = _import_rows(erasing)
    if ids:
        forget_rows(ids)
    yield Line(table="import_row", columns=("cells",), rows=len(ids), how="blanked")


@collects("import_batch", "import_row", "import_change")
def own_imports(subject: Subject) -> Iterable[Held]:
    """Cells of loaded tables that speak of the person."""
    ids = _import_rows(Erasing(subject=subject))
    query = sa.select(ImportRow.cells).where(ImportRow.id.in_(ids)).order_by(ImportRow.id)
    yield Held(table="import_row", rows=[{"cells": _own_cells(cells, subject)} for cells in db.session.scalars(query)])


def _own_cells(cells: dict[str, Any], subject: Subject) -> dict[str, Any]:
    """A row may name a parent beside the child: only what is the subject's own leaves the portal."""
    return {key: value for key, value in cells.items() if any(word in str(value) for word in subject.words)}


def _import_rows(erasing: Erasing) -> list[int]:
    """Rows that made or met the person, and rows in which the person is named."""
    if not erasing.is_whole:
        return []
    subject = erasing.subject
    made = sa.select(ImportChange.row_id).where(
        ImportChange.table_name == "person", ImportChange.ref_id == subject.person_id
    )
    maybe = db.session.execute(sa.select(ImportRow.id, ImportRow.cells, ImportRow.changes, ImportRow.problems)).all()
    kept = [row for row in maybe if row.cells or row.changes or row.problems]
    known = set(db.session.scalars(made))
    named = (row.id for row in kept if subject.is_named_in(_text(row)) or row.id in known)
    return sorted(named)


def _text(row: Any) -> str:
    return json.dumps([row.cells, row.changes, row.problems], ensure_ascii=False, default=str)
