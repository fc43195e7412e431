"""The workbook of results: typed cells, text that stays text, a native chart for every closed question.

Rows are written once and forgotten (constant memory), so a sheet of 100,000 rows costs no more than one of ten.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from portal.core.export import CREATED, LONGEST_CELL, plain
from portal.core.i18n import _
from surveys.items import Cell, Column
from surveys.results import ItemResult, Results
from surveys.tables import Format, Table

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
CHART_ROWS = 17  # a chart takes so many rows of the usual height
CHART_COLUMN = 7
WIDE, NARROW = 46, 14
TITLES = (_("Ответы"), _("Кодификатор"), _("Сводка"), _("Сведения"))


class Workbook:
    """Sheets of one export. Every sheet is written from the top down, once."""

    def __init__(self, stream: IO[bytes], title: str) -> None:
        from xlsxwriter import Workbook as Book

        self._book = Book(stream, OPTIONS)
        self._book.set_properties({"title": plain(title), "created": CREATED})
        self._head = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._title = self._book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
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
        sheet = self._book.add_worksheet(TITLES[0])
        sheet.freeze_panes(2, 1)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, max(1, len(columns) - 1), NARROW)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, _cut(column.code), self._head)
        for place, column in enumerate(columns):
            sheet.write_string(1, place, _cut(column.title), self._head)
        digest, count = hashlib.sha256(), 0
        for count, cells in enumerate(rows, 1):
            for place, cell in enumerate(cells):
                self._write(sheet, count + 1, place, cell)
            digest.update(canonical(cells))
        return count, digest.hexdigest()

    def write_codebook(self, columns: Sequence[Column]) -> None:
        """What every code and every stored value means."""
        sheet = self._book.add_worksheet(TITLES[1])
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, WIDE)
        sheet.set_column(2, 3, 20)
        sheet.set_column(4, 4, WIDE)
        self._row(sheet, 0, (_("Код"), _("Вопрос"), _("Вид"), _("Значение"), _("Что значит")), self._head)
        number = 1
        for column in columns:
            for value, label in column.labels.items() or [("", "")]:
                self._row(sheet, number, (column.code, column.title, KINDS.get(column.kind, column.kind), value, label))
                number += 1

    def write_summary(self, results: Results) -> str:
        """The figures of the page question by question, each with a chart; returns the SHA-256 of the figures."""
        sheet = self._book.add_worksheet(TITLES[2])
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, 6, NARROW)
        digest, row = hashlib.sha256(), 0
        self._row(sheet, row, (_("Приглашены"), results.invited))
        self._row(sheet, row + 1, (_("Ответили"), results.submitted))
        digest.update(canonical((results.invited, results.submitted)))
        row += 3
        for item in results.items:
            row = self._write_item(sheet, row, item, digest)
        return digest.hexdigest()

    def write_about(self, facts: Sequence[tuple[str, Cell | datetime]]) -> None:
        """Pairs of name and value: what this file is and how to check that it is whole."""
        sheet = self._book.add_worksheet(TITLES[3])
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 72)
        for number, (name, value) in enumerate(facts):
            sheet.write_string(number, 0, name, self._title)
            if isinstance(value, datetime):
                sheet.write_datetime(number, 1, value.replace(tzinfo=None), self._moment)
            else:
                self._write(sheet, number, 1, value, self._text)

    def _write_item(self, sheet: Any, row: int, item: ItemResult, digest: Any) -> int:
        first = row
        sheet.write_string(row, 0, _cut(item.item.text), self._title)
        sheet.write_string(row, 1, item.item.code, self._text)
        row += 1
        sheet.write_string(row, 0, _cut(item.closed or item.base), self._text)
        row += 1
        for fact in item.facts:
            sheet.write_string(row, 0, fact.label, self._text)
            self._write(sheet, row, 1, fact.value, self._formats[fact.format])
            digest.update(canonical((item.item.code, fact.label, fact.value)))
            row += 1
        if item.table.rows:
            head = row
            row = self._write_table(sheet, row, item, digest)
            self._insert_chart(sheet, first, head, item.table)
            row = max(row, first + CHART_ROWS)
        return row + 1

    def _write_table(self, sheet: Any, row: int, item: ItemResult, digest: Any) -> int:
        for place, column in enumerate(item.table.columns):
            sheet.write_string(row, place, _cut(column.title), self._head)
        for cells in item.table.rows:
            row += 1
            digest.update(canonical((item.item.code, *cells)))
            for place, (cell, column) in enumerate(zip(cells, item.table.columns, strict=True)):
                self._write(sheet, row, place, cell, self._formats[column.format])
        return row + 1

    def _insert_chart(self, sheet: Any, top: int, head: int, table: Table) -> None:
        """Bars of the first figure of each row; parts of a whole where the columns are answers of a matrix."""
        parts = [place for place, column in enumerate(table.columns) if column.format == "count"]
        is_matrix = len(parts) > 2
        shown = parts[:-2] if is_matrix else [1]
        chart = self._book.add_chart({"type": "bar", "subtype": "percent_stacked"} if is_matrix else {"type": "bar"})
        first, last = head + 1, head + len(table.rows)
        labels = [cells[0] for cells in table.rows]
        for place in shown:
            chart.add_series({
                "name": [TITLES[2], head, place],
                "categories": [TITLES[2], first, 0, last, 0],
                "values": [TITLES[2], first, place, last, place],
                "categories_data": labels,
                "values_data": [cells[place] for cells in table.rows],
                "gap": 40,
                **({} if is_matrix else {"data_labels": {"value": True}, "fill": {"color": "#0B5C52"}}),
            })  # fmt: skip
        chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
        chart.set_x_axis({"visible": is_matrix, "major_gridlines": {"visible": False}})
        chart.set_legend({"position": "bottom"} if is_matrix else {"none": True})
        chart.set_title({"none": True})
        chart.set_size({"width": 620, "height": (CHART_ROWS - 1) * 20})
        column = max(CHART_COLUMN, len(table.columns) + 1)
        sheet.insert_chart(top, column, chart, {"object_position": 2})

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


def canonical(cells: Sequence[object]) -> bytes:
    """A row as the checksum reads it: JSON in one line, dates as ISO text, a line end."""
    return json.dumps(list(cells), ensure_ascii=False, default=str, separators=(",", ":")).encode() + b"\n"


def _cut(text: str) -> str:
    """What a cell can hold; longer texts say that they go on."""
    return plain(text) if len(text) <= LONGEST_CELL else plain(text[: LONGEST_CELL - 1]) + "…"
