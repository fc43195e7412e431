"""A list as a school really keeps it: headings in two rows, «9А», days in words, names in capitals."""

import io
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook

from portal.imports.headings import recognised
from portal.imports.reading import read_table
from portal.imports.wide_headings import second_row
from portal.people.importing.families import parents_in
from portal.people.importing.persons import COLUMNS
from portal.people.importing.values import Cells, date_in, group_code, in_small_letters


def test_a_second_row_of_headings_is_joined_with_the_wide_one_above(tmp_path: Any) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["МБОУ «СОШ № 12»"],
        ["№ п/п", "Ф.И.О.", "Класс", "Родители (законные представители)", "", "", "Прим."],
        ["", "", "", "Ф.И.О.", "телефон", "эл. почта", ""],
        ["1", "2", "3", "4", "5", "6", "7"],
        ["1", "Алёшина Мария", "9А", "Алёшина Ольга", "8-914-555-01-01", "olga@primer.example", ""],
    ):
        sheet.append(row)
    sheet.merge_cells("D2:F2")
    kept = io.BytesIO()
    book.save(kept)
    path = tmp_path / "list.xlsx"
    path.write_bytes(kept.getvalue())
    table = read_table(path, "list.xlsx")
    assert [number for number, _row in table.rows] == [5]

    class Kind:
        columns = COLUMNS

    found = recognised(Kind(), table.headings)  # type: ignore[arg-type]
    assert found == {"full_name": 1, "group": 2, "parent_full_name": 3, "parent_phone": 4, "parent_email": 5}


@pytest.mark.parametrize(
    "row",
    [["Иванов", "Пётр", "9А", ""], ["", "", "", "8-914"], ["", "", "9А", "Ольга"], ["Иванов", "", "", "мама"]],
)
def test_a_row_of_data_is_no_heading(row: list[str]) -> None:
    assert second_row(["Фамилия", "Имя", "Класс", ""], row) is None


@pytest.mark.parametrize(("said", "day"), [
    ("1 апреля 2011 г.", date(2011, 4, 1)), ("12 МАЯ 2010", date(2010, 5, 12)),
    ("3 октября 2009 года", date(2009, 10, 3)),
])  # fmt: skip
def test_a_day_in_words_is_a_day(said: str, day: date) -> None:
    assert date_in(said) == day


@pytest.mark.parametrize("said", ["31 февраля 2011", "06/05/11", "1 апрель 2011", "апреля 2011"])
def test_what_is_no_day_stays_an_error(said: str) -> None:
    with pytest.raises(ValueError, match=r"day|\d|апреля"):
        date_in(said)


def test_names_in_capitals_are_written_as_names() -> None:
    assert in_small_letters("ИВАНОВА-ПЕТРОВА") == "Иванова-Петрова"
    assert in_small_letters("И.А.") == "И.А."
    assert in_small_letters("О") == "О"
    assert in_small_letters("МакДональд") == "МакДональд"


def test_a_class_is_one_however_it_is_written() -> None:
    assert len({group_code(name) for name in ("9 «А»", "9А", "9 а", "9-А", '9 "А"', "9–а")}) == 1
    assert group_code("М-12") == group_code("м12")
    assert group_code("1-11") != group_code("11-1")
    assert group_code("М-1-2") != group_code("М-12")


def test_a_contact_that_there_is_not_is_no_mistake_and_two_parents_in_a_cell_are_said() -> None:
    values = {"parent_full_name": "Абрамов Пётр, Абрамова Анна", "phone": "нет", "email": "—"}
    cells = Cells(values, date(2026, 11, 20))
    assert (cells.phone("phone"), cells.email("email"), cells.problems) == ("", "", [])
    people: Any = None
    assert parents_in(values, cells, people, "абрамов иван") == []
    assert [(one.column, "двое" in one.text) for one in cells.problems] == [("parent_full_name", True)]
