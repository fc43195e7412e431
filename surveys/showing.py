"""The questionnaire as one person sees it: items in their order with what to put into each control."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from surveys.conditions import visible_answers, visible_items
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.filling import Filling
from surveys.items import NA, Fields, Value, type_of
from surveys.items import date as dates
from surveys.items.base import has_answer
from surveys.items.scale import Scale
from surveys.packets import seen_mark
from surveys.presentation import shuffled
from surveys.validation import piped


@dataclass(frozen=True)
class ShownItem:
    """One item on the page. `typed` holds fields as the controls show them, `stored` codes with a saved answer.

    `version_id` is there where the item stands as published: neither shuffled nor with an earlier answer in its words.
    """

    item: ItemDefinition
    typed: Mapping[str, Sequence[str]]
    errors: Mapping[str, str]
    stored: tuple[str, ...]
    is_visible: bool
    label: str = ""
    version_id: int | None = None
    answers: Mapping[str, Value] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        return type_of(self.item).answer_codes(self.item)

    @property
    def marks(self) -> dict[str, str]:
        """Code → what the page remembers of the answer that it shows (`packets.read_packet`)."""
        return {code: seen_mark(self.answers[code]) for code in self.stored}

    @property
    def is_question(self) -> bool:
        return type_of(self.item).is_question

    @property
    def error(self) -> str | None:
        """The refusal of the item, or of the words beside «Другое»; a matrix speaks row by row."""
        codes = (self.item.code,) if self.item.type == "matrix" else (self.item.code, *self.codes)
        return next((self.errors[code] for code in codes if code in self.errors), None)

    @property
    def value(self) -> Any:
        """What the control of this type takes: a text, a list, an order, or values by row."""
        if self.item.type == "matrix":
            return {code: self._given(row) for code, row in self.item.row_items.items()}
        return self._given(self.item)

    @property
    def other_text(self) -> str:
        return next(iter(self.typed.get(f"{self.item.code}.other", ())), "")

    @cached_property
    def points(self) -> list[Any]:
        """Marks of a scale: numbers, or pairs of value and words."""
        item_type = type_of(self.item)
        known = item_type.points(self.item) if isinstance(item_type, Scale) else {}
        return list(known.items()) if self.item.options else [int(point) for point in known]

    def _given(self, item: ItemDefinition) -> Any:
        values = list(self.typed.get(item.code, ()))
        if item.type == "multiple":
            return values
        if item.type == "ranking" and NA not in values:
            return self._order(item)
        return _as_typed(item, next(iter(values), None))

    def _order(self, item: ItemDefinition) -> list[str]:
        """Options by place, an empty text where a place is free."""
        places: dict[int, str] = {}
        for value in item.labels:
            place = next(iter(self.typed.get(f"{item.code}.{value}", ())), "")
            if place.isdecimal() and 1 <= int(place[:4]) <= len(item.options):
                places.setdefault(int(place), value)
        return [places.get(place, "") for place in range(1, max(places, default=0) + 1)]


@dataclass(frozen=True)
class Showing:
    """All items of one filling; `questions` are those that ask and are shown now.

    `is_untouched`: these very items are shown to everybody who has not answered yet.
    """

    filling: Filling
    items: tuple[ShownItem, ...]
    errors: Mapping[str, str] = field(default_factory=dict)
    is_untouched: bool = False

    @property
    def definition(self) -> QuestionnaireDefinition:
        return self.filling.definition

    @cached_property
    def questions(self) -> list[ShownItem]:
        return [shown for shown in self.items if shown.is_visible and shown.is_question]

    @property
    def has_files(self) -> bool:
        """Whether a form of it must be able to carry a file."""
        return any(shown.item.type == "file" for shown in self.items)

    @property
    def answered(self) -> int:
        return sum(1 for shown in self.questions if shown.stored)

    @property
    def saved(self) -> int:
        """How many answers the server holds, hidden ones among them."""
        return sum(1 for shown in self.items if shown.stored)

    def place_of(self, code: str) -> int | None:
        """The place of a question among those shown, from 0."""
        places = (place for place, shown in enumerate(self.questions) if shown.item.code == code)
        return next(places, None)

    def lead_in(self, code: str) -> list[ShownItem]:
        """The heading of the part in which the question stands, and the notes right before it."""
        section: list[ShownItem] = []
        notes: list[ShownItem] = []
        for shown in self.items:
            if shown.item.code == code:
                break
            if not shown.is_visible:
                continue
            if shown.item.type == "section":
                section, notes = [shown], []
            elif shown.item.type == "note":
                notes.append(shown)
            else:
                notes = []
        return section + notes

    def after(self, code: str) -> ShownItem | None:
        """The next question that is shown, wherever `code` stands and even if it is hidden by now."""
        codes = [each.item.code for each in self.items]
        rest = codes[codes.index(code) + 1 :] if code in codes else codes
        return next((shown for shown in self.questions if shown.item.code in rest), None)

    @property
    def first_open(self) -> ShownItem | None:
        """The first question without an answer."""
        return next((shown for shown in self.questions if not shown.stored), None)


MOST_KEPT = 500
_untouched: dict[int, tuple[QuestionnaireDefinition, tuple[ShownItem, ...]]] = {}


def show(filling: Filling, *, typed: Fields | None = None, errors: Mapping[str, str] | None = None) -> Showing:
    """The items as this person sees them; `typed` is laid over the stored answers where a form was refused."""
    if not (filling.answers or typed or errors):
        return _show_untouched(filling)
    return Showing(filling, _items_of(filling, filling.answers, typed or {}, errors or {}), errors or {})


def _show_untouched(filling: Filling) -> Showing:
    """Before the first answer everybody sees the same, unless the author asked for a random order: kept by version."""
    definition = filling.definition
    if any(item.shuffle for item in definition.items):
        return Showing(filling, _items_of(filling, {}, {}, {}))
    known = _untouched.get(id(definition))
    if known is None or known[0] is not definition:
        if len(_untouched) >= MOST_KEPT:
            _untouched.clear()
        known = _untouched[id(definition)] = definition, _items_of(filling, {}, {}, {})
    return Showing(filling, known[1], is_untouched=True)


def _items_of(
    filling: Filling, answers: dict[str, Value], typed: Fields, errors: Mapping[str, str]
) -> tuple[ShownItem, ...]:
    definition = filling.definition
    seen = visible_answers(definition, answers)
    visible = {item.code: item for item in visible_items(definition, answers)}
    seed = filling.invitation.public_id
    version_id = filling.assignment.version_id

    def shown_item(item: ItemDefinition) -> ShownItem:
        asked = shuffled(piped(visible.get(item.code, item), seen, definition), seed)
        published = version_id if asked is item else None
        is_visible = item.code in visible
        return seen_as(asked, answers, typed, errors, is_visible=is_visible, version_id=published)

    return tuple(shown_item(item) for item in definition.items)


def seen_as(
    item: ItemDefinition,
    answers: dict[str, Value],
    typed: Fields,
    errors: Mapping[str, str],
    *,
    is_visible: bool,
    version_id: int | None,
) -> ShownItem:
    """The item with what is stored and typed; `version_id` only where it stands as published."""
    item_type = type_of(item)
    codes = item_type.answer_codes(item)
    fields: dict[str, Sequence[str]] = dict(item_type.as_fields(item, answers))
    fields |= {name: typed[name] for name in (*item_type.fields(item), *codes) if name in typed}
    return ShownItem(
        item=item,
        typed=fields,
        errors={code: errors[code] for code in (item.code, *codes) if code in errors},
        stored=tuple(code for code in codes if has_answer(answers, code)),
        is_visible=is_visible,
        label=item_type.label(item, answers),
        version_id=version_id,
        answers=answers,
    )


def _as_typed(item: ItemDefinition, text: str | None) -> str | None:
    """The stored spelling of a number or a date as people write it."""
    if text is None or text == NA:
        return text
    if item.type == "date":
        day = dates.read_date(text)
        return dates.shown(day) if day else text
    return text.replace(".", ",") if item.type == "number" else text
