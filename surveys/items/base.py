"""What every item type can do: read a form, name its fields, count, show and export its answers.

Answers are one mapping, keyed by answer code: the item's code, a matrix row's code, or `CODE.other` for the
words beside «Другое». Values are JSON: text, number or list of texts; `NA` is «Не могу ответить».
Everything here is total: whatever a form or an old row holds, nothing raises.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items.summaries import Counts, ItemSummary, TextSummary, base_of
from surveys.strict import number_of, plain_number, without_controls

NA = "__na__"
PRESENT = "__present__"
ANSWERED = "__answered__"

Value = str | int | float | list[str]
Answers = Mapping[str, Value]
Fields = Mapping[str, Sequence[str]]
Cell = str | int | float | date | None


class RefusedValueError(ValueError):
    """A typed value cannot become an answer; the text tells the person what to do."""


@dataclass(frozen=True)
class Parsed:
    """What one item found in a form: answers to store (None clears), refusals and remarks by answer code.

    An answer and an error may stand together: too many ticks are kept, and refused when sent.
    """

    answers: Mapping[str, Value | None] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    notices: Mapping[str, str] = field(default_factory=dict)

    @property
    def given(self) -> bool:
        """Whether the form carried the item at all."""
        return bool(self.answers or self.errors)

    @property
    def value(self) -> Value | None:
        """The first answer: the only one of every type but a matrix and «Другое»."""
        return next(iter(self.answers.values()), None)

    @property
    def error(self) -> str | None:
        """The first refusal."""
        return next(iter(self.errors.values()), None)


@dataclass(frozen=True)
class Column:
    """One export column. `kind`: text, number, flag, date, choice; `labels` give words to stored values."""

    code: str
    title: str
    kind: str
    labels: Mapping[str, str] = field(default_factory=dict)


class ItemType(ABC):
    """One kind of item. Subclasses say how a value is read, worded and counted."""

    kind: ClassVar[str]
    is_question: ClassVar[bool] = True
    column_kind: ClassVar[str] = "text"

    def answer_codes(self, item: ItemDefinition) -> tuple[str, ...]:
        """Keys under which the item's answers are stored."""
        return (item.code,)

    def fields(self, item: ItemDefinition) -> tuple[str, ...]:
        """Every form field the item reads, markers included."""
        return tuple(name for code in self.answer_codes(item) for name in (code, f"{code}.{PRESENT}"))

    def parse(self, item: ItemDefinition, fields: Fields) -> Parsed:
        """Read the item's fields; fields that the form does not carry stay untouched."""
        values = posted(fields, item.code)
        if values is None:
            return Parsed()
        if not values:
            return Parsed({item.code: None})
        try:
            return Parsed({item.code: self.read_all(item, values)})
        except RefusedValueError as refusal:
            return Parsed(errors={item.code: str(refusal)})

    def read_all(self, item: ItemDefinition, values: list[str]) -> Value:
        """Typed values as they are stored; raises `RefusedValueError`."""
        text = only(values)
        return read_na(item) if text == NA else self.read_value(item, text)

    @abstractmethod
    def read_value(self, item: ItemDefinition, text: str) -> Value:
        """One typed value that is not «Не могу ответить» as it is stored."""

    def as_fields(self, item: ItemDefinition, answers: Answers) -> dict[str, list[str]]:
        """Stored answers as the form would carry them: to show them again and to check them again."""
        return {code: texts_of(answers[code]) for code in self.answer_codes(item) if code in answers}

    def problems(self, item: ItemDefinition, answers: Answers) -> dict[str, str]:
        """What keeps the item from being sent: values that do not fit, a required answer that is missing."""
        if self.is_plain(item, answers):
            return {}
        errors = dict(self.parse(item, self.as_fields(item, answers)).errors)
        if not errors and item.required and not self.is_answered(item, answers):
            errors[item.code] = item.message or self.missing_message(item)
        return errors

    def is_plain(self, item: ItemDefinition, answers: Answers) -> bool:
        """Whether the answer is at first glance one that the item offers; False says nothing."""
        return False

    def is_answered(self, item: ItemDefinition, answers: Answers) -> bool:
        """Whether nothing more is asked; «Не могу ответить» is an answer."""
        return has_answer(answers, item.code)

    def missing_message(self, item: ItemDefinition) -> str:
        """What an empty required field says."""
        return _("Ответьте на вопрос «%(text)s»", text=words(item))

    def counts(self, item: ItemDefinition, answers: Answers) -> list[tuple[str, str]]:
        """Counters one submitted response adds to: (answer code, key)."""
        value = answers.get(item.code)
        if value is None or value in ("", []):
            return []
        if value == NA:
            return [(item.code, NA)]
        return [(item.code, ANSWERED), *((item.code, key) for key in self.keys(item, value))]

    def keys(self, item: ItemDefinition, value: Value) -> list[str]:
        """Counter keys of an answer."""
        return []

    def summary(self, item: ItemDefinition, counts: Counts) -> ItemSummary:
        """What many responses say, from counters alone."""
        return TextSummary(item, base_of(counts, item.code))

    def label(self, item: ItemDefinition, answers: Answers) -> str:
        """The answer in words for a reader."""
        value = answers.get(item.code)
        if value is None or value in ("", []):
            return _("Не указано")
        return na_label() if value == NA else self.value_label(item, value)

    def value_label(self, item: ItemDefinition, value: Value) -> str:
        """Words of an answer that is there."""
        return "\n".join(texts_of(value))

    def columns(self, item: ItemDefinition) -> list[Column]:
        """Export columns of the item."""
        return [Column(item.code, item.text, self.column_kind, self.column_labels(item))]

    def column_labels(self, item: ItemDefinition) -> dict[str, str]:
        """Words for stored values in a column."""
        return {**item.labels, NA: na_label()} if item.allows_na else dict(item.labels)

    def cells(self, item: ItemDefinition, answers: Answers) -> list[Cell]:
        """One cell a column: stored values with their types, None where there is no answer."""
        value = answers.get(item.code)
        if value is None or value in ("", []):
            return [None]
        return [NA] if value == NA else [self.cell(item, value)]

    def cell(self, item: ItemDefinition, value: Value) -> Cell:
        """The cell of an answer that is there."""
        return "\n".join(texts_of(value))

    def validate_item(self, item: ItemDefinition) -> list[str]:
        """What is wrong with the definition, for its author."""
        return []


def posted(fields: Fields, name: str) -> list[str] | None:
    """Values of a field without empties and repeats; None where the form does not carry it."""
    if name not in fields and f"{name}.{PRESENT}" not in fields:
        return None
    sent = fields.get(name, ())
    if len(sent) == 1 and sent[0].isalnum():
        return [sent[0]]  # letters and digits alone: nothing to wash
    values = (without_controls(value).strip() for value in sent)
    return list(dict.fromkeys(value for value in values if value))


def only(values: list[str]) -> str:
    """The one value of a field; two different ones are refused rather than guessed."""
    if len(values) > 1:
        raise RefusedValueError(_("Оставьте один ответ: пришло несколько разных"))
    return values[0]


def read_na(item: ItemDefinition) -> str:
    """«Не могу ответить», where it is offered."""
    if not item.allows_na:
        raise RefusedValueError(_("Выберите ответ на вопрос «%(text)s»", text=words(item)))
    return NA


def na_label() -> str:
    """The words of `NA`."""
    return _("Не могу ответить")


def words(item: ItemDefinition) -> str:
    """The item's own words, short enough for a list of errors."""
    return shortened(item.text.rstrip(" .?:"))


def shortened(text: str, longest: int = 90) -> str:
    """The beginning of a text, cut between words."""
    if len(text) <= longest:
        return text
    return text[:longest].rsplit(" ", 1)[0].rstrip(" ,;:—–-") + "…"


def has_answer(answers: Answers, code: str) -> bool:
    """Whether anything is stored under the code."""
    return answers.get(code) not in (None, "", [])


def texts_of(value: object) -> list[str]:
    """Any stored value as a list of texts."""
    if isinstance(value, list | tuple):
        return [text for entry in value for text in texts_of(entry)]
    number = number_of(value)
    if number is not None and not isinstance(value, str):
        return [plain_number(number)]
    return [] if value is None else [str(value)]
