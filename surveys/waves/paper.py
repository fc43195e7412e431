"""A questionnaire as paper wants it: questions with numbers, and the condition of each in words beside it."""

from dataclasses import dataclass

from surveys.conditions import describe
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import type_of
from surveys.items.scale import Scale


@dataclass(frozen=True)
class PaperItem:
    """One item on paper. `number` is 0 for what asks nothing; `points` are the marks of a scale."""

    item: ItemDefinition
    number: int
    condition: str
    points: tuple[tuple[str, str], ...]


def numbered(definition: QuestionnaireDefinition) -> list[PaperItem]:
    """The items in their order, questions numbered from 1."""
    found, number = [], 0
    for item in definition.items:
        kind = type_of(item)
        number += 1 if kind.is_question else 0
        points = tuple(kind.points(item).items()) if isinstance(kind, Scale) else ()
        condition = describe(item.show_if, definition) if item.show_if else ""
        found.append(PaperItem(item, number if kind.is_question else 0, condition, points))
    return found
