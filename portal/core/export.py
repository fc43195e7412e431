"""Tables that leave the portal: XLSX with typed cells, constant memory and native charts, and CSV that Excel reads.

The same input gives the same bytes. Text is text: never a formula, never a link (reliability S5).
"""

import csv
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from portal.core.i18n import _

LONGEST_CELL = 32_767
LONGEST_SHEET_NAME = 31
LARGEST_EXACT = 10**15
CREATED = datetime(2025, 1, 1)  # noqa: DTZ001 — a fixed mark in the file, not a moment: equal input, equal bytes
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CSV_BATCH = 500
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Kind(Enum):
    """What the cells of a column hold."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MOMENT = "moment"


FORMATS = {Kind.PERCENT: "0.0%", Kind.DATE: "dd.mm.yyyy", Kind.MOMENT: "dd.mm.yyyy hh:mm"}


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: its heading, width in characters, kind of cells and, if wanted, a comment on the heading."""

    title: str
    width: float = 16
    kind: Kind = Kind.TEXT
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet. `rows` is read once, so it may be a generator; `draw(workbook, worksheet)` adds native charts."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Any]]
    draw: Callable[[Any, Any], None] | None = None
    freeze_columns: int = 0


@dataclass(frozen=True, kw_only=True)
class Book:
    """A workbook; `zone` is for moments, `title` goes into its properties."""

    title: str
    sheets: Sequence[Sheet] = field(default_factory=tuple)
    zone: str = "UTC"


def write_workbook(target: Path | IO[bytes], book: Book) -> None:
    """Write the workbook in constant memory: rows go to disk as they come."""
    from xlsxwriter import Workbook

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": False}  # fmt: skip
    workbook = Workbook(str(target) if isinstance(target, Path) else target, options)
    workbook.set_properties({"title": plain(book.title), "created": CREATED})
    header = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E7EFEA"})
    formats = {kind: workbook.add_format({"num_format": shape}) for kind, shape in FORMATS.items()}
    formats[Kind.TEXT] = workbook.add_format({"text_wrap": True, "valign": "top"})
    taken: set[str] = set()
    for sheet in book.sheets:
        worksheet = workbook.add_worksheet(sheet_name(sheet.name, taken))
        _write_sheet(worksheet, sheet, header, formats, ZoneInfo(book.zone))
        if sheet.draw:
            sheet.draw(workbook, worksheet)
    workbook.close()


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, zone: str = "UTC") -> Iterator[bytes]:
    """UTF-8 with a mark, semicolons as Russian Excel expects, in pieces; formula-like text gets an apostrophe."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    home = ZoneInfo(zone)
    buffer.write("\ufeff")
    writer.writerow([harmless(title) for title in columns])
    yield _taken(buffer)  # whoever waits sees that the file begins
    for number, row in enumerate(rows, 1):
        writer.writerow([_csv_text(value) if type(value) is str else _csv_cell(value, home) for value in row])
        if number % CSV_BATCH == 0:
            yield _taken(buffer)
    yield _taken(buffer)


def harmless(text: str) -> str:
    """Text that a spreadsheet will not take for a formula (ASVS 1.2.10)."""
    text = plain(text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def plain(text: str) -> str:
    """Text without what a file of this kind cannot hold."""
    return _UNWRITABLE.sub("", text)[:LONGEST_CELL]


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts, unlike those in `taken`."""
    cleaned = _FORBIDDEN_IN_NAME.sub(" ", plain(name)).strip("' ")[:LONGEST_SHEET_NAME] or _("Лист")
    unique, number = cleaned, 1
    while unique.casefold() in taken:
        number += 1
        unique = f"{cleaned[: LONGEST_SHEET_NAME - 4]} {number}"
    taken.add(unique.casefold())
    return unique


def _write_sheet(worksheet: Any, sheet: Sheet, header: Any, formats: dict[Kind, Any], zone: ZoneInfo) -> None:
    for place, column in enumerate(sheet.columns):
        worksheet.set_column(place, place, column.width)
        worksheet.write_string(0, place, plain(column.title), header)
        if column.comment:
            worksheet.write_comment(0, place, plain(column.comment), {"x_scale": 2})
    worksheet.freeze_panes(1, sheet.freeze_columns)
    writers = [_writer(worksheet, column.kind, formats, zone) for column in sheet.columns]
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row):
            if value is not None:
                writers[place](last, place, value)
    if last:
        worksheet.autofilter(0, 0, last, max(len(sheet.columns) - 1, 0))


def _writer(worksheet: Any, kind: Kind, formats: dict[Kind, Any], zone: ZoneInfo) -> Callable[[int, int, Any], None]:
    """A function that writes one cell of this kind; whatever does not fit the kind is written as text."""
    shape = formats.get(kind)
    text_shape = formats[Kind.TEXT]

    def write(row: int, place: int, value: Any) -> None:
        if type(value) is str:
            worksheet.write_string(row, place, plain(value), text_shape)
        elif isinstance(value, bool):
            worksheet.write_string(row, place, _("да") if value else _("нет"), text_shape)
        elif isinstance(value, int | float):
            if math.isfinite(value) and abs(value) < LARGEST_EXACT:
                worksheet.write_number(row, place, value, None if shape is text_shape else shape)
            else:
                worksheet.write_string(row, place, str(value), text_shape)
        elif isinstance(value, datetime):
            local = value.astimezone(zone).replace(tzinfo=None) if value.tzinfo else value
            worksheet.write_datetime(row, place, local, formats[Kind.MOMENT])
        elif isinstance(value, date):
            worksheet.write_datetime(row, place, value, formats[Kind.DATE])
        else:
            worksheet.write_string(row, place, plain(str(value)), text_shape)

    return write


def _csv_text(text: str) -> str:
    """As `harmless`, quicker for the usual word that begins with a letter or a digit and is printable."""
    return text if text.isprintable() and text[:1].isalnum() else harmless(text)


def _csv_cell(value: Any, zone: ZoneInfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if isinstance(value, int | float):
        return str(value).replace(".", ",")
    if isinstance(value, datetime):
        return f"{value.astimezone(zone) if value.tzinfo else value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return harmless(str(value))


def _taken(buffer: io.StringIO) -> bytes:
    piece = buffer.getvalue().encode("utf-8")
    buffer.seek(0)
    buffer.truncate()
    return piece
