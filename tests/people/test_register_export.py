"""The register as a workbook: the headings of the import, only whom the reader may export, text that stays text."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from openpyxl import load_workbook

from portal.access.actor import Actor
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.people import actions as people
from portal.people.columns import HEADINGS
from portal.people.kinds import MembershipKind

SYSTEM = Actor.system("tests")


def sheet_of(answer: Any) -> list[list[Any]]:
    assert answer.status_code == 200
    return [list(row) for row in load_workbook(io.BytesIO(answer.data))["Люди"].iter_rows(values_only=True)]


def test_headings_are_those_of_the_paper_and_rows_say_what_the_card_says(world: Any, client_as: Any) -> None:
    rows = sheet_of(client_as("kira").get("/people/people.xlsx"))
    assert tuple(rows[0]) == HEADINGS
    paper = Path("docs/data-formats.md").read_text(encoding="utf-8")
    assert [heading for heading in HEADINGS if f"`{heading}`" not in paper] == []
    pasha = dict(zip(HEADINGS, next(row for row in rows if row[0] == "Седов"), strict=True))
    assert (pasha["Имя"], pasha["Кем приходится"], pasha["Группа или класс"]) == ("Паша", "Учится", "М-21")
    assert pasha["Дата рождения"].date() == date(2011, 5, 5)
    assert pasha["Представитель: Фамилия"] == "Седова"
    assert pasha["Представитель: Кем приходится"] == "мать"


def test_a_second_representative_is_a_further_row(world: Any, client_as: Any) -> None:
    people.add_representation(SYSTEM, world.pasha, world.denis, relation="опекун", starts_on=date(2026, 9, 1))
    db.session.commit()
    rows = [row for row in sheet_of(client_as("kira").get("/people/people.xlsx")) if row[:2] == ["Седов", "Паша"]]
    assert [row[12] for row in rows] == ["Седова", "Громов"]


def test_the_file_holds_nobody_of_another_school_and_leaves_its_trail(world: Any, client_as: Any) -> None:
    rows = sheet_of(client_as("karim").get("/people/people.xlsx?kind=employee"))
    assert {row[0] for row in rows[1:]} == {"Юсупов", "Зимина", "Фомина"}
    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == AuditEvent.REGISTER_EXPORTED)).one()
    assert entry.changes == {"kind": "people.register", "rows": 3, "filters": ["kind"]}
    assert client_as("polina").get("/people/people.xlsx").status_code == 403
    assert client_as("kira").post("/people/people.xlsx").status_code in (400, 405)


def test_text_is_never_a_formula(world: Any, client_as: Any) -> None:
    person = people.add_person(SYSTEM, family_name="=1+1", given_name="@SUM(A1)")
    people.add_membership(SYSTEM, person, world.school_1, kind=MembershipKind.EMPLOYEE, starts_on=date(2026, 9, 1))
    db.session.commit()
    book = load_workbook(io.BytesIO(client_as("kira").get("/people/people.xlsx").data))
    cells = [row[0] for row in book["Люди"].iter_rows() if row[0].value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
