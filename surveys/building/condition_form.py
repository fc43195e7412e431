"""Conditions in words: which earlier answers may be asked about, how, and the condition that follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from portal.core.i18n import _
from surveys.definitions import GROUPS, ConditionDefinition, ItemDefinition, QuestionnaireDefinition
from surveys.items import NA, type_of
from surveys.items.base import na_label, shortened
from surveys.items.choice import SingleChoice
from surveys.items.date import Date, read_date
from surveys.items.scale import Scale
from surveys.strict import number_of, plain_number

OPERATORS = {
    "equals": _("равно"),
    "not_equals": _("не равно"),
    "any_of": _("один из"),
    "at_least": _("не меньше"),
    "at_most": _("не больше"),
    "answered": _("есть ответ"),
    "unanswered": _("нет ответа"),
}
DAYS = {"at_least": _("не раньше"), "at_most": _("не позже")}
MOST_TESTS = 20


class ConditionError(ValueError):
    """What was chosen makes no condition; the text is for the author."""


@dataclass(frozen=True)
class Asked:
    """An earlier question that a condition may look at."""

    code: str
    label: str
    item: ItemDefinition

    @property
    def value(self) -> str:
        """What a list of choices sends back."""
        return self.code

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Answers to choose from; none where a number or a date is typed, or where only the fact counts."""
        kind = type_of(self.item)
        known: dict[str, str] = {}
        if isinstance(kind, Scale):
            known = kind.points(self.item)
        elif isinstance(kind, SingleChoice):
            known = kind.words_of_options(self.item)
        if known and self.item.allows_na:
            known = {**known, NA: na_label()}
        return list(known.items())

    @property
    def operators(self) -> list[tuple[str, str]]:
        """The comparisons that make sense here, in words."""
        names = ["answered", "unanswered"]
        if self.is_measured:
            names = ["at_least", "at_most", *names]
        if self.choices:
            names = ["equals", "not_equals", "any_of", *names]
        words = {**OPERATORS, **DAYS} if self.item.type == "date" else OPERATORS
        return [(name, words[name]) for name in names]

    @property
    def is_measured(self) -> bool:
        numbers = [number_of(option.value) for option in self.item.options]
        return self.item.type in ("scale10", "scale", "nps", "number", "date") or (
            self.item.type == "single" and bool(numbers) and None not in numbers
        )


def askable(definition: QuestionnaireDefinition, code: str) -> list[Asked]:
    """Questions before the item, matrix rows one by one; with an unknown code, all of them."""
    found: list[Asked] = []
    number = 0
    for item in definition.items:
        if item.code == code:
            break
        if not type_of(item).is_question:
            continue
        number += 1
        if item.type == "matrix":
            found += [Asked(row.code, f"{number}. {shortened(item.text, 40)} – {shortened(row.text, 50)}", row)
                      for row in item.row_items.values()]  # fmt: skip
        else:
            found.append(Asked(item.code, f"{number}. {shortened(item.text)}", item))
    return found


def comparison(asked: Asked, operator: str, values: Sequence[str]) -> ConditionDefinition:
    """The comparison in the words of the page. Raises `ConditionError` where something is missing."""
    if operator not in dict(asked.operators):
        raise ConditionError(_("Выберите, как сравнить ответ"))
    if operator in ("answered", "unanswered"):
        return ConditionDefinition("answered", code=asked.code, values=("yes" if operator == "answered" else "no",))
    if operator in ("at_least", "at_most"):
        bound = next((value for value in values if value.strip()), "")
        return ConditionDefinition(operator, code=asked.code, values=(_bound(asked.item, bound),))
    known = dict(asked.choices)
    chosen = tuple(dict.fromkeys(value for value in values if value in known))
    if not chosen:
        raise ConditionError(_("Отметьте ответ, с которым сравнить"))
    if operator == "any_of" or (operator == "equals" and len(chosen) == 1):
        return ConditionDefinition(operator, code=asked.code, values=chosen)
    if operator == "equals":
        return ConditionDefinition("any_of", code=asked.code, values=chosen)
    if len(chosen) > 1:
        raise ConditionError(_("Для «не равно» отметьте один ответ. Ещё один добавьте следующим условием"))
    return ConditionDefinition("not_equals", code=asked.code, values=chosen)


def parts_of(condition: ConditionDefinition | None) -> tuple[ConditionDefinition, ...]:
    """What is joined by «все» or «любое»; a single comparison is one part."""
    if condition is None:
        return ()
    return condition.parts if condition.operator in GROUPS else (condition,)


def join_of(condition: ConditionDefinition | None) -> str:
    """`all` or `any`."""
    return condition.operator if condition is not None and condition.operator in GROUPS else "all"


def with_part(condition: ConditionDefinition | None, part: ConditionDefinition) -> ConditionDefinition:
    """One comparison more. Raises `ConditionError` for one that is there already, or where there are too many."""
    parts = parts_of(condition)
    if part in parts:
        raise ConditionError(_("Такое условие уже есть"))
    if len(parts) >= MOST_TESTS:
        raise ConditionError(_("Больше %(most)s условий не нужно никому: разделите вопрос", most=MOST_TESTS))
    return _joined((*parts, part), join_of(condition))


def without_part(condition: ConditionDefinition | None, place: int) -> ConditionDefinition | None:
    """Without the part at this place, counted from 0."""
    parts = parts_of(condition)
    left = tuple(part for n, part in enumerate(parts) if n != place)
    return _joined(left, join_of(condition)) if left else None


def joined_by(condition: ConditionDefinition | None, operator: str) -> ConditionDefinition | None:
    """The same parts under «все» or «любое»."""
    if condition is None or operator not in GROUPS or condition.operator not in GROUPS:
        return condition
    return replace(condition, operator=operator)


def _joined(parts: tuple[ConditionDefinition, ...], operator: str) -> ConditionDefinition:
    return parts[0] if len(parts) == 1 else ConditionDefinition(operator, parts=parts)


def _bound(item: ItemDefinition, text: str) -> str:
    if isinstance(type_of(item), Date):
        day = read_date(text.strip())
        if day is None:
            raise ConditionError(_("Укажите дату, например 27.11.2026"))
        return day.isoformat()
    number = number_of(text.strip().replace(",", ".")) if text.isascii() else None
    if number is None:
        raise ConditionError(_("Укажите число, с которым сравнить"))
    return plain_number(number)
