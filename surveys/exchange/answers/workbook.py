"""The workbook of results: typed cells, text that stays text, a native chart for every closed question.

Rows are written once and forgotten (constant memory), so a sheet of 100,000 rows costs no more than one of ten.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from inspect import unwrap
from typing import IO, Any

from portal.core.export import CREATED, LONGEST_CELL, plain
from portal.core.i18n import _
from surveys.items import Cell, Column
from surveys.results.figures import ItemResult, Results
from surveys.results.tables import Format, Table

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
CHART_ROWS = 17  # a chart takes so many rows of the usual height
CHART_COLUMN = 7
WIDE, NARROW = 58, 14
HEAD_HEIGHT = 48
STEPS = ("#CEDAD6", "#B5CCC7", "#86AEA8", "#377971", "#0B5C52", "#16211E")  # as in the pictures of the page
CODEBOOK = (_("Код"), _("Вопрос"), _("Вид"), _("Значение"), _("Что значит"))
TITLES = (_("Ответы"), _("Кодификатор"), _("Сводка"), _("Сведения"))


class Workbook:
    """Sheets of one export. Every sheet is written from the top down, once."""

    def __init__(self, stream: IO[bytes], title: str) -> None:
        from xlsxwriter import Workbook as Book

        self._book = Book(stream, OPTIONS)
        self._book.set_properties({"title": plain(title), "created": CREATED})
        self._head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._title = self._book.add_format({"bold": True, "valign": "top"})
        self._plain = self._book.add_format({"valign": "top"})
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._day = self._book.add_format({"num_format": "dd.mm.yyyy"})
        self._moment = self._book.add_format({"num_format": "dd.mm.yyyy hh:mm", "align": "left"})
        self._formats: dict[Format, Any] = {
            "text": self._text,
            "count": self._book.add_format({"num_format": "#,##0"}),
            "percent": self._book.add_format({"num_format": "0.0%"}),
            "decimal": self._book.add_format({"num_format": "0.00"}),
        }

    def close(self) -> None:
        """Finish the file."""
        self._book.close()

    def write_answers(self, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> tuple[int, str]:
        """Codes, wordings, then a row a response; returns how many and the SHA-256 of them all."""
        sheet = self._add_sheet(TITLES[0])
        sheet.freeze_panes(2, 1)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, max(1, len(columns) - 1), NARROW)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, _cut(column.code), self._head)
        for place, column in enumerate(columns):
            sheet.write_string(1, place, _cut(column.title), self._head)
        write_string, write_number, write_datetime = _writers(type(sheet))
        digest, line = hashlib.sha256(), 1
        for line, cells in enumerate(rows, 2):
            for place, cell in enumerate(cells):
                if cell is None:
                    continue
                kind = type(cell)
                if kind is str:
                    write_string(sheet, line, place, _cut(cell))  # type: ignore[arg-type]
                elif kind is int or kind is float:
                    write_number(sheet, line, place, cell)
                else:
                    write_datetime(sheet, line, place, cell, self._day)
            digest.update(canonical(cells))
        return line - 1, digest.hexdigest()

    def write_codebook(self, rows: Iterable[Sequence[Cell]]) -> None:
        """What every code and every stored value means: code, question, kind, value, words."""
        sheet = self._add_sheet(TITLES[1])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, WIDE)
        sheet.set_column(2, 3, 20)
        sheet.set_column(4, 4, WIDE)
        self._row(sheet, 0, CODEBOOK, self._head)
        for number, cells in enumerate(rows, 1):
            self._row(sheet, number, cells)

    def write_summary(self, results: Results) -> str:
        """The figures of the page question by question, each with a chart; returns the SHA-256 of the figures."""
        sheet = self._add_sheet(TITLES[2])
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, 20, NARROW)
        digest, row = hashlib.sha256(), 0
        for line in turnout_rows(results):
            self._row(sheet, row, line)
            digest.update(canonical(line))
            row += 1
        row += 1
        for item in results.items:
            row = self._write_item(sheet, row, item, digest)
        return digest.hexdigest()

    def write_about(self, facts: Sequence[tuple[str, Cell | datetime]]) -> None:
        """Pairs of name and value: what this file is and how to check that it is whole."""
        sheet = self._add_sheet(TITLES[3])
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 72)
        for number, (name, value) in enumerate(facts):
            sheet.write_string(number, 0, name, self._title)
            if isinstance(value, datetime):
                sheet.write_datetime(number, 1, value.replace(tzinfo=None), self._moment)
            else:
                self._write(sheet, number, 1, value, self._text)

    def _add_sheet(self, title: str) -> Any:
        """A sheet that prints on A4 across, one page wide."""
        sheet = self._book.add_worksheet(title)
        sheet.set_paper(9)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def _write_item(self, sheet: Any, row: int, item: ItemResult, digest: Any) -> int:
        first = row
        sheet.write_string(row, 0, _cut(item.item.text), self._title)
        sheet.write_string(row + 1, 0, _cut(item.closed or item.base), self._plain)
        sheet.write_string(row + 1, 1, item.item.code, self._plain)
        row += 2
        for fact in item.facts:
            sheet.write_string(row, 0, fact.label, self._plain)
            self._write(sheet, row, 1, fact.value, self._formats[fact.format])
            digest.update(canonical((item.item.code, fact.label, fact.value)))
            row += 1
        if item.table.rows:
            head = row
            row = self._write_table(sheet, row, item, digest)
            if item.summary and item.summary.base.answered:
                row = max(row, first + self._insert_chart(sheet, first, head, item.table))
        return row + 1

    def _write_table(self, sheet: Any, row: int, item: ItemResult, digest: Any) -> int:
        sheet.set_row(row, HEAD_HEIGHT if len(item.table.columns) > CHART_COLUMN else None)
        for place, column in enumerate(item.table.columns):
            sheet.write_string(row, place, _cut(column.title), self._head)
        for cells in item.table.rows:
            row += 1
            digest.update(canonical((item.item.code, *cells)))
            for place, (cell, column) in enumerate(zip(cells, item.table.columns, strict=True)):
                shape = self._plain if column.format == "text" else self._formats[column.format]
                self._write(sheet, row, place, cell, shape)
        return row + 1

    def _insert_chart(self, sheet: Any, top: int, head: int, table: Table) -> int:
        """Bars of the first figure of each row; parts of a whole for a matrix. Returns how many rows it covers."""
        counts = [place for place, column in enumerate(table.columns) if column.format == "count"]
        is_matrix = len(counts) > 2
        shown = counts[:-2] if is_matrix else [1]
        chart = self._book.add_chart({"type": "bar", "subtype": "percent_stacked"} if is_matrix else {"type": "bar"})
        first, last = head + 1, head + len(table.rows)
        for number, place in enumerate(shown):
            color = STEPS[min(number, len(STEPS) - 1)] if is_matrix else "#0B5C52"
            chart.add_series({
                "name": [TITLES[2], head, place],
                "categories": [TITLES[2], first, 0, last, 0],
                "values": [TITLES[2], first, place, last, place],
                "categories_data": [cells[0] for cells in table.rows],
                "values_data": [cells[place] for cells in table.rows],
                "gap": 40,
                "fill": {"color": color},
                "data_labels": {} if is_matrix else {"value": True},
            })  # fmt: skip
        rows = max(CHART_ROWS, 6 + len(table.rows) * 3 // 2)
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_legend({"position": "bottom"} if is_matrix else {"none": True})
        chart.set_title({"none": True})
        chart.set_size({"width": 620, "height": (rows - 1) * 20})
        sheet.insert_chart(top, max(CHART_COLUMN, len(table.columns) + 1), chart, {"object_position": 2})
        return rows

    def _row(self, sheet: Any, number: int, cells: Sequence[Cell], cell_format: Any = None) -> None:
        for place, cell in enumerate(cells):
            self._write(sheet, number, place, cell, cell_format)

    def _write(self, sheet: Any, row: int, column: int, cell: Cell | bool, cell_format: Any = None) -> None:
        """One cell with its type; a text is written as a text, whatever it looks like."""
        if cell is None or cell == "":
            return
        if isinstance(cell, str):
            sheet.write_string(row, column, _cut(cell), cell_format)
        elif isinstance(cell, date):
            sheet.write_datetime(row, column, cell, self._day)
        else:
            sheet.write_number(row, column, cell, cell_format)


KINDS = {
    "text": _("текст"),
    "number": _("число"),
    "flag": _("отметка: 1 или 0"),
    "date": _("дата"),
    "choice": _("выбор из списка"),
}


def turnout_rows(results: Results) -> list[tuple[str, int]]:
    """Who took part, and how many responses stand behind the figures, as the first rows of every file."""
    turnout = results.turnout
    return [
        (_("Приглашены"), turnout.invited),
        (_("Ответили из приглашённых"), turnout.answered),
        (_("Ответов без приглашения"), turnout.uninvited),
        (_("Ответов в сводке"), results.submitted),
    ]


def _writers(sheet: Any) -> tuple[Any, Any, Any]:
    """The typed writers without the wrapper that also takes «A1»: millions of cells pass here, all by number."""
    return unwrap(sheet.write_string), unwrap(sheet.write_number), unwrap(sheet.write_datetime)


_ENCODER = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":"))


def canonical(cells: Sequence[object]) -> bytes:
    """A row as the checksum reads it: JSON in one line, dates as ISO text, a line end."""
    return _ENCODER.encode(cells).encode() + b"\n"


def _cut(text: str) -> str:
    """What a cell can hold; longer texts say that they go on."""
    if len(text) <= LONGEST_CELL and text.isprintable():
        return text
    return plain(text) if len(text) <= LONGEST_CELL else plain(text[: LONGEST_CELL - 1]) + "…"
