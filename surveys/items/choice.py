"""Choosing from a list: one option or several, with words of one's own beside «Другое»."""

from portal.core.i18n import _, ngettext
from portal.core.text import normal
from surveys.definitions import ItemDefinition
from surveys.items.base import (
    NA,
    Answers,
    Cell,
    Column,
    Fields,
    ItemType,
    Parsed,
    RefusedValueError,
    Value,
    na_label,
    posted,
    read_na,
    shortened,
    texts_of,
    words,
)
from surveys.items.summaries import ChoiceSummary, Counts, ItemSummary, base_of, keys_of, option_rows

LONGEST_OTHER = 500
LONGEST_VALUE = 60


class SingleChoice(ItemType):
    """One option of a list; stored as its value."""

    kind = "single"
    column_kind = "choice"
    several = False

    def answer_codes(self, item: ItemDefinition) -> tuple[str, ...]:
        return (item.code, other_code(item)) if item.other else (item.code,)

    def parse(self, item: ItemDefinition, fields: Fields) -> Parsed:
        chosen = super().parse(item, fields)
        if not item.other or posted(fields, other_code(item)) is None:
            return chosen
        beside = _parse_other(item, fields)
        return Parsed({**chosen.answers, **beside.answers}, {**chosen.errors, **beside.errors})

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        return known_option(item, text)

    def is_plain(self, item: ItemDefinition, answers: Answers) -> bool:
        value = answers.get(item.code)
        return isinstance(value, str) and value != NA and value in self.words_of_options(item) and not item.other

    def problems(self, item: ItemDefinition, answers: Answers) -> dict[str, str]:
        errors = super().problems(item, answers)
        if item.other and not errors and answers.get(other_code(item)) and not _other_is_chosen(item, answers):
            errors[item.code] = _(
                "Отметьте «%(label)s» или уберите текст рядом с этим вариантом", label=item.other.label
            )
        return errors

    def missing_message(self, item: ItemDefinition) -> str:
        return _("Выберите один вариант: «%(text)s»", text=words(item))

    def keys(self, item: ItemDefinition, value: Value) -> list[str]:
        return [shortened(text) for text in texts_of(value)]

    def summary(self, item: ItemDefinition, counts: Counts) -> ItemSummary:
        base = base_of(counts, item.code)
        rows = option_rows(self.words_of_options(item), keys_of(counts, item.code), base.answered)
        return ChoiceSummary(item, base, rows, several=self.several)

    def words_of_options(self, item: ItemDefinition) -> dict[str, str]:
        """Option value → words."""
        return item.labels

    def label(self, item: ItemDefinition, answers: Answers) -> str:
        shown = super().label(item, answers)
        own_words = _own_words(item, answers)
        return f"{shown}: {own_words}" if own_words else shown

    def value_label(self, item: ItemDefinition, value: Value) -> str:
        known = self.words_of_options(item)
        return ", ".join(known.get(text, text) for text in texts_of(value))

    def columns(self, item: ItemDefinition) -> list[Column]:
        return [*super().columns(item), *_other_columns(item)]

    def cells(self, item: ItemDefinition, answers: Answers) -> list[Cell]:
        return [*super().cells(item, answers), *_other_cells(item, answers)]

    def validate_item(self, item: ItemDefinition) -> list[str]:
        found = option_problems(item)
        if sum(option.other for option in item.options) > 1:
            found.append(_("Оставьте свой текст только у одного варианта"))
        return found


class MultipleChoice(SingleChoice):
    """Any options of a list; stored as a list of values in the order of the list."""

    kind = "multiple"
    several = True

    def parse(self, item: ItemDefinition, fields: Fields) -> Parsed:
        """Too many ticks are kept and refused at once, so nobody ticks them again."""
        parsed = super().parse(item, fields)
        chosen = parsed.answers.get(item.code)
        if isinstance(chosen, list) and item.max_choices and len(chosen) > item.max_choices:
            message = ngettext(
                "Оставьте не больше %(num)s варианта",
                "Оставьте не больше %(num)s вариантов",
                item.max_choices,
            )
            return Parsed(parsed.answers, {**parsed.errors, item.code: f"{message}: «{words(item)}»"})
        return parsed

    def read_all(self, item: ItemDefinition, values: list[str]) -> Value:
        return known_options(item, values)

    def missing_message(self, item: ItemDefinition) -> str:
        return _("Отметьте хотя бы один вариант: «%(text)s»", text=words(item))

    def columns(self, item: ItemDefinition) -> list[Column]:
        return [*flag_columns(item, item.code, item.text), *_other_columns(item)]

    def cells(self, item: ItemDefinition, answers: Answers) -> list[Cell]:
        return [*flag_cells(item, answers, item.code), *_other_cells(item, answers)]

    def validate_item(self, item: ItemDefinition) -> list[str]:
        found = super().validate_item(item)
        if item.max_choices is not None and not 1 <= item.max_choices <= len(item.options):
            found.append(_("Укажите, сколько можно отметить: от 1 до %(most)s", most=len(item.options)))
        return found


def known_option(item: ItemDefinition, text: str) -> str:
    """The value, if the item has such an option."""
    if text not in item.labels:
        raise RefusedValueError(_("Выберите вариант из списка: «%(text)s»", text=words(item)))
    return text


def known_options(item: ItemDefinition, values: list[str]) -> Value:
    """All the values, in the order of the list; «Не могу ответить» stands alone."""
    if NA in values:
        if len(values) > 1:
            raise RefusedValueError(
                _("Оставьте или «%(na)s», или другие варианты: «%(text)s»", na=na_label(), text=words(item))
            )
        return read_na(item)
    ticked = {known_option(item, text) for text in values}
    return [value for value in item.labels if value in ticked]


def flag_columns(item: ItemDefinition, code: str, title: str) -> list[Column]:
    """One 0/1 column an option."""
    labels = {NA: na_label()} if item.allows_na else {}
    return [Column(f"{code}.{option.value}", f"{title}: {option.label}", "flag", labels) for option in item.options]


def flag_cells(item: ItemDefinition, answers: Answers, code: str) -> list[Cell]:
    """1 for a ticked option, 0 for another, None where nothing was answered."""
    value = answers.get(code)
    if value is None or value in ("", []):
        return [None] * len(item.options)
    if value == NA:
        return [NA] * len(item.options)
    ticked = set(texts_of(value))
    return [int(option.value in ticked) for option in item.options]


def option_problems(item: ItemDefinition) -> list[str]:
    """What is wrong with the list of options."""
    found = [] if item.options else [_("Добавьте хотя бы два варианта ответа")]
    if len(item.labels) < len(item.options):
        found.append(_("У двух вариантов одно значение: дайте им разные"))
    for value in item.labels:
        if not all(sign.isalnum() or sign in "_-." for sign in value) or not 0 < len(value) <= LONGEST_VALUE:
            found.append(
                _(
                    "Значение «%(value)s» не подходит: буквы, цифры, точки, дефисы и подчёркивания, до %(most)s знаков",
                    value=shortened(value),
                    most=LONGEST_VALUE,
                )
            )
        elif value.startswith("__"):
            found.append(_("Значение «%(value)s» начинается с двух подчёркиваний: уберите их", value=value))
    return found


def other_code(item: ItemDefinition) -> str:
    """The key of the words beside «Другое»."""
    return f"{item.code}.other"


def _parse_other(item: ItemDefinition, fields: Fields) -> Parsed:
    code = other_code(item)
    values = [" ".join(normal(value).split()) for value in posted(fields, code) or []]
    if not values:
        return Parsed({code: None})
    if len(values) > 1 or len(values[0]) > LONGEST_OTHER:
        return Parsed(errors={code: _("Сократите свой вариант до %(most)s знаков", most=LONGEST_OTHER)})
    return Parsed({code: values[0]})


def _other_is_chosen(item: ItemDefinition, answers: Answers) -> bool:
    return item.other is not None and item.other.value in texts_of(answers.get(item.code))


def _own_words(item: ItemDefinition, answers: Answers) -> str:
    if not _other_is_chosen(item, answers):
        return ""
    return " ".join(texts_of(answers.get(other_code(item))))


def _other_columns(item: ItemDefinition) -> list[Column]:
    if not item.other:
        return []
    # `CODE.other` is the name of the option's own 0/1 column.
    return [Column(f"{other_code(item)}.text", _("%(text)s: свой вариант", text=item.text), "text")]


def _other_cells(item: ItemDefinition, answers: Answers) -> list[Cell]:
    return [_own_words(item, answers) or None] if item.other else []
