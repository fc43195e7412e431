"""A calendar date, typed as 17.11.2026 or picked by the browser as 2026-11-17."""

import re
from datetime import date

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items.base import Cell, ItemType, RefusedValueError, Value, texts_of, words
from surveys.items.summaries import Counts, DateSummary, ItemSummary, base_of, keys_of

_RUSSIAN = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
FIRST_YEAR, LAST_YEAR = 1900, 2100


class Date(ItemType):
    """Stored as ISO text."""

    kind = "date"
    column_kind = "date"

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        day = read_date(text)
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise RefusedValueError(self.missing_message(item))
        first, last = (read_date(str(end)) for end in (item.minimum, item.maximum))
        if first and day < first:
            raise RefusedValueError(_("Укажите дату не раньше %(day)s: «%(text)s»", day=shown(first), text=words(item)))
        if last and day > last:
            raise RefusedValueError(_("Укажите дату не позже %(day)s: «%(text)s»", day=shown(last), text=words(item)))
        return day.isoformat()

    def missing_message(self, item: ItemDefinition) -> str:
        return _("Укажите дату, например 17.11.2026: «%(text)s»", text=words(item))

    def keys(self, item: ItemDefinition, value: Value) -> list[str]:
        day = read_date("".join(texts_of(value)))
        return [day.isoformat()] if day else []

    def summary(self, item: ItemDefinition, counts: Counts) -> ItemSummary:
        found = keys_of(counts, item.code)
        months: dict[str, int] = {}
        for day, n in sorted(found.items()):
            months[day[:7]] = months.get(day[:7], 0) + n
        return DateSummary(
            item,
            base_of(counts, item.code),
            first=min(found, default=None),
            last=max(found, default=None),
            months=tuple(months.items()),
        )

    def value_label(self, item: ItemDefinition, value: Value) -> str:
        written = ", ".join(texts_of(value))
        day = read_date(written)
        return shown(day) if day else written

    def cell(self, item: ItemDefinition, value: Value) -> Cell:
        return read_date("".join(texts_of(value))) or super().cell(item, value)

    def validate_item(self, item: ItemDefinition) -> list[str]:
        ends = [read_date(str(end)) for end in (item.minimum, item.maximum) if end is not None]
        if None in ends:
            return [_("Задайте границы датами, например 17.11.2026")]
        if len(ends) == 2 and ends[0] and ends[1] and ends[0] > ends[1]:
            return [_("Первая дата позже последней: поменяйте их местами")]
        return []


def read_date(text: str) -> date | None:
    """A date in either spelling."""
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _RUSSIAN.fullmatch(text):
        day, month, year = found.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def shown(day: date) -> str:
    """As people write it: 17.11.2026."""
    return f"{day:%d.%m}.{day.year:04}"
