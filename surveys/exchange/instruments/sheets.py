"""A workbook of a form as rows of text with the numbers that its author sees; formulas give their last value."""

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.imports.reading import check_book

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS, LONGEST = 12_000, 120, 30, 10_000
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))


@dataclass(frozen=True)
class Row:
    """A row that is not empty: its number in the file and its cells by heading."""

    number: int
    cells: dict[str, str]

    def get(self, heading: str) -> str:
        return self.cells.get(heading, "")


@dataclass
class Sheet:
    """A sheet: its name as its author wrote it, headings in order, rows."""

    name: str
    headings: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    empty_formulas: list[tuple[int, str]] = field(default_factory=list)


def read_sheets(path: Path) -> dict[str, Sheet]:
    """Sheets by name in lower case. Raises Refusal where the file is hostile, damaged or too large."""
    from openpyxl import load_workbook

    check_book(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what the file says about itself is not our concern
        with path.open("rb") as values, path.open("rb") as formulas:
            book = load_workbook(values, read_only=True, data_only=True, keep_links=False)
            written = load_workbook(formulas, read_only=True, keep_links=False)
            pairs = list(zip(book.worksheets, written.worksheets, strict=True))[:MOST_SHEETS]
            return {sheet.name.casefold(): sheet for sheet in (_read(*pair) for pair in pairs)}


def tidy(value: Any) -> str:
    """A cell as text: numbers without «.0», days as ISO, no invisible signs, spaces at the ends cut."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time(0) else value
    if isinstance(value, date):
        return value.isoformat()
    return clean_text(str(value)[:LONGEST].translate(_INVISIBLE).replace("\u00a0", " "))


def _read(values: Any, formulas: Any) -> Sheet:
    sheet = Sheet(clean_line(values.title))
    for each in (values, formulas):
        each.reset_dimensions()  # what a sheet says about its own size may be a lie
    lines = zip(_rows(values), _rows(formulas), strict=False)
    for number, (cells, said) in enumerate(lines, 1):
        texts = [tidy(cell) for cell in cells]
        if not sheet.headings:
            if any(texts):
                sheet.headings = [clean_line(text) for text in texts]
            continue
        for place, (text, formula) in enumerate(zip(texts, said, strict=False)):
            if not text and isinstance(formula, str) and formula.startswith("="):
                sheet.empty_formulas.append((number, sheet.headings[place] if place < len(sheet.headings) else ""))
        filled = {heading: text for heading, text in zip(sheet.headings, texts, strict=False) if heading and text}
        if filled:
            sheet.rows.append(Row(number, filled))
    return sheet


def _rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1):
        if number > MOST_ROWS:
            raise Refusal(_("На листе «%(sheet)s» больше %(n)s строк: анкетой это быть не может.",
                            sheet=clean_line(sheet.title)[:60], n=MOST_ROWS))  # fmt: skip
        yield row
