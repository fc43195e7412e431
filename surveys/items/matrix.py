"""A table of questions with the same options: every row is a question with its own code."""

from collections.abc import Iterator

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items.base import (
    ANSWERED,
    NA,
    Answers,
    Cell,
    Column,
    Fields,
    ItemType,
    Parsed,
    RefusedValueError,
    Value,
    has_answer,
    shortened,
)
from surveys.items.choice import MultipleChoice, SingleChoice, option_problems
from surveys.items.summaries import (
    Counts,
    ItemSummary,
    MatrixRowSummary,
    MatrixSummary,
    base_of,
    keys_of,
    numbers_of,
    option_rows,
)
from surveys.results import statistics

_ROW_TYPES = {"single": SingleChoice(), "multiple": MultipleChoice()}


class Matrix(ItemType):
    """Rows are read, counted and exported as single or multiple choices; answers are kept by row code."""

    kind = "matrix"

    def answer_codes(self, item: ItemDefinition) -> tuple[str, ...]:
        return tuple(item.row_items)

    def parse(self, item: ItemDefinition, fields: Fields) -> Parsed:
        """Only the rows that the form carries."""
        answers: dict[str, Value | None] = {}
        errors: dict[str, str] = {}
        for row, row_type in _rows(item):
            parsed = row_type.parse(row, fields)
            answers.update(parsed.answers)
            errors.update(parsed.errors)
        return Parsed(answers, errors)

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        """Nothing is typed under the code of the table itself."""
        raise RefusedValueError(_("Ответьте в строках таблицы"))

    def problems(self, item: ItemDefinition, answers: Answers) -> dict[str, str]:
        errors = dict(self.parse(item, self.as_fields(item, answers)).errors)
        if item.required:
            for row in item.row_items.values():
                if row.code not in errors and not has_answer(answers, row.code):
                    errors[row.code] = _("Отметьте ответ в строке «%(row)s»", row=shortened(row.text))
        return errors

    def is_answered(self, item: ItemDefinition, answers: Answers) -> bool:
        return all(has_answer(answers, code) for code in item.row_items)

    def counts(self, item: ItemDefinition, answers: Answers) -> list[tuple[str, str]]:
        """Rows first; the table itself is answered when one of its rows is."""
        found = [pair for row, row_type in _rows(item) for pair in row_type.counts(row, answers)]
        keys = {key for _code, key in found}
        if keys:
            found.append((item.code, ANSWERED if ANSWERED in keys else NA))
        return found

    def summary(self, item: ItemDefinition, counts: Counts) -> ItemSummary:
        lines = tuple(_row_summary(row, counts) for row in item.row_items.values())
        return MatrixSummary(item, base_of(counts, item.code), lines, several=item.select == "multiple")

    def label(self, item: ItemDefinition, answers: Answers) -> str:
        given = [
            f"{row.text}: {row_type.label(row, answers)}"
            for row, row_type in _rows(item)
            if has_answer(answers, row.code)
        ]
        return "; ".join(given) or _("Не указано")

    def columns(self, item: ItemDefinition) -> list[Column]:
        return [
            Column(column.code, f"{item.text} — {column.title}", column.kind, column.labels)
            for row, row_type in _rows(item)
            for column in row_type.columns(row)
        ]

    def cells(self, item: ItemDefinition, answers: Answers) -> list[Cell]:
        return [cell for row, row_type in _rows(item) for cell in row_type.cells(row, answers)]

    def validate_item(self, item: ItemDefinition) -> list[str]:
        found = option_problems(item)
        if not item.rows:
            found.append(_("Добавьте в таблицу хотя бы одну строку"))
        if item.select not in ("", *_ROW_TYPES):
            found.append(_("Выберите, сколько ответов в строке: один или несколько (single или multiple)"))
        if item.other:
            found.append(_("Своего варианта в таблице быть не может: уберите его"))
        return found


def _rows(item: ItemDefinition) -> Iterator[tuple[ItemDefinition, SingleChoice]]:
    row_type = _ROW_TYPES.get(item.select, _ROW_TYPES["single"])
    return ((row, row_type) for row in item.row_items.values())


def _row_summary(row: ItemDefinition, counts: Counts) -> MatrixRowSummary:
    base, found = base_of(counts, row.code), keys_of(counts, row.code)
    columns_are_marks = row.type == "single" and len(numbers_of(dict.fromkeys(row.labels, 1))) == len(row.labels)
    marks = numbers_of(found) if columns_are_marks else {}
    return MatrixRowSummary(
        code=row.code,
        label=row.text,
        base=base,
        rows=option_rows(row.labels, found, base.answered),
        mean=statistics.mean(marks),
        deviation=statistics.deviation(marks),
    )
