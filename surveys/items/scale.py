"""Marks on a scale: 1–10, five words, any whole range, and the 0–10 question about recommending."""

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items.base import (
    NA,
    Answers,
    Cell,
    ItemType,
    RefusedValueError,
    Value,
    na_label,
    texts_of,
    words,
)
from surveys.items.choice import option_problems
from surveys.items.summaries import (
    Counts,
    ItemSummary,
    RecommendationSummary,
    ScaleSummary,
    base_of,
    keys_of,
    numbers_of,
    option_rows,
)
from surveys.results import statistics
from surveys.strict import number_of, plain_number

MOST_POINTS = 101


class Scale(ItemType):
    """A mark stored as a number; points are the options, or every whole number from `min` to `max`."""

    kind = "scale"
    column_kind = "number"
    lowest, highest = 1, 5

    def points(self, item: ItemDefinition) -> dict[str, str]:
        """Point → words; a point without words of its own is named by its number."""
        if item.options:
            return item.labels
        low, high = self.range(item)
        whole = range(int(low), min(int(high), int(low) + MOST_POINTS - 1) + 1)
        return {str(point): str(point) for point in whole}

    def range(self, item: ItemDefinition) -> tuple[float, float]:
        """The ends of the scale."""
        if item.options:
            values = [number_of(option.value) or 0.0 for option in item.options]
            return min(values), max(values)
        low, high = number_of(item.minimum), number_of(item.maximum)
        return (self.lowest if low is None else low), (self.highest if high is None else high)

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        number = number_of(text.replace(",", ".")) if text.isascii() else None
        if number is None or plain_number(number) not in self.points(item):
            raise RefusedValueError(self.missing_message(item))
        return int(number) if number == int(number) else number

    def is_plain(self, item: ItemDefinition, answers: Answers) -> bool:
        value = answers.get(item.code)
        return type(value) is int and str(value) in self.points(item)

    def missing_message(self, item: ItemDefinition) -> str:
        if item.options:
            return _("Выберите один вариант: «%(text)s»", text=words(item))
        low, high = (plain_number(end) for end in self.range(item))
        return _("Выберите число от %(low)s до %(high)s: «%(text)s»", low=low, high=high, text=words(item))

    def keys(self, item: ItemDefinition, value: Value) -> list[str]:
        number = number_of(value)
        return [] if number is None else [plain_number(number)]

    def summary(self, item: ItemDefinition, counts: Counts) -> ItemSummary:
        base, found = base_of(counts, item.code), keys_of(counts, item.code)
        marks = numbers_of(found)
        return ScaleSummary(
            item,
            base,
            points=option_rows(self.points(item), found, base.answered),
            mean=statistics.mean(marks),
            deviation=statistics.deviation(marks),
            median=statistics.median(marks),
            top2=statistics.top_share(marks, self.range(item)[1]),
        )

    def value_label(self, item: ItemDefinition, value: Value) -> str:
        return ", ".join(item.labels.get(text, text.replace(".", ",")) for text in texts_of(value))

    def cell(self, item: ItemDefinition, value: Value) -> Cell:
        number = number_of(value)
        if number is None:
            return super().cell(item, value)
        return int(number) if number == int(number) else number

    def column_labels(self, item: ItemDefinition) -> dict[str, str]:
        known = item.labels or self._labels_of_ends(item)
        return {**known, NA: na_label()} if item.allows_na else dict(known)

    def _labels_of_ends(self, item: ItemDefinition) -> dict[str, str]:
        ends = zip(self.range(item), (item.min_label, item.max_label), strict=True)
        return {plain_number(point): label for point, label in ends if label}

    def validate_item(self, item: ItemDefinition) -> list[str]:
        if item.options:
            not_numbers = any(number_of(option.value) is None for option in item.options)
            return option_problems(item) + ([_("Задайте значения шкалы числами")] if not_numbers else [])
        low, high = self.range(item)
        if low != int(low) or high != int(high) or not 0 < high - low < MOST_POINTS:
            return [
                _(
                    "Задайте концы шкалы целыми числами: второй больше первого, делений не больше %(most)s",
                    most=MOST_POINTS,
                )
            ]
        return []


class Scale10(Scale):
    """From 1 to 10."""

    kind = "scale10"
    lowest, highest = 1, 10

    def range(self, item: ItemDefinition) -> tuple[float, float]:
        return self.lowest, self.highest

    def points(self, item: ItemDefinition) -> dict[str, str]:
        return {str(point): str(point) for point in range(self.lowest, self.highest + 1)}

    def validate_item(self, item: ItemDefinition) -> list[str]:
        if item.options or item.minimum is not None or item.maximum is not None:
            return [_("Границы этой шкалы не меняются: уберите свои, подписать можно только края")]
        return []


class Recommend(Scale10):
    """From 0 to 10: how likely one is to recommend."""

    kind = "nps"
    lowest, highest = 0, 10

    def summary(self, item: ItemDefinition, counts: Counts) -> ItemSummary:
        scale = super().summary(item, counts)
        marks = numbers_of(keys_of(counts, item.code))
        return RecommendationSummary(**vars(scale), index=statistics.recommendation(marks))
