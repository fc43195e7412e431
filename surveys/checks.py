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
        return [Problem("", _("Добавьте хотя бы один вопрос"))]
    if len(definition.items) > MOST_ITEMS:
        return [Problem("", _("В анкете больше %(most)s пунктов: разделите её на две", most=MOST_ITEMS))]
    unknown = [item for item in definition.items if item.type not in ITEM_TYPES]
    if unknown:
        return [Problem(item.code, _("Вида вопроса «%(type)s» нет", type=item.type)) for item in unknown]
    found = _code_problems(definition)
    for item in definition.items:
        found += [Problem(item.code, problem) for problem in _item_problems(item)]
    found += condition_problems(definition) + _reference_problems(definition)
    found += _status_problems(definition) + _score_problems(definition)
    asks = any(item.type not in SILENT for item in definition.items)
    return found if asks or found else [Problem("", _("Добавьте хотя бы один вопрос"))]


def _code_problems(definition: QuestionnaireDefinition) -> list[Problem]:
    """Of items and rows; the item that bears a code is named by it, and that of a row by its own."""
    found = []
    owners = {code: item.code for item in definition.items for code in (item.code, *(row.code for row in item.rows))}
    codes = Counter(item.code for item in definition.items)
    codes.update(row.code for item in definition.items for row in item.rows)
    for code, times in codes.items():
        if not is_code(code):
            words = _(
                "Код «%(code)s» не подходит: нужна латинская буква, за ней латинские буквы, цифры и подчёркивания, "
                "до 54 знаков", code=code,
            )  # fmt: skip
            found.append(Problem(owners[code], words))
        elif code in RESERVED:
            found.append(Problem(owners[code], _("Код «%(code)s» нужен самому порталу: возьмите другой", code=code)))
        if times > 1:
            found.append(Problem(owners[code], _("Код «%(code)s» стоит дважды: дайте вопросам разные", code=code)))
    return found


def _listed(names: frozenset[str]) -> str:
    return ", ".join(sorted(name for name in names if name))


def is_code(text: str) -> bool:
    """Whether an item or a row may bear this code."""
    return _CODE.fullmatch(text) is not None


def _item_problems(item: ItemDefinition) -> list[str]:
    if len(item.options) > MOST_OPTIONS:
        return [_("Вариантов больше %(most)s: сократите список", most=MOST_OPTIONS)]
    found = type_of(item).validate_item(item)
    if item.rows and item.type != "matrix":
        found.append(_("Строки бывают только у таблицы: уберите их"))
    if item.measure not in MEASURES:
        found.append(_("Меры «%(name)s» нет, есть %(known)s", name=item.measure, known=_listed(MEASURES)))
    if item.swot not in SWOT:
        found.append(_("Части SWOT «%(name)s» нет, есть %(known)s", name=item.swot, known=_listed(SWOT)))
    if any(polarity not in (None, 1, -1) for polarity in (item.polarity, *(row.polarity for row in item.rows))):
        found.append(_("Направление (polarity) – это 1 или -1"))
    return found


def _score_problems(definition: QuestionnaireDefinition) -> list[Problem]:
    """Scales need codes of their own, marks to calculate with, and levels that rise."""
    found: list[Problem] = []
    known = scored_items(definition)
    codes = Counter([*definition.by_code, *(score.code for score in definition.scores)])
    for score in definition.scores:
        problems = []
        if codes[score.code] > 1:
            problems.append(_("код «%(code)s» уже занят", code=score.code))
        if score.kind not in SCORE_KINDS or score.missing not in MISSING_RULES:
            problems.append(_("считать можно как mean или sum, пропуски – как half или none"))
        strangers = [code for code in score.items if code not in known]
        if strangers or not score.items:
            problems.append(_("нужны вопросы с баллами, а не «%(codes)s»", codes=", ".join(strangers)))
        elif score.kind == "mean" and len({range_of(known[code]) for code in score.items}) > 1:
            problems.append(_("среднее считается по вопросам с одной и той же шкалой"))
        said = [_("Шкала «%(label)s»: %(problem)s", label=score.label, problem=each)
                for each in problems + _level_problems(score)]  # fmt: skip
        found += [Problem("", each) for each in said]
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
        return [
            Problem(
                "",
                _(
                    "Итог для тех, кому ответы закрыты, берётся из вопроса с кодом %(code)s: "
                    "в нём должен быть один ответ из списка, без своего варианта",
                    code=definition.status,
                ),
            )
        ]
    return (
        []
        if definition.visible_to
        else [Problem("", _("Укажите, кто читает ответы с именами: остальным открыт только итог"))]
    )


def _reference_problems(definition: QuestionnaireDefinition) -> list[Problem]:
    """`[[CODE]]` may stand only for an earlier answer."""
    found: list[Problem] = []
    earlier: set[str] = set()
    for item in definition.items:
        for code in references(item):
            if code not in earlier:
                found.append(
                    Problem(item.code, _("В тексте стоит [[%(code)s]], а вопроса с таким кодом раньше нет", code=code))
                )
        earlier.update(type_of(item).answer_codes(item))
        earlier.add(item.code)
    return found
