"""One definition becomes the next: items added, replaced, moved, doubled, removed. Nothing here knows a database."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from surveys.building.naming import with_fresh_codes
from surveys.definitions import ItemDefinition, QuestionnaireDefinition


@dataclass(frozen=True)
class Part:
    """A stretch of items under one heading; the items before the first heading have none."""

    heading: ItemDefinition | None
    items: tuple[ItemDefinition, ...]

    @property
    def code(self) -> str:
        return self.heading.code if self.heading else ""

    @property
    def all(self) -> tuple[ItemDefinition, ...]:
        return (self.heading, *self.items) if self.heading else self.items


def parts_of(definition: QuestionnaireDefinition) -> list[Part]:
    """The questionnaire by its sections, in order; an empty stretch before the first heading is left out."""
    found: list[Part] = []
    heading: ItemDefinition | None = None
    items: list[ItemDefinition] = []
    for item in definition.items:
        if item.type == "section":
            found.append(Part(heading, tuple(items)))
            heading, items = item, []
        else:
            items.append(item)
    found.append(Part(heading, tuple(items)))
    return [part for part in found if part.all]


def item_of(definition: QuestionnaireDefinition, code: str) -> ItemDefinition | None:
    """The item of this code; a matrix row is part of its item."""
    return next((item for item in definition.items if item.code == code), None)


def put(definition: QuestionnaireDefinition, item: ItemDefinition, after: str = "") -> QuestionnaireDefinition:
    """With one item more: behind the item `after`, or at the end."""
    items = list(definition.items)
    place = next((n for n, each in enumerate(items, 1) if each.code == after), len(items))
    return replace(definition, items=(*items[:place], item, *items[place:]))


def replaced(definition: QuestionnaireDefinition, code: str, item: ItemDefinition) -> QuestionnaireDefinition:
    """With another item in the place of this one; rows that it has no more leave calculated scales too."""
    items = tuple(item if each.code == code else each for each in definition.items)
    gone = definition.by_code.keys() - replace(definition, items=items).by_code.keys()
    return _unscored(replace(definition, items=items), gone)


def removed(definition: QuestionnaireDefinition, code: str) -> QuestionnaireDefinition:
    """Without the item; the questions under a heading stay where they are.

    Calculated scales lose its marks, and a scale that has none left goes with it.
    """
    left = replace(definition, items=tuple(item for item in definition.items if item.code != code))
    return _unscored(left, definition.by_code.keys() - left.by_code.keys())


def _unscored(definition: QuestionnaireDefinition, gone: Collection[str]) -> QuestionnaireDefinition:
    scores = (replace(each, items=tuple(code for code in each.items if code not in gone)) for each in definition.scores)
    return replace(definition, scores=tuple(each for each in scores if each.items))


def doubled(definition: QuestionnaireDefinition, code: str, taken: Collection[str]) -> QuestionnaireDefinition:
    """With a copy of the item right behind it, under new codes."""
    item = item_of(definition, code)
    if item is None:
        return definition
    copy = with_fresh_codes(item, {*taken, code, *(row.code for row in item.rows)})
    return put(definition, copy, after=code)


def moved(definition: QuestionnaireDefinition, code: str, step: int) -> QuestionnaireDefinition:
    """One place up (-1) or down (1). A heading takes its questions along, past the neighbouring part."""
    item = item_of(definition, code)
    if item is None:
        return definition
    if item.type == "section":
        return _with_parts(definition, _swapped(parts_of(definition), code, step))
    items = list(definition.items)
    here = items.index(item)
    there = here + step
    if 0 <= there < len(items):
        items[here], items[there] = items[there], items[here]
    return replace(definition, items=tuple(items))


def moved_into(definition: QuestionnaireDefinition, code: str, section: str) -> QuestionnaireDefinition:
    """To the end of a section; an empty name means before the first heading."""
    item = item_of(definition, code)
    if item is None or item.type == "section":
        return definition
    parts = parts_of(replace(definition, items=tuple(each for each in definition.items if each.code != code)))
    if section == "" and (not parts or parts[0].heading is not None):
        return _with_parts(definition, [Part(None, (item,)), *parts])
    if section not in [part.code for part in parts]:
        return definition
    return _with_parts(definition, [replace(p, items=(*p.items, item)) if p.code == section else p for p in parts])


def _swapped(parts: list[Part], code: str, step: int) -> list[Part]:
    """A part without a heading stays first, or its questions would fall under the heading that came before it."""
    here = next(n for n, part in enumerate(parts) if part.code == code)
    there = here + step
    if 0 <= there < len(parts) and parts[there].heading is not None:
        parts[here], parts[there] = parts[there], parts[here]
    return parts


def _with_parts(definition: QuestionnaireDefinition, parts: list[Part]) -> QuestionnaireDefinition:
    return replace(definition, items=tuple(item for part in parts for item in part.all))
