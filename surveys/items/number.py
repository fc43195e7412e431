"""A typed number."""

import re
from decimal import Decimal

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items.base import Cell, ItemType, RefusedValueError, Value, texts_of, words
from surveys.items.summaries import Counts, ItemSummary, NumberSummary, base_of, keys_of, numbers_of
from surveys.results import statistics
from surveys.strict import number_of, plain_number

_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?")


class Number(ItemType):
    """Whole or with a fraction, within `min` and `max`, in steps of `step`; a comma or a point will do."""

    kind = "number"
    column_kind = "number"

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        written = "".join(text.split()).replace(",", ".").replace("−", "-")
        if not _NUMBER.fullmatch(written):
            raise RefusedValueError(_("Укажите число: «%(text)s»", text=words(item)))
        number = Decimal(written)
        _within(item, number)
        return int(number) if number == int(number) else float(number)

    def missing_message(self, item: ItemDefinition) -> str:
        return _("Укажите число: «%(text)s»", text=words(item))

    def keys(self, item: ItemDefinition, value: Value) -> list[str]:
        number = number_of(value)
        return [] if number is None else [plain_number(number)]

    def summary(self, item: ItemDefinition, counts: Counts) -> ItemSummary:
        found = numbers_of(keys_of(counts, item.code))
        return NumberSummary(
            item,
            base_of(counts, item.code),
            mean=statistics.mean(found),
            deviation=statistics.deviation(found),
            median=statistics.median(found),
            lowest=min(found, default=None),
            highest=max(found, default=None),
        )

    def value_label(self, item: ItemDefinition, value: Value) -> str:
        return ", ".join(text.replace(".", ",") for text in texts_of(value))

    def cell(self, item: ItemDefinition, value: Value) -> Cell:
        number = number_of(value)
        if number is None:
            return super().cell(item, value)
        return int(number) if number == int(number) else number

    def validate_item(self, item: ItemDefinition) -> list[str]:
        if item.step is not None and item.step <= 0:
            return [_("Укажите шаг больше нуля")]
        ends = [number_of(end) for end in (item.minimum, item.maximum) if end is not None]
        if None in ends:
            return [_("Задайте границы числами")]
        is_upside_down = len(ends) == 2 and ends != sorted(ends, key=lambda end: end or 0)
        return [_("Наименьшее число больше наибольшего: поменяйте их местами")] if is_upside_down else []


def _within(item: ItemDefinition, number: Decimal) -> None:
    """Refuse a number outside the bounds or between the steps."""
    low, high = (_decimal(end) for end in (item.minimum, item.maximum))
    if low is not None and number < low:
        raise RefusedValueError(_("Укажите число не меньше %(low)s: «%(text)s»", low=_shown(low), text=words(item)))
    if high is not None and number > high:
        raise RefusedValueError(_("Укажите число не больше %(high)s: «%(text)s»", high=_shown(high), text=words(item)))
    step = _decimal(item.step)
    if step and (number - (low or 0)) % step != 0:
        first, second = (_shown((low or Decimal(0)) + step * times) for times in (0, 1))
        raise RefusedValueError(
            _(
                "Укажите число с шагом %(step)s, например %(first)s или %(second)s: «%(text)s»",
                step=_shown(step),
                first=first,
                second=second,
                text=words(item),
            )
        )


def _decimal(end: int | float | str | None) -> Decimal | None:
    number = number_of(end)
    return None if number is None else Decimal(plain_number(number))


def _shown(number: Decimal) -> str:
    return plain_number(float(number)).replace(".", ",")
