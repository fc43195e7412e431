"""A draft as a respondent will see it: the same items, conditions and controls, with nothing stored."""

from collections.abc import Sequence
from dataclasses import replace

from surveys.conditions import visible_answers, visible_items
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import Fields, Value, type_of
from surveys.showing import ShownItem, seen_as
from surveys.validation import piped


def preview_of(definition: QuestionnaireDefinition, fields: Fields) -> list[ShownItem]:
    """The items that are shown after these answers, earlier answers put into later wordings."""
    answers: dict[str, Value] = {}
    for item in definition.items:
        parsed = type_of(item).parse(item, fields)
        answers.update({code: value for code, value in parsed.answers.items() if value is not None})
    seen = visible_answers(definition, answers)
    return [
        seen_as(piped(item, seen, definition), seen, {}, {}, is_visible=True, version_id=None)
        for item in visible_items(definition, answers)
    ]


def specimen(item: ItemDefinition) -> ShownItem:
    """One item for a look beside its form; its controls bear names of their own, so that no id stands twice."""
    rows = tuple(replace(row, code=f"see_{row.code}") for row in item.rows)
    return seen_as(
        replace(item, code=f"see_{item.code}", rows=rows, show_if=None), {}, {}, {}, is_visible=True, version_id=None
    )


def numbers_of(items: Sequence[ItemDefinition]) -> dict[str, int]:
    """Code → the number of a question among questions; headings and notes have none."""
    asked = [item.code for item in items if type_of(item).is_question]
    return {code: number for number, code in enumerate(asked, 1)}
