"""What became of a questionnaire between two versions, and whether answers may still be compared.

Three kinds, the rule of this module:

- wording: the same is asked and the same may be answered. Words of a question, hint, option, row or end of a
  scale, translation, titles, the order of questions and options. Other words are wording unless the author says
  that the meaning changed: then the builder gives the option another value, or the question another code.
- additive: more is asked or more may be answered, and nothing that was answered loses its meaning. A new question,
  row or option, an obligatory question made optional or back, «Не могу ответить» offered, bounds or limits widened,
  a condition that asks everybody it asked before.
- breaking: answers under one code no longer mean the same. A question, row or option gone, another kind of
  question, another range or direction of a scale, another measure, narrower bounds, «Не могу ответить» taken away,
  a condition that leaves out people who were asked, or that rests on a question which is itself broken.

Identity is the code of a question or row and the value of an option; places and words are not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from portal.core.i18n import _
from surveys.definitions import ConditionDefinition, ItemDefinition, QuestionnaireDefinition
from surveys.item_changes import Change, Found, item_changes, row_changes
from surveys.items import type_of
from surveys.narrowing import keeps

__all__ = ["Change", "ItemChange", "breaks", "breaks_block", "compare_definitions", "tally"]


@dataclass(frozen=True)
class ItemChange:
    """One change of one question or row; of a block where `block` is set. `gone`: asked no more, by this code.

    `code` is empty where the whole questionnaire is meant; `reason` is a Russian sentence without its full stop.
    """

    code: str
    kind: Change
    reason: str
    block: bool = False
    gone: bool = False


def compare_definitions(old: QuestionnaireDefinition, new: QuestionnaireDefinition) -> tuple[ItemChange, ...]:
    """Every change between two versions: the questionnaire, its questions in the order of `new`, then what is gone.

    Matrix rows are questions of their own; a changed column belongs to the matrix.
    """
    return _compared(old, new)


def breaks(old: QuestionnaireDefinition, new: QuestionnaireDefinition, code: str) -> str:
    """Why answers to `code` (item, matrix row or `CODE.other`) of one version cannot be compared with the other.

    Empty when they may be; a code that only one of the versions knows cannot be compared.
    """
    asked = code.removesuffix(".other")
    if old is new:
        return ""
    found = _broken(old, new)
    if asked in found:
        return found[asked]
    if asked not in old.by_code or asked not in new.by_code:
        return _("такого вопроса нет в одной из версий")
    return ""


def breaks_block(old: QuestionnaireDefinition, new: QuestionnaireDefinition, block: str) -> str:
    """Why scores of a block of one version cannot be compared with the other; empty when they may be."""
    reason = next((reason for kind, reason in _block_changes(old, new, block) if kind is Change.BREAKING), "")
    broken = _broken(old, new)
    of_items = (broken[code] for code in sorted(_members(old).get(block, ())) if code in broken)
    return reason or next(of_items, "")


def tally(changes: Iterable[ItemChange]) -> dict[Change, int]:
    """How many questions, rows and blocks changed in each way; each counts once, by the gravest of its changes."""
    gravest: dict[tuple[str, bool], Change] = {}
    for change in changes:
        known = gravest.get((change.code, change.block), change.kind)
        gravest[change.code, change.block] = max(known, change.kind, key=lambda kind: kind.gravity)
    return {kind: list(gravest.values()).count(kind) for kind in Change}


@lru_cache(maxsize=64)
def _compared(old: QuestionnaireDefinition, new: QuestionnaireDefinition) -> tuple[ItemChange, ...]:
    found = [ItemChange("", kind, reason) for kind, reason in _head_changes(old, new)]
    known = _own(old)
    for item in new.items:
        before = known.get(item.code)
        found += [ItemChange(item.code, kind, reason) for kind, reason in item_changes(before, item)]
        for code, row in item.row_items.items():
            changes = row_changes(old.by_code.get(code), row)
            found += [ItemChange(code, kind, reason) for kind, reason in changes]
    found += _gone(old, new)
    codes = [block.code for block in (*new.blocks, *old.blocks)]
    for block in dict.fromkeys(codes):
        found += [ItemChange(block, kind, reason, block=True) for kind, reason in _block_changes(old, new, block)]
    return tuple(found + _asked_of_others(old, new, found))


@lru_cache(maxsize=64)
def _broken(old: QuestionnaireDefinition, new: QuestionnaireDefinition) -> dict[str, str]:
    """Code of a question or row → the first reason; what breaks a matrix breaks its rows."""
    return _reasons(old, _compared(old, new))


def _reasons(old: QuestionnaireDefinition, changes: Iterable[ItemChange]) -> dict[str, str]:
    found: dict[str, str] = {}
    for change in changes:
        if change.kind is Change.BREAKING and not change.block:
            matrix = old.by_code.get(change.code)
            for code in (change.code, *(row.code for row in (matrix.rows if matrix else ()))):
                found.setdefault(code, change.reason)
    return found


def _head_changes(old: QuestionnaireDefinition, new: QuestionnaireDefinition) -> Found:
    names = {
        "title": _("название"),
        "intro": _("вступление"),
        "thanks": _("слова после отправки"),
        "minutes": _("сколько минут занимает"),
        "anonymous": _("с именами или без них по умолчанию"),
        "purpose": _("назначение"),
        "visible_to": _("кто читает ответы с именами"),
    }
    for name, words in names.items():
        if getattr(old, name) != getattr(new, name):
            yield Change.WORDING, _("изменено: %(what)s", what=words)
    before, after = _own(old), _own(new)
    if [code for code in before if code in after] != [code for code in after if code in before]:
        yield Change.WORDING, _("порядок вопросов другой")


def _gone(old: QuestionnaireDefinition, new: QuestionnaireDefinition) -> list[ItemChange]:
    """What the new version does not ask any more; its answers stay with the old one."""
    found = []
    for item in old.items:
        if new.by_code.get(item.code) is None:
            if type_of(item).is_question:
                found.append(ItemChange(item.code, Change.BREAKING, _("вопрос убран"), gone=True))
            else:
                found.append(ItemChange(item.code, Change.WORDING, _("заголовок или пояснение убраны")))
        found += [
            ItemChange(row.code, Change.BREAKING, _("строка таблицы убрана"), gone=True)
            for row in item.rows
            if row.code not in new.by_code
        ]
    return found


def _block_changes(old: QuestionnaireDefinition, new: QuestionnaireDefinition, code: str) -> Found:
    """A block is its label, its members and its rule for missing answers."""
    before = next((block for block in old.blocks if block.code == code), None)
    after = next((block for block in new.blocks if block.code == code), None)
    if before is None or after is None:
        yield (Change.ADDITIVE, _("новый блок")) if after else (Change.BREAKING, _("блок убран"))
        return
    if before.label != after.label:
        yield Change.WORDING, _("другое название блока")
    if before.least != after.least:
        yield Change.BREAKING, _("другое правило для пропущенных ответов")
    if _members(old).get(code) != _members(new).get(code):
        yield Change.BREAKING, _("другой состав блока «%(label)s»", label=after.label)


def _asked_of_others(
    old: QuestionnaireDefinition, new: QuestionnaireDefinition, found: Iterable[ItemChange]
) -> list[ItemChange]:
    """Questions that are asked of other people now: the condition, that of their part, or a question it rests on."""
    broken = _reasons(old, found)
    before, after = _conditions(old), _conditions(new)
    more = []
    for item in new.items:
        if item.code not in before or not type_of(item).is_question:
            continue
        earlier, later = before[item.code], after[item.code]
        rests_on = {code for condition in (*earlier, *later) for code in condition.codes()}
        if not keeps(earlier, later):
            more.append(ItemChange(item.code, Change.BREAKING, _("вопрос показывается не всем, кому раньше")))
        elif not keeps(later, earlier):
            more.append(ItemChange(item.code, Change.ADDITIVE, _("вопрос показывается и другим")))
        elif rests_on & broken.keys():
            more.append(ItemChange(item.code, Change.BREAKING, _("вопрос, от которого зависит показ, изменён")))
        else:
            continue
        if more[-1].kind is Change.BREAKING:
            broken |= dict.fromkeys((item.code, *item.row_items), more[-1].reason)
    return more


def _conditions(definition: QuestionnaireDefinition) -> dict[str, tuple[ConditionDefinition, ...]]:
    """Item code → what must hold for it to be shown: the condition of its part and its own."""
    found = {}
    of_part: tuple[ConditionDefinition, ...] = ()
    for item in definition.items:
        own = (item.show_if,) if item.show_if else ()
        if item.type == "section":
            of_part = own
        found[item.code] = own if item.type == "section" else (*of_part, *own)
    return found


def _members(definition: QuestionnaireDefinition) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code, item in definition.by_code.items():
        if item.block and type_of(item).is_question and item.type != "matrix":
            found.setdefault(item.block, set()).add(code)
    return found


def _own(definition: QuestionnaireDefinition) -> dict[str, ItemDefinition]:
    """Items by code without matrix rows."""
    return {item.code: item for item in definition.items}
