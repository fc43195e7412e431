"""Made-up answers for a preview: what results would look like, with nobody behind them and the same every time."""

import random
from collections import Counter
from datetime import date, timedelta

from surveys.conditions import visible_items
from surveys.counting import response_counts
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import Value, type_of
from surveys.items.scale import Scale
from surveys.items.summaries import Counts

FIRST_DAY = date(2030, 1, 14)


def made_up_counts(definition: QuestionnaireDefinition, n: int) -> Counts:
    """Counters of `n` invented responses."""
    chance, total = random.Random(definition.code), Counter[tuple[str, str]]()  # noqa: S311 — invented, not secret
    for _turn in range(n):
        total.update(response_counts(definition, _response(definition, chance)))
    return dict(total)


def _response(definition: QuestionnaireDefinition, chance: random.Random) -> dict[str, Value]:
    """A response without gaps; where a question does not fit the earlier answers it is left out."""
    answers: dict[str, Value] = {}
    for item in definition.items:
        if item in visible_items(definition, answers):
            answers |= {code: _value(each, chance) for code, each in (item.row_items or {item.code: item}).items()
                        if type_of(each).is_question and each.type != "file"}  # fmt: skip
    return answers


def _value(item: ItemDefinition, chance: random.Random) -> Value:
    kind, options = type_of(item), list(item.labels)
    if isinstance(kind, Scale):
        point = chance.choice(list(kind.points(item)))
        return int(point) if str(point).isdecimal() else point
    if item.type == "multiple":
        return sorted(chance.sample(options, chance.randint(1, item.max_choices or min(len(options), 3))))
    if item.type == "ranking":
        return chance.sample(options, len(options))
    if item.type == "number":
        return _number(item, chance)
    if item.type == "date":
        return (FIRST_DAY + timedelta(days=chance.randrange(7))).isoformat()
    return chance.choice(["yes", "no"] if item.type == "yesno" else options or ["…"])


def _number(item: ItemDefinition, chance: random.Random) -> int:
    low = float(item.minimum) if isinstance(item.minimum, int | float) else 0.0
    high = float(item.maximum) if isinstance(item.maximum, int | float) else low + 10
    return round(low + chance.random() * min(high - low, 20))
