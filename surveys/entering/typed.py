"""Answers as they are typed from a sheet of paper: numbers of options instead of ticks, Enter after each.

Everything here is pure: what was typed becomes the fields that the person's own form would carry.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.core.i18n import _
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items import NA, Fields, type_of
from surveys.items.scale import Scale

CANNOT = "0"
DASHES = ("-", "–", "—")
_GAPS = re.compile(r"[\s,;.]+")


@dataclass(frozen=True)
class TypedItem:
    """One line of the page: a question, or a row of a matrix; `choices` are its options by their numbers."""

    name: str
    label: str
    hint: str
    number: str
    choices: tuple[str, ...] = ()
    is_long: bool = False
    caption: str = ""


@dataclass(frozen=True)
class TypedSheet:
    """What was typed, as fields of a form; `errors` by name of the line, `raw` to show it again."""

    fields: Fields
    errors: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)


def lines_of(definition: QuestionnaireDefinition) -> list[TypedItem]:
    """The lines of the page in the order of the sheet; what cannot stand on paper (a file) is left out."""
    found: list[TypedItem] = []
    number = 0
    for item in definition.items:
        if not type_of(item).is_question:
            continue
        number += 1
        if item.type == "file":
            continue
        if item.type == "matrix":
            found += [
                _line(row, f"{number}.{place}", caption=item.text if place == 1 else "")
                for place, row in enumerate(item.row_items.values(), 1)
            ]
            continue
        found.append(_line(item, str(number)))
        if item.other:
            found.append(
                TypedItem(f"{item.code}.other", _("%(label)s: своими словами", label=item.other.label), "", "")
            )
    return found


def read_sheet(definition: QuestionnaireDefinition, form: Mapping[str, str]) -> TypedSheet:
    """Read the lines of a posted page; an empty line is a question left out."""
    fields: dict[str, list[str]] = {}
    errors: dict[str, str] = {}
    raw = {line.name: form.get(line.name, "")[:5000] for line in lines_of(definition)}
    for item in definition.items:
        for each in item.row_items.values() if item.type == "matrix" else (item,):
            typed = raw.get(each.code, "").strip()
            if not typed:
                continue
            try:
                fields |= _fields(each, typed)
            except ValueError as wrong:
                errors[each.code] = str(wrong)
        other = raw.get(f"{item.code}.other", "").strip()
        if other:
            fields[f"{item.code}.other"] = [other]
    return TypedSheet(fields, errors, raw)


def _line(item: ItemDefinition, number: str, caption: str = "") -> TypedItem:
    return TypedItem(
        item.code, item.text, _how(item), number, tuple(_choices(item).values()), is_long=item.type == "text",
        caption=caption,
    )  # fmt: skip


def _choices(item: ItemDefinition) -> dict[str, str]:
    """Option value → words, for what is answered by the number of an option."""
    if item.type == "yesno":
        return {"yes": _("Да"), "no": _("Нет")}
    return item.labels


def _how(item: ItemDefinition) -> str:
    """What to type, in a few words."""
    if item.type == "multiple":
        words = _("номера через пробел")
    elif item.type == "ranking":
        words = _("номера по порядку мест")
    elif item.type == "date":
        words = _("дд.мм.гггг")
    elif item.type in ("text", "number"):
        words = ""
    else:
        words = _("номер ответа") if _choices(item) else _("число")
    if not item.allows_na or not words:
        return words
    if _takes_zero(item):
        return _("%(how)s; прочерк – не может ответить", how=words)
    return _("%(how)s; 0 – не может ответить", how=words)


def _fields(item: ItemDefinition, typed: str) -> dict[str, list[str]]:
    if item.allows_na and (typed in DASHES or (typed == CANNOT and not _takes_zero(item))):
        return {item.code: [NA]}
    if item.type == "ranking":
        order = _values(item, typed)
        if len(set(order)) != len(order):
            raise ValueError(_("Один номер стоит дважды"))
        return {f"{item.code}.{value}": [str(place)] for place, value in enumerate(order, 1)}
    if item.type == "multiple":
        return {item.code: _values(item, typed)}
    if item.type in ("single", "yesno") or (isinstance(type_of(item), Scale) and item.options):
        chosen = _values(item, typed)
        if len(chosen) != 1:
            raise ValueError(_("Нужен один номер"))
        return {item.code: chosen}
    return {item.code: [typed]}


def _takes_zero(item: ItemDefinition) -> bool:
    """Whether 0 is an answer: a number, or a scale that begins with it (then «–» says that there is none)."""
    kind = type_of(item)
    return item.type in ("number", "text") or (
        isinstance(kind, Scale) and not item.options and "0" in kind.points(item)
    )


def _values(item: ItemDefinition, typed: str) -> list[str]:
    values = list(_choices(item))
    found = []
    for word in filter(None, _GAPS.split(typed)):
        if not (word.isascii() and word.isdigit() and len(word) < 4 and 1 <= int(word) <= len(values)):
            raise ValueError(_("Есть номера от 1 до %(last)s", last=len(values)))
        found.append(values[int(word) - 1])
    return list(found) if found else _refuse()


def _refuse() -> list[str]:
    raise ValueError(_("Укажите номер ответа"))
