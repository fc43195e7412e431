"""Tables that leave the portal are inert, typed and equal for equal input (reliability S5, performance.md)."""

import csv
import io
import re
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from portal.core.export import Book, Column, Kind, Sheet, sheet_name, write_csv, write_workbook

PAYLOADS = [
    "=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.com", "mailto:a@b.example", "\t=1",
    "\r=1", "{=1}", "=cmd|' /C calc'!A0", "00123", "1e5", "\x00\x07bell", "\ud800", "текст\nдва", "_x000D_",
]  # fmt: skip
COLUMNS = [
    Column(title="=Вопрос", comment="=полный текст вопроса", width=30),
    Column(title="Число", kind=Kind.NUMBER),
    Column(title="Доля", kind=Kind.PERCENT),
    Column(title="День", kind=Kind.DATE),
    Column(title="Когда", kind=Kind.MOMENT),
]


def book(rows: Any, draw: Any = None) -> Book:
    return Book(
        title="Ответы", zone="Asia/Irkutsk", sheets=[Sheet(name="Ответы", columns=COLUMNS, rows=rows, draw=draw)]
    )


def written(wanted: Book) -> bytes:
    out = io.BytesIO()
    write_workbook(out, wanted)
    return out.getvalue()


def test_cells_keep_their_types() -> None:
    moment = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
    row = ["00123", 4.5, 0.25, date(2026, 11, 20), moment]
    sheet = openpyxl.load_workbook(io.BytesIO(written(book([row, [None, None, True, None, 10**16]])))).active
    assert sheet
    assert [cell.value for cell in sheet[2]] == [
        "00123", 4.5, 0.25, datetime(2026, 11, 20), datetime(2026, 11, 20, 14, 0),  # noqa: DTZ001
    ]  # fmt: skip
    assert [cell.value for cell in sheet[3]] == [None, None, "да", None, str(10**16)]
    assert sheet["A1"].comment.text == "=полный текст вопроса"
    assert sheet.freeze_panes == "A2"


def test_no_text_becomes_a_formula_or_a_link() -> None:
    content = written(book([[text, text, text, text, text] for text in PAYLOADS]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        inside = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels")))
    assert "<f>" not in inside
    assert "<hyperlink" not in inside
    assert "relationships/hyperlink" not in inside
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet
    assert sheet["A1"].value == "=Вопрос"
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "inlineStr"}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(book([["а", 1, 0.5, None, None]])) == written(book([["а", 1, 0.5, None, None]]))
    with zipfile.ZipFile(io.BytesIO(written(book([])))) as archive:
        assert b"2025-01-01T00:00:00Z" in archive.read("docProps/core.xml")
    target = tmp_path / "a.xlsx"
    write_workbook(target, book([["а", 1, 0.5, None, None]]))
    assert target.read_bytes() == written(book([["а", 1, 0.5, None, None]]))


def test_native_charts_are_passed_through() -> None:
    def draw(workbook: Any, worksheet: Any) -> None:
        chart = workbook.add_chart({"type": "bar"})
        chart.add_series({"values": "=Ответы!$B$2:$B$3"})
        worksheet.insert_chart("H2", chart)

    with zipfile.ZipFile(io.BytesIO(written(book([["а", 1, 0, None, None]], draw)))) as archive:
        assert "xl/charts/chart1.xml" in archive.namelist()


def test_memory_does_not_grow_with_rows(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        tracemalloc.start()
        write_workbook(tmp_path / "big.xlsx", book([f"ответ {n}", n, 0.5, None, None] for n in range(rows)))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(50)  # what is imported on first use does not count
    assert peak(4_000) < 2 * peak(1_000)


@pytest.mark.parametrize(
    "name", ["a[b]:c*?/\\", "'quoted'", "", "очень длинное имя листа, длиннее тридцати одного знака", "\x00"]
)
def test_names_of_sheets_are_acceptable_and_unlike(name: str) -> None:
    taken: set[str] = set()
    first, second = sheet_name(name, taken), sheet_name(name.upper(), taken)
    for one in (first, second):
        assert 0 < len(one) <= 31
        assert not re.search(r"[\[\]:*?/\\]", one)
    assert first.casefold() != second.casefold()


def test_csv_is_inert_and_reads_in_russian_excel() -> None:
    content = b"".join(write_csv(["=Вопрос", "Число"], [[text, -1.5] for text in PAYLOADS]))
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["'=Вопрос", "Число"]
    assert rows[1] == ["'=1+1", "-1,5"]
    assert [row[0] for row in rows if row[0].startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def test_csv_comes_in_pieces() -> None:
    pieces = write_csv(["а"], ([n] for n in range(2_000)))
    assert next(pieces).count(b"\r\n") == 1, "the headings go out at once"
    assert next(pieces).count(b"\r\n") == 500
    assert len(list(pieces)) == 4
