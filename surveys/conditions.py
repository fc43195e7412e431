"""Which items a person sees: conditions on earlier answers, joined by and/or in two levels.

An answer to an item that is hidden now counts as not given; it is kept, and never counted or sent.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from portal.core.i18n import _
from surveys.definitions import (
    ConditionDefinition,
    ItemDefinition,
    Problem,
    QuestionnaireDefinition,
)
from surveys.items import NA, Answers, Value, type_of
from surveys.items.base import na_label, shortened, texts_of
from surveys.strict import number_of


def is_shown(condition: ConditionDefinition | None, answers: Answers) -> bool:
    """Whether the condition holds; no condition always does.

    Every comparison but `answered: false` needs an answer; «Не могу ответить» is none here,
    unless the condition asks for it by `equals: __na__`.
    """
    if condition is None:
        return True
    if condition.operator == "all":
        return all(is_shown(part, answers) for part in condition.parts)
    if condition.operator == "any":
        return any(is_shown(part, answers) for part in condition.parts)
    return _holds(condition, [text for text in texts_of(answers.get(condition.code)) if text])


def visible_items(definition: QuestionnaireDefinition, answers: Answers) -> list[ItemDefinition]:
    """Items to show, in order; a hidden section hides all that follows it up to the next one."""
    return _walk(definition, answers)[0]


def visible_answers(definition: QuestionnaireDefinition, answers: Answers) -> dict[str, Value]:
    """Answers that count: those to items that are shown."""
    return _walk(definition, answers)[1]


def seen_by(definition: QuestionnaireDefinition, answers: Answers) -> tuple[list[ItemDefinition], dict[str, Value]]:
    """Items that are shown and the answers that count, for those who need both."""
    return _walk(definition, answers)


def describe(condition: ConditionDefinition, definition: QuestionnaireDefinition) -> str:
    """The condition in words: «если на вопрос «…» выбран ответ «Да»»."""
    return _("если %(condition)s", condition=_described(condition, definition, outer=True))


def condition_problems(definition: QuestionnaireDefinition) -> list[Problem]:
    """Conditions that look at later items, at themselves, at unknown codes or at answers that do not exist.

    Since only earlier answers may be asked for, conditions cannot go in a circle.
    """
    found: list[Problem] = []
    earlier: set[str] = set()
    for item in definition.items:
        for test in _tests(item.show_if):
            problem = _test_problem(test, definition, earlier)
            if problem:
                found.append(Problem(item.code, _("Условие показа: %(problem)s", problem=problem)))
        if item.show_if is not None and any(True for _group in _empty_groups(item.show_if)):
            found.append(Problem(item.code, _("Условие показа не закончено: задайте его заново")))
        for option in item.options:
            for test in _tests(option.show_if):
                problem = _test_problem(test, definition, earlier)
                if problem:
                    words = _("Условие варианта «%(label)s»: %(problem)s", label=option.label, problem=problem)
                    found.append(Problem(item.code, words))
        earlier.update(code for code in type_of(item).answer_codes(item) if "." not in code)
    return found


def _walk(definition: QuestionnaireDefinition, answers: Answers) -> tuple[list[ItemDefinition], dict[str, Value]]:
    """Items that are shown and the answers to them, found in one walk from the top."""
    always = _asked_of_everybody(definition)
    if always is not None:
        return list(definition.items), {code: answers[code] for code in always if code in answers}
    shown: list[ItemDefinition] = []
    given: dict[str, Value] = {}
    section_is_shown = True
    for item in definition.items:
        holds = is_shown(item.show_if, given)
        if item.type == "section":
            section_is_shown = holds
        if holds and section_is_shown:
            narrowed = offered(item, given)
            if item.options and not narrowed.options:
                continue  # nothing to choose from is nothing to ask
            shown.append(narrowed)
            codes = type_of(item).answer_codes(item)
            given.update({code: answers[code] for code in codes if code in answers})
            if narrowed is not item:
                _drop_unoffered(narrowed, given)
    return shown, given


@lru_cache(maxsize=500)
def _asked_of_everybody(definition: QuestionnaireDefinition) -> tuple[str, ...] | None:
    """All answer codes of a questionnaire without conditions; None where something depends on answers."""
    if any(item.show_if is not None or item.filters_options for item in definition.items):
        return None
    return tuple(code for item in definition.items for code in type_of(item).answer_codes(item))


def offered(item: ItemDefinition, answers: Answers) -> ItemDefinition:
    """The item with those of its options that are offered after the answers given so far; mostly the item itself."""
    if not item.filters_options:
        return item
    return replace(item, options=tuple(each for each in item.options if is_shown(each.show_if, answers)))


def _drop_unoffered(item: ItemDefinition, given: dict[str, Value]) -> None:
    """Take back what was chosen from options that are not offered any more."""
    for code in (item.code, *item.row_items):
        chosen = given.get(code)
        if chosen is None or chosen == NA:
            continue
        left = [text for text in texts_of(chosen) if text in item.labels or not text]
        if len(left) == len(texts_of(chosen)):
            continue
        if isinstance(chosen, list) and any(left):
            given[code] = left
        else:
            del given[code]


def _holds(condition: ConditionDefinition, given: list[str]) -> bool:
    """One comparison; of several ticked options one that fits is enough."""
    wanted = condition.values
    if NA in given:
        return (condition.operator == "equals" and wanted == (NA,)) or _asks_for_silence(condition)
    if condition.operator == "answered":
        return bool(given) != _asks_for_silence(condition)
    if condition.operator == "not_equals":
        return bool(given) and not any(_same(text, wanted[0]) for text in given)
    if condition.operator in ("equals", "any_of"):
        return any(_same(text, value) for text in given for value in wanted)
    return any(_is_beyond(text, wanted[0], condition.operator) for text in given)


def _asks_for_silence(condition: ConditionDefinition) -> bool:
    return condition.operator == "answered" and condition.values != ("yes",)


def _same(text: str, wanted: str) -> bool:
    """Equal as texts or as numbers: `4` and `4.0` are one mark."""
    number = number_of(text)
    return text == wanted or (number is not None and number == number_of(wanted))


def _is_beyond(text: str, wanted: str, operator: str) -> bool:
    """`at_least` and `at_most` for numbers; ISO dates compare as texts."""
    number, bound = number_of(text), number_of(wanted)
    if number is not None and bound is not None:
        return number >= bound if operator == "at_least" else number <= bound
    if number is not None or bound is not None:
        return False
    return text >= wanted if operator == "at_least" else text <= wanted


def _described(condition: ConditionDefinition, definition: QuestionnaireDefinition, outer: bool) -> str:
    if condition.parts:
        joined = _(" и ") if condition.operator == "all" else _(" или ")
        text = joined.join(_described(part, definition, outer=False) for part in condition.parts)
        return text if outer or len(condition.parts) == 1 else f"({text})"
    item = definition.by_code.get(condition.code)
    question = shortened(item.text.rstrip(" .:")) if item else condition.code
    answer = _(" или ").join(f"«{_words_of(value, item)}»" for value in condition.values)
    sentences = {
        "equals": _("на вопрос «%(question)s» выбран ответ %(answer)s", question=question, answer=answer),
        "any_of": _("на вопрос «%(question)s» выбран ответ %(answer)s", question=question, answer=answer),
        "not_equals": _("на вопрос «%(question)s» выбран ответ, но не %(answer)s", question=question, answer=answer),
        "at_least": _("ответ на вопрос «%(question)s» не меньше %(answer)s", question=question, answer=answer),
        "at_most": _("ответ на вопрос «%(question)s» не больше %(answer)s", question=question, answer=answer),
        "answered": _("на вопрос «%(question)s» нет ответа", question=question)
        if _asks_for_silence(condition)
        else _("на вопрос «%(question)s» есть ответ", question=question),
    }
    return sentences[condition.operator]


def _words_of(value: str, item: ItemDefinition | None) -> str:
    if value == NA:
        return na_label()
    return type_of(item).value_label(item, value) if item else value


def _tests(condition: ConditionDefinition | None) -> Iterator[ConditionDefinition]:
    """Comparisons of a condition, without its groups."""
    if condition is None:
        return
    if condition.code:
        yield condition
    for part in condition.parts:
        yield from _tests(part)


def _empty_groups(condition: ConditionDefinition) -> Iterator[ConditionDefinition]:
    if not condition.code and not condition.parts:
        yield condition
    for part in condition.parts:
        yield from _empty_groups(part)


def _test_problem(test: ConditionDefinition, definition: QuestionnaireDefinition, earlier: set[str]) -> str | None:
    item = definition.by_code.get(test.code)
    if item is None:
        return _("вопроса с кодом %(code)s в анкете больше нет", code=test.code)
    question = shortened(item.text.rstrip(" .:"), 60)
    if test.code not in earlier:
        return _("вопрос «%(question)s» должен стоять раньше этого", question=question)
    if test.operator in ("equals", "not_equals", "any_of"):
        known = _known_values(item)
        strange = [value for value in test.values if known is not None and value not in known]
        if strange or not test.values:
            missing = "», «".join(strange)
            return _("у вопроса «%(question)s» нет ответа «%(value)s»", question=question, value=missing)
    if test.operator in ("at_least", "at_most") and item.type not in _MEASURED and not _all_numbers(item):
        return _("ответ на вопрос «%(question)s» – не число, его не сравнить", question=question)
    return None


_MEASURED = frozenset({"scale10", "scale", "nps", "number", "date"})


def _all_numbers(item: ItemDefinition) -> bool:
    return bool(item.options) and all(number_of(option.value) is not None for option in item.options)


def _known_values(item: ItemDefinition) -> set[str] | None:
    """Values an answer may have; None where anything may be typed."""
    if item.type == "yesno":
        return {"yes", "no", NA}
    return {*item.labels, NA} if item.options else None
