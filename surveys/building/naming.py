"""Stable names: codes of questions and values of options, minted once and never used for anything else."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from surveys.definitions import (
    ConditionDefinition,
    ItemDefinition,
    OptionDefinition,
    QuestionnaireDefinition,
    RowDefinition,
)
from surveys.strict import number_of, plain_number

PREFIXES = {"section": "S", "note": "N"}


def fresh_code(taken: Collection[str], prefix: str = "Q") -> str:
    """The first of Q1, Q2, … that nothing bears or ever bore."""
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"


def code_for(item_type: str, taken: Collection[str]) -> str:
    """A code for a new item of this type."""
    return fresh_code(taken, PREFIXES.get(item_type, "Q"))


def codes_of(definition: QuestionnaireDefinition) -> set[str]:
    """Codes of items and matrix rows."""
    return set(definition.by_code)


def fresh_value(known: Iterable[str]) -> str:
    """A value for a new option: the next whole number where all are numbers, else the first free of o1, o2, …

    `known` are the values that the question has or ever had.
    """
    values = list(known)
    numbers = [number_of(value) for value in values]
    marks = [number for number in numbers if number is not None]
    if values and len(marks) == len(values):
        return plain_number(max(marks) + 1)
    return fresh_code(set(values), "o")


def with_fresh_codes(item: ItemDefinition, taken: Collection[str]) -> ItemDefinition:
    """A copy of the item whose code and row codes collide with nothing; names that are free are kept."""
    used = set(taken)
    code = item.code if item.code not in used else code_for(item.type, used)
    used.add(code)
    rows: list[RowDefinition] = []
    for row in item.rows:
        row_code = row.code if row.code not in used else fresh_code(used, f"{code}_")
        used.add(row_code)
        rows.append(replace(row, code=row_code))
    return replace(item, code=code, rows=tuple(rows))


def renamed(definition: QuestionnaireDefinition, old: str, new: str) -> QuestionnaireDefinition:
    """The definition with another code for one item or row; all that speaks of it follows.

    That are conditions, `[[…]]`, calculated scales and the question that gives the status.
    """
    return replace(
        definition,
        items=tuple(_renamed_in(item, old, new) for item in definition.items),
        scores=tuple(
            replace(score, items=tuple(new if code == old else code for code in score.items))
            for score in definition.scores
        ),
        status=new if definition.status == old else definition.status,
    )


def _renamed_in(item: ItemDefinition, old: str, new: str) -> ItemDefinition:
    mention = re.compile(rf"\[\[{re.escape(old)}\]\]")

    def said(text: str) -> str:
        return mention.sub(f"[[{new}]]", text)

    return replace(
        item,
        code=new if item.code == old else item.code,
        text=said(item.text),
        hint=said(item.hint),
        show_if=_renamed_condition(item.show_if, old, new),
        options=tuple(_relabelled(option, said(option.label)) for option in item.options),
        rows=tuple(replace(row, code=new if row.code == old else row.code, label=said(row.label)) for row in item.rows),
    )


def _relabelled(option: OptionDefinition, label: str) -> OptionDefinition:
    return option if option.label == label else replace(option, label=label)


def _renamed_condition(condition: ConditionDefinition | None, old: str, new: str) -> ConditionDefinition | None:
    if condition is None:
        return None
    parts = (_renamed_condition(part, old, new) for part in condition.parts)
    return replace(
        condition,
        code=new if condition.code == old else condition.code,
        parts=tuple(part for part in parts if part is not None),
    )
