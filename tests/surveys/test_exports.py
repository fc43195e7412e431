"""Files with results: they say what the page says, nothing in them calculates, and they can be checked."""

import csv
import hashlib
import io
import re
import tracemalloc
import zipfile

import openpyxl
import pytest

from portal.core.db import db
from portal.core.errors import Refusal
from surveys.exchange.answers.files import write_csv, write_xlsx
from surveys.exchange.answers.workbook import canonical
from surveys.mapping import from_mapping
from surveys.models import Mode
from surveys.results.asking import figures_for
from surveys.results.privacy import Reading
from tests.surveys.crowds import make_wave

ALL = Reading(names=True, k=1, k_texts=1)
FEW = Reading(names=False, k=5, k_texts=10)
HOSTILE = [
    "=1+1", "=HYPERLINK(\"http://evil.example\";\"x\")", "@SUM(A1:A9)", "+1+cmd|' /C calc'!A0", "-2+3", "\t=1+1",
    "http://evil.example", "https://evil.example/?a=1&b=2", "mailto:x@evil.example", "internal:Сводка!A1",
    "file:///etc/passwd", "external:c:\\temp.xlsx", "{=SUM(A1:A2)}", "<script>alert(1)</script>", "'=1+1", "Ответы",
    "Сводка!A1", "[Book]Sheet!A1", "_x000D_=1+1", "%0A=1+1",
]  # fmt: skip


def questionnaire(texts=HOSTILE):
    return from_mapping({"code": "hostile", "title": "=cmd", "items": [
        {"code": "NAME", "type": "text", "text": texts[0]},
        {"code": "PICK", "type": "single", "text": texts[6],
         "options": [{"value": f"v{n}", "label": text.strip()} for n, text in enumerate(texts)]},
        {"code": "MANY", "type": "multiple", "text": texts[2],
         "options": [{"value": "a", "label": texts[1]}, {"value": "o", "label": texts[4], "other": True}]},
        {"code": "MARK", "type": "scale10", "text": texts[3]},
        {"code": "T", "type": "matrix", "text": texts[8],
         "options": [{"value": 1, "label": texts[4]}, {"value": 2, "label": "2"}],
         "rows": [{"code": "T1", "label": texts[5].strip()}, {"code": "T2", "label": texts[9]}]},
        {"code": "R", "type": "ranking", "text": texts[10],
         "options": [{"value": "x", "label": texts[0]}, {"value": "y", "label": texts[7]}]},
        {"code": "N", "type": "number", "text": "Часов"},
        {"code": "D", "type": "date", "text": "Когда"},
    ]})  # fmt: skip


def answers(n):
    return [
        {"NAME": HOSTILE[i % len(HOSTILE)], "PICK": f"v{i % len(HOSTILE)}", "MANY": ["a", "o"],
         "MANY.other": HOSTILE[-1 - i % len(HOSTILE)], "MARK": 1 + i % 10, "T1": str(1 + i % 2), "T2": "__na__",
         "R": ["y", "x"], "N": 1.5, "D": "2026-11-17"}
        for i in range(n)
    ]  # fmt: skip


@pytest.fixture
def book(world):
    def make(reading, n=20, mode=Mode.NAMED):
        wave = make_wave(world.school_1, questionnaire(), answers(n), waiting=3, mode=mode, title="=Волна")
        stream = io.BytesIO()
        write_xlsx(wave, reading, stream)
        return wave, stream.getvalue()

    return make


def test_nothing_in_the_workbook_calculates_or_leads_away(book):
    _wave, data = book(ALL)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 4
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8", "replace")
            assert "<hyperlink " not in text.lower()
            assert 'TargetMode="External"' not in text
            assert not re.search(r"<f[ >]", text) or "/charts/" in name  # a chart refers to its cells by <c:f>
        assert not [name for name in parts.namelist() if "external" in name.lower()]


def test_every_text_comes_back_as_it_was(book):
    _wave, data = book(ALL)
    sheet = openpyxl.load_workbook(io.BytesIO(data))["Ответы"]
    head = [cell.value for cell in sheet[1]]
    column = head.index("NAME") + 1
    stored = [sheet.cell(row, column).value for row in range(3, sheet.max_row + 1)]
    assert sorted(map(plain, stored)) == sorted(HOSTILE)
    assert {
        sheet.cell(3, n + 1).data_type for n, code in enumerate(head) if code in ("NAME", "PICK", "MANY.other")
    } == {"s"}
    assert sheet.cell(3, head.index("MARK") + 1).data_type == "n"
    assert sheet.cell(3, head.index("D") + 1).is_date
    assert sheet.cell(2, head.index("PICK") + 1).value == HOSTILE[6]


def test_the_figures_of_the_file_are_those_of_the_page(book):
    wave, data = book(FEW)
    opened = openpyxl.load_workbook(io.BytesIO(data))
    assert opened.sheetnames == ["Кодификатор", "Сводка", "Сведения"]
    rows = [[plain(cell) for cell in row if cell is not None] for row in opened["Сводка"].iter_rows(values_only=True)]
    for item in figures_for(FEW, wave).items:
        for cells in item.table.rows:
            wanted = [cell for cell in cells if cell is not None]
            assert any(_same(row, wanted) for row in rows), (item.item.code, cells)
        for fact in item.facts:
            assert any(_same(row, [fact.label, fact.value]) for row in rows)
    assert ["Ответили из приглашённых", 20] in rows
    assert ["Приглашены", 23] in rows


def plain(cell):
    """openpyxl leaves the escape of «_x000D_» in a text; a spreadsheet does not."""
    return cell.replace("_x005F_", "_") if isinstance(cell, str) else cell


def _same(row, wanted):
    return len(row) == len(wanted) and all(
        cell == want if isinstance(want, str) else isinstance(cell, int | float) and abs(cell - want) < 1e-9
        for cell, want in zip(row, wanted, strict=True)
    )


def test_closed_questions_have_native_charts(book):
    _wave, data = book(FEW)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        charts = [name for name in parts.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(charts) == 6  # single, multiple, scale, matrix, ranking; the date by months


def test_18_the_sheet_of_facts_counts_the_rows_and_seals_them(book):
    _wave, data = book(ALL)
    opened = openpyxl.load_workbook(io.BytesIO(data))
    facts = {row[0]: row[1] for row in opened["Сведения"].iter_rows(values_only=True)}
    assert facts["Строк на листе «Ответы»"] == opened["Ответы"].max_row - 2 == 20
    digest = hashlib.sha256()
    for row in opened["Ответы"].iter_rows(min_row=3, values_only=True):
        digest.update(canonical([cell.date() if hasattr(cell, "date") else plain(cell) for cell in row]))
    assert facts["SHA-256 данных"] == digest.hexdigest()
    assert facts["Версия анкеты"] == 1
    assert facts["Анкета"] == "=Волна"


@pytest.mark.parametrize(("reading", "mode"), [(FEW, Mode.NAMED), (FEW, Mode.ANONYMOUS), (FEW, Mode.LINKED)])
def test_without_the_right_to_answers_there_is_no_sheet_of_answers_and_no_name(book, reading, mode):
    _wave, data = book(reading, mode=mode)
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        whole = "".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    assert "Ответов0" not in whole
    assert '<sheet name="Ответы"' not in whole


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_below_k_there_is_no_file(world, write):
    wave = make_wave(world.school_1, questionnaire(), answers(4))
    stream = io.BytesIO()
    with pytest.raises(Refusal, match="Данных мало: ответили 4 из 4"):
        write(wave, FEW, stream)
    assert stream.getvalue() == b""


def test_csv_opens_in_a_spreadsheet_and_calculates_nothing(world):
    wave = make_wave(world.school_1, questionnaire(), answers(20))
    stream = io.BytesIO()
    assert write_csv(wave, ALL, stream).rows == 20
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 21
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    figures = io.BytesIO()
    write_csv(wave, FEW, figures)
    assert "Ответов0" not in figures.getvalue().decode("utf-8-sig")


def test_19_memory_stays_flat(world):
    """Fifteen times the responses, hardly more memory: rows pass through."""
    peaks = []
    for n in (100, 1_500):
        wave = make_wave(world.school_1, questionnaire(), answers(n), family=f"Ф{n}")
        db.session.expire_all()
        write_xlsx(wave, ALL, io.BytesIO())  # what is cached once is not the measure
        tracemalloc.start()
        write_csv(wave, ALL, Sink())
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 8 * 2**20


class Sink(io.RawIOBase):
    def writable(self):
        return True

    def write(self, data):
        return len(data)
