"""A city of 20,000 people, 6,000 pairs and 120,000 meetings beside the floor: registers, desks, pages, workbooks.

`python -m tests.bench.city KIND FOLDER` writes one workbook in a process of its own and prints JSON; KIND is `pairs`
or `people` for the portal's and `raw_…` for bare XlsxWriter with the same cells.
"""

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import xlsxwriter

from portal.access.actor import Actor, Grant
from portal.access.roles import Role
from portal.core.db import db, gather_statistics, read_apart
from portal.core.export import Book, Kind
from portal.core.migrations import upgrade
from portal.demo.city import CITY, Size, load_city
from portal.mentorships.kinds import MentorshipState
from portal.mentorships.models import Mentorship
from portal.mentorships.registry import exports as pair_exports
from portal.mentorships.registry.queries import PairFilter
from portal.people import exports as people_exports
from portal.people.models import Organization
from portal.people.queries import RegisterFilter
from portal.settings import Settings
from tests.bench.places import cookie_of, opened, settings_in
from tests.serving import ROOT

READERS = ("operator", "curator", "mentor")
SIZE = Size(
    organizations=CITY.organizations - 7, people=CITY.people - 150, waves=0, responses=0, largest=0,
    pairs=CITY.pairs - 50, meetings=CITY.meetings - 100,
)  # fmt: skip
# Measure, whose, path (PAIR is a pair of the curator's), goal against the floor's page.
PAGES = (
    ("главная наставника", "mentor", "/", 0.3),
    ("главная куратора", "curator", "/", 0.3),
    ("реестр 6 000 пар", "operator", "/mentorships", 0.35),
    ("реестр пар, страница 50", "operator", "/mentorships?page=50", 0.35),
    ("реестр пар, отбор по статусу", "operator", "/mentorships?state=active", 0.35),
    ("реестр людей", "curator", "/people", 0.35),
    ("реестр людей, страница 50", "curator", "/people?page=50", 0.35),
    ("реестр людей, поиск", "curator", "/people?q=%D0%9E%D1%80%D0%BB%D0%BE%D0%B2%D0%B0", 0.35),
    ("база наставников", "operator", "/mentors", 0.35),
    ("запросы", "operator", "/requests", 0.35),
    ("страница пары", "curator", "/mentorships/PAIR", 0.3),
    ("встречи пары", "curator", "/mentorships/PAIR/meetings", 0.3),
    ("кому нужен куратор", "curator", "/mentorships/health", 0.3),
)


def build_city(folder: Path) -> Settings:
    """The city in a database of its own: people, pairs and meetings, nothing else beyond the town."""
    folder.mkdir()
    settings = settings_in(folder)
    with opened(settings):
        upgrade()
        load_city(more=SIZE)
        gather_statistics()
        db.session.commit()
    return settings


def cookies_in(settings: Settings) -> dict[str, str]:
    """A signed-in browser of each reader."""
    with opened(settings) as app:
        found = {login: cookie_of(app, f"{login}@demo.example") for login in READERS}
        db.session.commit()
    return found


def pair_in(settings: Settings) -> str:
    """The last working pair of the city in the college of the cast."""
    with opened(settings):
        found = sa.select(Mentorship.public_id).where(Mentorship.state == MentorshipState.ACTIVE)
        return str(db.session.scalars(found.order_by(Mentorship.id.desc())).first())


def seconds_of(kind: str, settings: Settings) -> float:
    """How long one workbook took, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.city", kind, settings.var_dir]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return float(json.loads(said.splitlines()[-1])["seconds"])


def main(kind: str, folder: str) -> None:
    """Write the workbook; of a raw one the cells are gathered before the watch starts."""
    with opened(settings_in(Path(folder))), read_apart():
        actor = _curator_of_all()
        books: list[Book] = []
        if kind.startswith("raw_"):
            room = pair_exports if kind == "raw_pairs" else people_exports
            room.write_workbook = lambda target, book: books.append(_kept(book))  # type: ignore[attr-defined]
            _write(kind.removeprefix("raw_"), actor)
        began = time.perf_counter()
        if books:
            _write_raw(books[0])
        else:
            _write(kind, actor)
        print(json.dumps({"seconds": time.perf_counter() - began}))


def _write(kind: str, actor: Actor) -> None:
    if kind == "pairs":
        pair_exports.write_pairs(actor, PairFilter(), io.BytesIO())
    else:
        people_exports.write_register(actor, RegisterFilter(), io.BytesIO())


def _curator_of_all() -> Actor:
    ids = db.session.scalars(sa.select(Organization.id)).all()
    grants = [Grant(role=role, organization_id=each) for each in ids for role in (Role.CURATOR, Role.DIRECTOR)]
    return Actor(person_id=None, grants=tuple(grants), time_zone="Asia/Irkutsk")


def _kept(book: Book) -> Book:
    for sheet in book.sheets:
        object.__setattr__(sheet, "rows", list(sheet.rows))
    return book


def _write_raw(book: Book) -> None:
    """The same cells, typed, with nothing else in the file."""
    made = xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True})
    day = made.add_format({"num_format": "dd.mm.yyyy"})
    for sheet in book.sheets:
        page = made.add_worksheet()
        kinds = [column.kind for column in sheet.columns]
        for place, column in enumerate(sheet.columns):
            page.write_string(0, place, column.title)
        for number, row in enumerate(sheet.rows, 1):
            _write_row(page, number, zip(kinds, row, strict=False), day)
    made.close()


def _write_row(page: Any, number: int, cells: Iterator[tuple[Kind, Any]], day: Any) -> None:
    for place, (kind, cell) in enumerate(cells):
        if cell is None:
            continue
        if kind in (Kind.DATE, Kind.MOMENT) and not isinstance(cell, str):
            page.write_datetime(number, place, cell, day)
        elif isinstance(cell, int | float):
            page.write_number(number, place, cell)
        else:
            page.write_string(number, place, str(cell))


if __name__ == "__main__":
    main(*sys.argv[1:3])
