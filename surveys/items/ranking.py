"""Putting options in order of importance: each option gets a place."""

from portal.core.i18n import _
from surveys.definitions import ItemDefinition
from surveys.items.base import (
    NA,
    PRESENT,
    Answers,
    Cell,
    Column,
    Fields,
    ItemType,
    Parsed,
    RefusedValueError,
    Value,
    has_answer,
    na_label,
    posted,
    read_na,
    shortened,
    texts_of,
    words,
)
from surveys.items.choice import option_problems
from surveys.items.summaries import Counts, ItemSummary, RankedRow, RankingSummary, base_of, keys_of
from surveys.results import statistics


class Ranking(ItemType):
    """Stored as option values in order; an empty text holds a place that is still free in a draft."""

    kind = "ranking"

    def fields(self, item: ItemDefinition) -> tuple[str, ...]:
        return (item.code, f"{item.code}.{PRESENT}", *(f"{item.code}.{value}" for value in item.labels))

    def parse(self, item: ItemDefinition, fields: Fields) -> Parsed:
        """A form carries the places of all options together; an option without a place has none."""
        if not any(name in fields for name in self.fields(item)):
            return Parsed()
        try:
            if NA in (posted(fields, item.code) or []):
                return Parsed({item.code: read_na(item)})
            places = _read_places(item, fields)
        except RefusedValueError as refusal:
            return Parsed(errors={item.code: str(refusal)})
        placed: Value = [places.get(place, "") for place in range(1, max(places, default=0) + 1)]
        return Parsed({item.code: placed or None})

    def read_value(self, item: ItemDefinition, text: str) -> Value:
        """One value is the option in the first place."""
        if text not in item.labels:
            raise RefusedValueError(_("Выберите вариант из списка: «%(text)s»", text=words(item)))
        return [text]

    def as_fields(self, item: ItemDefinition, answers: Answers) -> dict[str, list[str]]:
        if not has_answer(answers, item.code):
            return {}
        if answers[item.code] == NA:
            return {item.code: [NA]}
        places: dict[str, list[str]] = {f"{item.code}.{value}": [] for value in item.labels}
        places[item.code] = []
        for place, value in enumerate(texts_of(answers[item.code]), 1):
            places.setdefault(f"{item.code}.{value}" if value else item.code, []).append(str(place) if value else "")
        return places

    def problems(self, item: ItemDefinition, answers: Answers) -> dict[str, str]:
        errors = super().problems(item, answers)
        placed = texts_of(answers.get(item.code))
        if errors or not placed or placed == [NA]:
            return errors
        strangers = [value for value in placed if value and value not in item.labels]
        if strangers:
            errors[item.code] = _("Выберите варианты из списка: «%(text)s»", text=words(item))
        elif "" in placed:
            errors[item.code] = _("Займите места подряд, начиная с первого: «%(text)s»", text=words(item))
        elif item.required and len(placed) < len(item.options):
            left = [label for value, label in item.labels.items() if value not in placed]
            errors[item.code] = _("Осталось поставить на место: %(left)s", left=shortened(", ".join(left)))
        return errors

    def missing_message(self, item: ItemDefinition) -> str:
        return _("Расставьте варианты по местам: «%(text)s»", text=words(item))

    def keys(self, item: ItemDefinition, value: Value) -> list[str]:
        return [f"{shortened(option)}:{place}" for place, option in enumerate(texts_of(value), 1) if option]

    def summary(self, item: ItemDefinition, counts: Counts) -> ItemSummary:
        base = base_of(counts, item.code)
        found: dict[str, dict[int, int]] = {}
        for key, n in keys_of(counts, item.code).items():
            option, _colon, place = key.rpartition(":")
            if place.isdecimal():
                found.setdefault(option, {})[int(place)] = n
        gone = [value for value in sorted(found) if value not in item.labels]
        rows = [_ranked(item, value, found.get(value, {}), base.answered) for value in (*item.labels, *gone)]
        last = len(rows) + 1.0
        ordered = sorted(rows, key=lambda row: last if row.mean_place is None else row.mean_place)
        return RankingSummary(item, base, tuple(ordered))

    def value_label(self, item: ItemDefinition, value: Value) -> str:
        placed = [(place, option) for place, option in enumerate(texts_of(value), 1) if option]
        return "; ".join(f"{place}. {item.labels.get(option, option)}" for place, option in placed)

    def columns(self, item: ItemDefinition) -> list[Column]:
        """One column an option with its place."""
        labels = {NA: na_label()} if item.allows_na else {}
        return [
            Column(f"{item.code}.{value}", f"{item.text}: {label}", "number", labels)
            for value, label in item.labels.items()
        ]

    def cells(self, item: ItemDefinition, answers: Answers) -> list[Cell]:
        value = answers.get(item.code)
        if value == NA:
            return [NA] * len(item.labels)
        places = {option: place for place, option in enumerate(texts_of(value), 1)}
        return [places.get(option) for option in item.labels]

    def validate_item(self, item: ItemDefinition) -> list[str]:
        found = option_problems(item)
        if len(item.options) == 1:
            found.append(_("Добавьте хотя бы два варианта: один по местам не расставить"))
        return found


def _read_places(item: ItemDefinition, fields: Fields) -> dict[int, str]:
    """Place → option value; a place belongs to one option."""
    places: dict[int, str] = {}
    for value, label in item.labels.items():
        typed = posted(fields, f"{item.code}.{value}") or []
        if not typed:
            continue
        place = int(typed[0]) if len(typed) == 1 and typed[0].isdecimal() and len(typed[0]) < 6 else 0
        if not 1 <= place <= len(item.options):
            raise RefusedValueError(
                _("Укажите место от 1 до %(last)s: «%(label)s»", last=len(item.options), label=label)
            )
        if place in places:
            raise RefusedValueError(
                _(
                    "На месте %(place)s два варианта: «%(first)s» и «%(second)s». Оставьте один",
                    place=place,
                    first=item.labels[places[place]],
                    second=label,
                )
            )
        places[place] = value
    return places


def _ranked(item: ItemDefinition, value: str, places: dict[int, int], answered: int) -> RankedRow:
    longest = max([len(item.options), *places])
    return RankedRow(
        value=value,
        label=item.labels.get(value, value),
        ranked=sum(places.values()),
        mean_place=statistics.mean({float(place): n for place, n in places.items()}),
        first=statistics.share(places.get(1, 0), answered),
        places=tuple(places.get(place, 0) for place in range(1, longest + 1)),
        retired=value not in item.labels,
    )
