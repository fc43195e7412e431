"""Named answers for SPSS and its relatives: labels, measurement levels, and three kinds of missing that stay apart.

Numbers and marks are numeric variables, options with numeric values too; other options are texts with value labels, so
that a value in the file is the value in the portal. A question with several answers is a 0/1 variable for each option;
the note of the file says which of them belong together. pyreadstat needs the whole table in memory: a number takes
eight bytes, 100,000 responses of 30 questions about 30 MB.
"""

import re
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

from portal.core import clock
from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.exchange.answers.files import (
    Counted,
    Told,
    Written,
    facts_of_file,
    nobody_listens,
    open_results,
)
from surveys.exchange.answers.rows import Edition, Sheet, SheetColumn, editions_of, response_rows
from surveys.items import NA, Cell
from surveys.items.base import na_label
from surveys.missing import Missing
from surveys.models import SurveyAssignment
from surveys.results.privacy import Reading
from surveys.strict import number_of

LONGEST_NAME, LONGEST_LABEL, LONGEST_VALUE_LABEL, LONGEST_NOTE = 64, 250, 120, 78
LONGEST_TEXT = 30_000  # bytes
EPOCH = date(1582, 10, 14)
DAY = 86_400.0
MEASURES = {
    **dict.fromkeys(("scale10", "scale", "nps", "ranking"), "ordinal"),
    **dict.fromkeys(("number", "date"), "scale"),
}
# Numeric variables say by a number why there is no answer. Where a real number might be -97, the codes lie below every
# number that can be typed (15 digits).
CODES: dict[str, float] = {
    NA: -96.0, Missing.NOT_ANSWERED: -97.0, Missing.NOT_SHOWN: -98.0, Missing.NOT_IN_VERSION: -99.0,
}  # fmt: skip
FAR = -(10.0**15)
FAR_CODES = {mark: FAR + code for mark, code in CODES.items()}
_UNFIT = re.compile(r"[^\w.@#$]")
RESERVED = {"all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"}


def write_sav(wave: SurveyAssignment, reading: Reading, stream: IO[bytes], told: Told = nobody_listens) -> Written:
    """Write the answers as `.sav`. Raises Refusal for readers without names: a figure has no row in SPSS."""
    open_results(wave, reading)
    if not reading.names:
        raise Refusal(
            _("Файл SPSS состоит из ответов по строкам, а вам открыта сводка. Она есть в файлах Excel и CSV.")
        )
    editions, made_at = editions_of(wave), clock.now()
    sheet = Sheet(editions)
    variables = [Variable(column, name, editions) for column, name in zip(sheet.columns, names_of(sheet), strict=True)]
    rows = Counted(response_rows(wave, sheet, wave.organization.time_zone), told, digested=True)
    for row in rows:
        for variable, cell in zip(variables, row, strict=True):
            variable.add(cell)
    said = Written(rows=rows.n, digest=rows.digest)
    facts = facts_of_file(wave, reading, editions, made_at, said)
    _save(variables, stream, wave.title, [*_sets(variables), *(f"{name}: {value}" for name, value in facts)])
    return Written(rows=rows.n, digest=rows.digest, facts=facts)


def names_of(sheet: Sheet) -> list[str]:
    """Names of the variables: the codes of the columns, made fit for SPSS and told apart."""
    taken: set[str] = set()
    return [_fit(column.code, taken) for column in sheet.columns]


class Variable:
    """One variable of the file while it fills: numbers, days or texts."""

    def __init__(self, column: SheetColumn, name: str, editions: Sequence[Edition]) -> None:
        self.column, self.name = column, name
        options = [value for value in column.labels if not value.startswith("__")]
        is_coded = column.kind == "choice" and all(number_of(value) is not None for value in options)
        self.is_text = column.kind == "text" or (column.kind == "choice" and not is_coded)
        self._codes = FAR_CODES if _may_be_negative(column, editions) else CODES
        self.values: Any = [] if self.is_text else array("d")

    def add(self, cell: Cell) -> None:
        """One response more."""
        self.values.append(self._text(cell) if self.is_text else self._number(cell))

    @property
    def measure(self) -> str:
        return MEASURES.get(self.column.item_type, "scale" if self.column.kind == "date" else "nominal")

    @property
    def format(self) -> str | None:
        """Days are numbers of seconds for SPSS; this shows them as days."""
        return "EDATE10" if self.column.kind == "date" else None

    @property
    def labels(self) -> dict[Any, str]:
        """Words of values and of the codes that may stand instead of an answer."""
        marks = {Missing.NOT_ANSWERED: Missing.NOT_ANSWERED.label, **self.column.labels}
        if self.column.kind == "flag":
            marks = {"1": _("Отмечено"), "0": _("Не отмечено"), **marks}
        if NA in self.column.labels:
            marks[NA] = na_label()
        if self.is_text:
            return {value: _cut(label, LONGEST_VALUE_LABEL) for value, label in marks.items()}
        return {self._number(value): _cut(label, LONGEST_VALUE_LABEL) for value, label in marks.items()}

    @property
    def missing(self) -> list[Any]:
        """What SPSS leaves out of every count. Among texts «Не могу ответить» stays a value: three are the most."""
        if self.is_text:
            return [mark.value for mark in Missing]
        return [{"lo": min(self._codes.values()), "hi": max(self._codes.values())}]

    def _text(self, cell: Cell) -> str:
        return Missing.NOT_ANSWERED.value if cell is None else _cut(str(cell), LONGEST_TEXT)

    def _number(self, cell: Cell) -> float:
        if cell is None:
            return self._codes[Missing.NOT_ANSWERED]
        if isinstance(cell, date):
            return (cell - EPOCH).days * DAY
        if isinstance(cell, str):
            number = number_of(cell)
            return self._codes.get(cell, self._codes[Missing.NOT_ANSWERED] if number is None else number)
        return float(cell)


def _may_be_negative(column: SheetColumn, editions: Sequence[Edition]) -> bool:
    """Whether -97 could be a real answer: a typed number without a floor, or options below zero."""
    items = [found for each in editions if (found := each.definition.by_code.get(column.item))]
    if column.item_type == "number":
        return any((number_of(item.minimum) is None) or (number_of(item.minimum) or 0) < 0 for item in items)
    return any((number_of(value) or 0) < 0 for value in column.labels)


def _sets(variables: Sequence[Variable]) -> Iterator[str]:
    """Multiple-response sets in the words of SPSS: variables of one question in which 1 means «отмечено»."""
    groups: dict[str, list[Variable]] = {}
    for each in variables:
        if each.column.kind == "flag":
            groups.setdefault(each.column.code.partition(".")[0], []).append(each)
    for number, (code, members) in enumerate(groups.items(), 1):
        listed = " ".join(each.name for each in members)
        yield f"MRSETS /MDGROUP NAME=$MR{number} LABEL='{code}' VARIABLES={listed} VALUE=1."


def _save(variables: Sequence[Variable], stream: IO[bytes], title: str, notes: Sequence[str]) -> None:
    import numpy
    import pandas
    from pyreadstat import write_sav as write

    def column(each: Variable) -> Any:
        return each.values if each.is_text else numpy.frombuffer(each.values, dtype="float64")

    frame = pandas.DataFrame({each.name: column(each) for each in variables})
    with tempfile.TemporaryDirectory(prefix="sav-") as folder:
        path = Path(folder) / "answers.sav"
        write(
            frame, str(path), file_label=_cut(title, 60), row_compress=True,
            column_labels={each.name: _cut(each.column.title, LONGEST_LABEL) for each in variables},
            variable_value_labels={each.name: each.labels for each in variables},
            missing_ranges={each.name: each.missing for each in variables},
            variable_measure={each.name: each.measure for each in variables},
            variable_format={each.name: each.format for each in variables if each.format},
            note=[line for note in notes for line in _lines(note)],
        )  # fmt: skip
        with path.open("rb") as made:
            while chunk := made.read(1 << 20):
                stream.write(chunk)


def _fit(code: str, taken: set[str]) -> str:
    """A name that SPSS accepts: letters, digits, dot and underscore, at most 64 bytes, no dot at the end, unique."""
    plain = _cut(_UNFIT.sub("_", code), LONGEST_NAME).rstrip(".") or "V"
    if not plain[0].isalpha():
        plain = f"V{_cut(plain, LONGEST_NAME - 1)}"
    if plain.lower() in RESERVED:
        plain += "_"
    name, number = plain, 1
    while name.casefold() in taken:
        number += 1
        name = f"{_cut(plain, LONGEST_NAME - 5)}_{number}"
    taken.add(name.casefold())
    return name


def _cut(text: str, most: int) -> str:
    """The text within `most` bytes of UTF-8; a longer one shows that it goes on where there is room for that."""
    said = text.encode()
    if len(said) <= most:
        return text
    mark = "…" if most > LONGEST_NAME else ""
    return said[: most - len(mark.encode())].decode(errors="ignore") + mark


def _lines(note: str) -> Iterator[str]:
    """A note in lines as short as the format wants them, broken between words."""
    line = ""
    for word in note.split():
        if line and len(f"{line} {word}".encode()) > LONGEST_NOTE:
            yield line
            line = ""
        line = _cut(f"{line} {word}".strip(), LONGEST_NOTE)
    if line:
        yield line
