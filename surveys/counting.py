"""Counters kept on write: what one submitted response adds, and may later take back."""

from collections import Counter

from surveys.conditions import seen_by
from surveys.definitions import QuestionnaireDefinition
from surveys.items import Answers, type_of
from surveys.items.summaries import RESPONSES, SHOWN


def response_counts(definition: QuestionnaireDefinition, answers: Answers) -> Counter[tuple[str, str]]:
    """(answer code, key) → 1 for everything the response says; sums over responses are all a summary needs.

    Keys: `__shown__`, `__answered__`, `__na__`; an option value; a number or an ISO date; `option:place`.
    The response itself is counted under `RESPONSES`. Hidden answers count as not shown.
    """
    shown, seen = seen_by(definition, answers)
    counts: Counter[tuple[str, str]] = Counter()
    counts[RESPONSES] = 1
    for item in shown:
        item_type = type_of(item)
        if not item_type.is_question:
            continue
        for code in (item.code, *item.row_items):
            counts[code, SHOWN] += 1
        for key in item_type.counts(item, seen):
            counts[key] += 1
    return counts
