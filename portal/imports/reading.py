"""A table out of an untrusted file: XLSX or CSV becomes rows of plain text within fixed limits (reliability §9.6).

Formulas give their last value, dates become дд.мм.гггг, everything else the text that its author saw. Whatever does
not fit is refused in words; nothing that a file holds raises anything but Refusal.
"""

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from portal.core.archives import Contents, read_through
from portal.core.errors import Refusal
from portal.core.file_kinds import check_archive
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.imports.wide_headings import second_row

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 20_000, 60, 2_000
LONGEST_LINE = MOST_COLUMNS * LONGEST_CELL
MOST_ENTRIES, LARGEST_ENTRY, LARGEST_BOOK, LARGEST_TEXT = 200, 40 * 2**20, 60 * 2**20, 20 * 2**20
MOST_ELEMENTS = 2 * 2 * (MOST_ROWS + 1) * MOST_COLUMNS  # an opening and a closing tag for a cell and for its value
MOST_SIDE_ELEMENTS = 200_000
MOST_MERGED = 20_000
MOST_EMPTY_ROWS = 5 * MOST_ROWS
SHEETS_LOOKED_AT = 20
ROWS_BEFORE_HEADINGS = 30
DELIMITERS = (";", ",", "\t")
Rows = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class Table:
    """What was read: the sheet, its headings, and rows with their numbers as in the file."""

    sheet: str
    headings: list[str]
    rows: list[tuple[int, list[str]]]


def ending_of(name: str) -> str:
    """The kind of file that its name promises."""
    return name.rpartition(".")[2].lower()


def refuse_unreadable_name(name: str) -> None:
    """Only XLSX and CSV are tables to the portal; the old formats get a way out."""
    ending = ending_of(name)
    if ending in ("xls", "xlsb", "xlsm", "ods", "numbers"):
        raise Refusal(_("Сохраните таблицу в формате XLSX («Файл» → «Сохранить как») и загрузите её."))
    if ending not in ("xlsx", "csv"):
        raise Refusal(_("Подойдёт таблица XLSX или CSV."))


def read_table(path: Path, name: str, *, most: int = MOST_ROWS) -> Table:
    """The first sheet that is not empty; at most `most` rows of it (a look), or all of them up to the limit.

    Raises Refusal where the file is hostile, damaged, empty or larger than the limits.
    """
    refuse_unreadable_name(name)
    read = _read_book if ending_of(name) == "xlsx" else _read_text
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the file says about itself is not our concern
            return read(path, most)
    except Refusal:
        raise
    except MemoryError as fault:
        raise Refusal(_("Файл слишком большой. Разделите его на части.")) from fault
    except Exception as fault:  # a damaged file may break its parser in any way; to the person it is one thing
        raise Refusal(_("Файл повреждён или устроен необычно. Пересохраните его и повторите.")) from fault


def check_book(path: Path) -> Contents:
    """The pre-flight before any parser: few parts, honest sizes, no DTD, no macros, a bounded number of cells."""
    with path.open("rb") as stream:
        beginning = stream.read(8)
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal(_("Файл закрыт паролем или сохранён в старом формате. Сохраните его как XLSX без пароля."))
    if not beginning.startswith(b"PK\x03\x04"):
        raise Refusal(_("Содержимое файла не похоже на %(ending)s. Пересохраните его и повторите.", ending="XLSX"))
    names = check_archive(path)
    if len(names) > MOST_ENTRIES or "xl/workbook.xml" not in names:
        raise Refusal(_("Содержимое файла не похоже на %(ending)s. Пересохраните его и повторите.", ending="XLSX"))
    found = read_through(
        path, largest_entry=LARGEST_ENTRY, largest=LARGEST_BOOK, count=(b"<mergeCell ", b"<row", b"<col ")
    )
    for part, elements in found.elements.items():
        is_large = part.startswith("xl/worksheets/") or part.endswith("sharedStrings.xml")
        if elements > (MOST_ELEMENTS if is_large else MOST_SIDE_ELEMENTS):
            raise too_many_rows()
    if found.tags[b"<row"] > MOST_EMPTY_ROWS:
        raise too_many_rows()
    if found.tags[b"<mergeCell "] > MOST_MERGED or found.tags[b"<col "] > MOST_MERGED:
        raise Refusal(_("В таблице слишком много объединённых ячеек. Сохраните её без объединений."))
    return found


def too_many_rows() -> Refusal:
    return Refusal(
        _("В таблице больше %(rows)s строк или %(columns)s столбцов. Разделите её на части.",
          rows=f"{MOST_ROWS:_}".replace("_", "\u00a0"), columns=MOST_COLUMNS)
    )  # fmt: skip


def _read_book(path: Path, most: int) -> Table:
    from openpyxl import load_workbook

    check_book(path)
    with path.open("rb") as stream:
        book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets[:SHEETS_LOOKED_AT]:
            sheet.reset_dimensions()  # what a sheet says about its own size may be a lie
            cells = sheet.iter_rows(max_row=MOST_ROWS + ROWS_BEFORE_HEADINGS + 2, max_col=MOST_COLUMNS + 1,
                                    values_only=True)  # fmt: skip
            table = _table(clean_line(sheet.title)[:100], _texts(cells), most)
            if table:
                return table
    raise Refusal(_("В файле нет ни одной заполненной строки."))


def _texts(rows: Iterable[Sequence[Any]]) -> Iterator[list[str]]:
    for row in rows:
        yield [text_of(value) for value in row]


def _read_text(path: Path, most: int) -> Table:
    content = path.read_bytes()
    if len(content) > LARGEST_TEXT:
        raise Refusal(_("Файл слишком большой. Разделите его на части."))
    text = decoded(content)
    csv.field_size_limit(LONGEST_CELL * 4 + 4)
    beginning = "\n".join(text[:LONGEST_LINE].splitlines()[:5])
    delimiter = max(DELIMITERS, key=beginning.count)
    table = _table("", _lines(csv.reader(_short_lines(text), delimiter=delimiter)), most)
    if table is None:
        raise Refusal(_("В файле нет ни одной заполненной строки."))
    return table


def _short_lines(text: str) -> Iterator[str]:
    """Lines before they are cut into cells: one endless line would become millions of them."""
    for line in io.StringIO(text, newline=""):
        if len(line) > LONGEST_LINE:
            raise too_many_rows()
        yield line


def _lines(rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    for row in rows:
        if len(row) > 20 * MOST_COLUMNS:
            raise too_many_rows()
        yield [text_of(cell) for cell in row]


def decoded(content: bytes) -> str:
    """UTF-8, with or without its mark, or the encoding of Russian Excel; anything with NUL is no text."""
    if b"\x00" in content:
        raise Refusal(_("Содержимое файла не похоже на %(ending)s. Пересохраните его и повторите.", ending="CSV"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1251", errors="replace")


def _table(sheet: str, rows: Iterable[list[str]], most: int) -> Table | None:
    """Headings are the first row with two filled cells or more (or the first row at all); empty rows are left out.

    A second row of headings below a wide one is joined with it; a row that numbers the columns is none of the rows.
    """
    headings: list[str] | None = None
    kept: list[tuple[int, list[str]]] = []
    for number, row in enumerate(rows, 1):
        if not any(row):
            continue
        if headings is None:
            if sum(map(bool, row)) < 2 and number <= ROWS_BEFORE_HEADINGS:
                continue
            headings = _trimmed(row)
            continue
        if not kept and (below := second_row(headings, row)) is not None:
            headings = _trimmed(below)
            continue
        if len(kept) == most:
            if most < MOST_ROWS:
                break
            raise too_many_rows()
        kept.append((number, row))
    if headings is None:
        return None
    width = max([len(headings), *(len(_trimmed(row)) for _number, row in kept)])
    if width > MOST_COLUMNS:
        raise too_many_rows()
    headings += [""] * (width - len(headings))
    return Table(sheet, headings, [(number, (row + [""] * width)[:width]) for number, row in kept])


def _trimmed(row: list[str]) -> list[str]:
    last = max((place for place, cell in enumerate(row, 1) if cell), default=0)
    return row[:last]


def text_of(value: Any) -> str:
    """A cell as its author saw it: one line of clean text, cut at the limit with a mark that it was."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    if isinstance(value, datetime):
        return f"{value:%d.%m.%Y}" if value.time() == time(0) else f"{value:%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time | timedelta):
        return str(value)
    if isinstance(value, float):
        value = int(value) if value.is_integer() and abs(value) < 10**15 else f"{value:.10g}".replace(".", ",")
    text = str(value)
    if len(text) > 4 * LONGEST_CELL:
        text = text[: 4 * LONGEST_CELL]
    text = clean_line(text)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
