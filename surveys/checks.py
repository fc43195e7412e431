"""Whether a questionnaire makes sense before anyone is asked: codes, types, conditions, references."""

import re
from collections import Counter

from portal.core.i18n import _
from surveys.conditions import condition_problems
from surveys.definitions import ItemDefinition, Problem, QuestionnaireDefinition, ScoreDefinition
from surveys.items import ITEM_TYPES, type_of
from surveys.scoring import range_of, scored_items
from surveys.validation import references

# With `.other` after it a code still fits the 60 characters of an answer's key.
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,53}")
# Fields of the page itself; an item with such a code would be taken for one of them.
RESERVED = frozenset({"csrf_token", "submission_key", "intent", "client", "seq", "view", "page", "item", "next"})
MEASURES = frozenset({"", "state", "expectation", "quality", "profile", "result"})
SWOT = frozenset({"", "strengths", "weaknesses", "opportunities", "threats"})
SCORE_KINDS = frozenset({"mean", "sum"})
MISSING_RULES = frozenset({"half", "none"})
SILENT = frozenset({"section", "note"})
MOST_ITEMS = 1_000
MOST_OPTIONS = 10_000


def check_definition(definition: QuestionnaireDefinition) -> list[str]:
    """What has to be put right, in words for the author; empty when the questionnaire can be published."""
    return [str(problem) for problem in find_problems(definition)]


def find_problems(definition: QuestionnaireDefinition) -> list[Problem]:
    """The same with the item that each problem belongs to."""
    if not definition.items:
        return [Problem("", _("в анкете нет ни одного вопроса"))]
    if len(definition.items) > MOST_ITEMS:
        return [Problem("", _("в анкете больше %(most)s пунктов", most=MOST_ITEMS))]
    unknown = [item for item in definition.items if item.type not in ITEM_TYPES]
    if unknown:
        return [Problem(item.code, _("нет типа вопроса «%(type)s»", type=item.type)) for item in unknown]
    found = _code_problems(definition)
    for item in definition.items:
        found += [Problem(item.code, problem) for problem in _item_problems(item)]
    found += condition_problems(definition) + _reference_problems(definition)
    found += _status_problems(definition) + _score_problems(definition)
    asks = any(item.type not in SILENT for item in definition.items)
    return found if asks or found else [Problem("", _("в анкете нет ни одного вопроса"))]


def _code_problems(definition: QuestionnaireDefinition) -> list[Problem]:
    found = []
    codes = Counter(item.code for item in definition.items)
    codes.update(row.code for item in definition.items for row in item.rows)
    for code, times in codes.items():
        if not is_code(code):
            found.append(
                _("код «%(code)s» — латинская буква, затем буквы, цифры и подчёркивания, до 54 знаков", code=code)
            )
        elif code in RESERVED:
            found.append(_("код «%(code)s» занят служебным полем", code=code))
        if times > 1:
            found.append(_("код «%(code)s» встречается дважды", code=code))
    return [Problem("", text) for text in found]


def is_code(text: str) -> bool:
    """Whether an item or a row may bear this code."""
    return _CODE.fullmatch(text) is not None


def _item_problems(item: ItemDefinition) -> list[str]:
    if len(item.options) > MOST_OPTIONS:
        return [_("больше %(most)s вариантов", most=MOST_OPTIONS)]
    found = type_of(item).validate_item(item)
    if item.rows and item.type != "matrix":
        found.append(_("строки бывают только у таблицы"))
    if item.measure not in MEASURES:
        found.append(_("неизвестная мера «%(measure)s»", measure=item.measure))
    if item.swot not in SWOT:
        found.append(_("неизвестная часть SWOT «%(swot)s»", swot=item.swot))
    if any(polarity not in (None, 1, -1) for polarity in (item.polarity, *(row.polarity for row in item.rows))):
        found.append(_("полярность — 1 или -1"))
    return found


def _score_problems(definition: QuestionnaireDefinition) -> list[Problem]:
    """Scales need codes of their own, marks to calculate with, and levels that rise."""
    found: list[Problem] = []
    known = scored_items(definition)
    codes = Counter([*definition.by_code, *(score.code for score in definition.scores)])
    for score in definition.scores:
        problems = []
        if codes[score.code] > 1:
            problems.append(_("код «%(code)s» встречается дважды", code=score.code))
        if score.kind not in SCORE_KINDS or score.missing not in MISSING_RULES:
            problems.append(_("шкала считается как mean или sum, пропуски — half или none"))
        strangers = [code for code in score.items if code not in known]
        if strangers or not score.items:
            problems.append(_("шкале нужны вопросы с баллами, а не «%(codes)s»", codes=", ".join(strangers)))
        elif score.kind == "mean" and len({range_of(known[code]) for code in score.items}) > 1:
            problems.append(_("среднее считают по вопросам с одной шкалой баллов"))
        found += [Problem(score.code, problem) for problem in problems + _level_problems(score)]
    return found


def _level_problems(score: ScoreDefinition) -> list[str]:
    starts = [level.lowest for level in score.levels]
    return [] if starts == sorted(set(starts)) else [_("уровни идут от низшего к высшему и не повторяются")]


def _status_problems(definition: QuestionnaireDefinition) -> list[Problem]:
    """Only a choice from a list can be told to others: words written freely might tell the rest."""
    if not definition.status:
        return []
    item = definition.by_code.get(definition.status)
    if item is None or item.type != "single" or item.other:
        return [Problem("", _("status: «%(code)s» — не вопрос с одним ответом из списка", code=definition.status))]
    return [] if definition.visible_to else [Problem("", _("status: укажите в visible_to, кто видит всё остальное"))]


def _reference_problems(definition: QuestionnaireDefinition) -> list[Problem]:
    """`[[CODE]]` may stand only for an earlier answer."""
    found: list[Problem] = []
    earlier: set[str] = set()
    for item in definition.items:
        for code in references(item):
            if code not in earlier:
                found.append(Problem(item.code, _("[[%(code)s]] — нет такого вопроса раньше", code=code)))
        earlier.update(type_of(item).answer_codes(item))
        earlier.add(item.code)
    return found
