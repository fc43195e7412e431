"""Whether a filled-in questionnaire may be sent, and earlier answers put into later wordings."""

import re
from collections.abc import Iterator
from dataclasses import replace

from surveys.conditions import seen_by
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import Answers, type_of

REFERENCE = re.compile(r"\[\[([A-Za-z][A-Za-z0-9_]*)\]\]")
UNSAID = "…"


def check_submission(definition: QuestionnaireDefinition, answers: Answers) -> dict[str, str]:
    """Answer code → what to put right, in the order of the page; empty when everything may be sent.

    Only visible items are asked; answers to hidden ones are neither checked nor demanded.
    """
    shown, seen = seen_by(definition, answers)
    errors: dict[str, str] = {}
    for item in shown:
        errors.update(type_of(item).problems(piped(item, seen, definition), seen))
    return errors


def pipe(text: str, answers: Answers, definition: QuestionnaireDefinition) -> str:
    """The text with `[[CODE]]` replaced by the words of that answer, once and as plain text.

    An answer that itself contains `[[…]]` stays as it was typed.
    """
    return REFERENCE.sub(lambda found: _said(found.group(1), answers, definition), text)


def piped(item: ItemDefinition, answers: Answers, definition: QuestionnaireDefinition) -> ItemDefinition:
    """The item as this person reads it; the same object where nothing is referred to."""
    if not any(True for _code in references(item)):
        return item
    return replace(
        item,
        text=pipe(item.text, answers, definition),
        hint=pipe(item.hint, answers, definition),
        options=tuple(replace(each, label=pipe(each.label, answers, definition)) for each in item.options),
        rows=tuple(replace(each, label=pipe(each.label, answers, definition)) for each in item.rows),
    )


def references(item: ItemDefinition) -> Iterator[str]:
    """Codes an item's wording refers to."""
    labels = [option.label for option in item.options] + [row.label for row in item.rows]
    for text in (item.text, item.hint, *labels):
        if "[[" in text:
            yield from REFERENCE.findall(text)


def _said(code: str, answers: Answers, definition: QuestionnaireDefinition) -> str:
    item = definition.by_code.get(code)
    if item is None or not any(key in answers for key in type_of(item).answer_codes(item)):
        return UNSAID
    return type_of(item).label(item, answers)
