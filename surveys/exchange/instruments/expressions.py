"""Conditions of foreign forms as conditions of ours, or the reason why that is not possible.

Ours have two levels of and/or: a deeper one is spread into «any of these combinations». In a form `!=` holds also of an
answer that is not there; ours wants an answer. So `a != x` becomes «not x, or no answer», as the form meant it.
"""

import re
from collections.abc import Callable, Sequence
from itertools import product

from portal.core.i18n import _
from surveys.definitions import ConditionDefinition
from surveys.exchange.instruments.grammar import Call, Compare, Constant, Joined, Node, Ref, UnfitError, parse, words_of
from surveys.strict import number_of, plain_number

MOST_PARTS = 60
_MIRROR = {"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_DENIED = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
Subject = Callable[[str], tuple[str, str]]
"""The name in the form → (our code, type of the question); raises UnfitError where there is none."""
Found = ConditionDefinition | bool


def condition_of(text: str, subject: Subject) -> ConditionDefinition | None:
    """The expression as a condition of ours; None where it always holds. Raises UnfitError."""
    return condition_of_tree(parse(text), subject)


def condition_of_tree(tree: Node, subject: Subject) -> ConditionDefinition | None:
    """The same for an expression that was parsed before."""
    found = _translated(tree, subject, denied=False)
    if found is True:
        return None
    if found is False:
        raise UnfitError(_("условие никогда не выполняется"))
    return fitted(found)


def both(first: ConditionDefinition | None, second: ConditionDefinition | None) -> ConditionDefinition | None:
    """Both conditions at once. Raises UnfitError where that is more than two levels can say."""
    if first is None or second is None:
        return first or second
    return fitted(_joined("all", [first, second]))


def fitted(condition: ConditionDefinition) -> ConditionDefinition:
    """The condition within two levels of and/or: as it is, or spread into combinations. Raises UnfitError."""
    if _depth(condition) <= 2:
        return condition
    spread = _spread(condition)
    if sum(map(len, spread)) > MOST_PARTS:
        raise UnfitError(_("условие сложнее двух уровней «и / или»"))
    return _joined("any", [_joined("all", list(dict.fromkeys(each))) for each in spread])


def _translated(node: Node, subject: Subject, *, denied: bool) -> Found:
    """A tree as a condition; `denied` stands for «not» around it."""
    if isinstance(node, Joined):
        if node.word == "not":
            return _translated(node.parts[0], subject, denied=not denied)
        word = {"and": "any", "or": "all"}[node.word] if denied else {"and": "all", "or": "any"}[node.word]
        return _gathered(word, [_translated(part, subject, denied=denied) for part in node.parts])
    if isinstance(node, Compare):
        return _compared(node, subject, denied=denied)
    if isinstance(node, Call) and node.name == "selected" and len(node.args) == 2:
        picked, value = node.args
        if isinstance(picked, Ref) and isinstance(value, Constant) and isinstance(value.value, str):
            code, _kind = _known(picked, subject)
            return _tested(code, "!=" if denied else "=", value.value, is_whole=False)
    if isinstance(node, Call) and node.name == "is_empty" and len(node.args) == 1 and isinstance(node.args[0], Ref):
        return _answered(_known(node.args[0], subject)[0], denied)
    if isinstance(node, Constant) and isinstance(node.value, bool):
        return node.value != denied
    if isinstance(node, Ref):
        raise UnfitError(_("вопрос назван, но не сказано, какой ответ нужен"))
    raise UnfitError(_("«%(name)s» в условиях не поддерживается", name=words_of(node)))


def _compared(node: Compare, subject: Subject, *, denied: bool) -> Found:
    left, right, sign = node.left, node.right, node.sign
    if isinstance(left, Constant) and not isinstance(right, Constant):
        left, right, sign = right, left, _MIRROR[sign]
    if isinstance(left, Constant) and isinstance(right, Constant) and sign in ("=", "!="):
        return ((left.value == right.value) == (sign == "=")) != denied
    if isinstance(left, Call) and left.name in ("selected", "not") and isinstance(right, Constant):
        return _translated(left, subject, denied=denied != (right.value in (False, "false", "0")))
    if isinstance(left, Call) and left.name in ("string-length", "strlen") and isinstance(right, Constant):
        is_given = (sign, right.value) in ((">", "0"), (">=", "1"), ("!=", "0"))
        is_empty = (sign, right.value) in (("=", "0"), ("<", "1"), ("<=", "0"))
        if isinstance(left.args[0], Ref) and (is_given or is_empty):
            return _answered(_known(left.args[0], subject)[0], is_given != denied)
    value = constant_of(right)
    if not isinstance(left, Ref) or value is None:
        raise UnfitError(_("сравнить можно один ответ с одним значением, а здесь «%(what)s»", what=words_of(node)))
    code, kind = _known(left, subject)
    if value == "" and sign in ("=", "!="):
        return _answered(code, (sign == "!=") != denied)
    if kind in ("multiple", "ranking") and sign in ("=", "!="):
        raise UnfitError(_("у вопроса с несколькими ответами пишется selected(${%(code)s}, '…')", code=code))
    return _tested(code, _DENIED[sign] if denied else sign, value, is_whole=kind == "integer", was_denied=denied)


def _tested(code: str, sign: str, value: str, *, is_whole: bool, was_denied: bool = False) -> Found:
    """One comparison in our words. What is denied or unequal holds without an answer too."""
    number = number_of(value)
    if sign in ("=", "!="):
        found = _one(code, "equals" if sign == "=" else "not_equals", value)
    elif number is None and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise UnfitError(_("больше и меньше сравниваются только числа и даты"))
    elif sign in (">=", "<="):
        found = _one(code, "at_least" if sign == ">=" else "at_most", value)
    elif is_whole and number is not None and number == int(number):
        found = _one(code, "at_least" if sign == ">" else "at_most", plain_number(number + (1 if sign == ">" else -1)))
    else:
        bound = _one(code, "at_least" if sign == ">" else "at_most", value)
        found = _joined("all", [bound, _one(code, "not_equals", value)])
    holds_without = sign == "!=" or (was_denied and sign not in ("=", "!="))
    return _joined("any", [found, _one(code, "answered", "no")]) if holds_without else found


def _answered(code: str, is_given: bool) -> ConditionDefinition:
    return _one(code, "answered", "yes" if is_given else "no")


def _one(code: str, operator: str, value: str) -> ConditionDefinition:
    return ConditionDefinition(operator, code=code, values=(value,))


def _known(ref: Ref, subject: Subject) -> tuple[str, str]:
    if not ref.code:
        raise UnfitError(_("в условии показа «.» не имеет смысла"))
    return subject(ref.code)


def constant_of(node: Node) -> str | None:
    """A constant, or the day inside date('2026-01-31')."""
    if isinstance(node, Call) and node.name in ("date", "number", "string", "int") and len(node.args) == 1:
        return constant_of(node.args[0])
    if isinstance(node, Constant):
        return {True: "yes", False: "no"}[node.value] if isinstance(node.value, bool) else node.value
    return None


def _gathered(word: str, found: list[Found]) -> Found:
    decides = word == "any"  # one True settles «any», one False settles «all»
    if decides in [each for each in found if isinstance(each, bool)]:
        return decides
    parts = [each for each in found if not isinstance(each, bool)]
    return _joined(word, parts) if parts else not decides


def _joined(word: str, parts: Sequence[ConditionDefinition]) -> ConditionDefinition:
    """A group without groups of the same kind inside; several values of one question become `any_of`."""
    flat = [inner for part in parts for inner in (part.parts if part.operator == word else (part,))]
    if word == "any":
        flat = _any_of(flat)
    flat = list(dict.fromkeys(flat)) if word == "any" else _without_silence(list(dict.fromkeys(flat)))
    return flat[0] if len(flat) == 1 else ConditionDefinition(word, parts=tuple(flat))


def _without_silence(parts: list[ConditionDefinition]) -> list[ConditionDefinition]:
    """Of «there is an answer, and (not x, or no answer)» only «not x» remains: that wants an answer by itself."""
    given = {part.code for part in parts if part.operator == "answered" and part.values == ("yes",)}
    found = []
    for part in parts:
        silent = [each for each in part.parts if each.operator == "answered" and each.values == ("no",)]
        rest = [each for each in part.parts if each not in silent]
        is_idle = part.operator == "any" and len(silent) == 1 and silent[0].code in given and len(rest) == 1
        found.append(rest[0] if is_idle and rest[0].code == silent[0].code else part)
    said = {part.code for part in found if part.code and part.operator != "answered"}
    return [
        part for part in found if not (part.operator == "answered" and part.values == ("yes",) and part.code in said)
    ]


def _any_of(parts: Sequence[ConditionDefinition]) -> list[ConditionDefinition]:
    values: dict[str, list[str]] = {}
    for part in parts:
        if part.operator in ("equals", "any_of"):
            values.setdefault(part.code, []).extend(part.values)
    found, done = [], set[str]()
    for part in parts:
        if part.operator not in ("equals", "any_of") or len(values[part.code]) == 1:
            found.append(part)
        elif part.code not in done:
            done.add(part.code)
            unique = tuple(dict.fromkeys(values[part.code]))
            operator = "equals" if len(unique) == 1 else "any_of"
            found.append(ConditionDefinition(operator, code=part.code, values=unique))
    return found


def _depth(condition: ConditionDefinition) -> int:
    return 1 + max(map(_depth, condition.parts)) if condition.parts else 0


def _spread(condition: ConditionDefinition) -> list[tuple[ConditionDefinition, ...]]:
    """Combinations of comparisons of which one must hold whole."""
    if not condition.parts:
        return [(condition,)]
    inner = [_spread(part) for part in condition.parts]
    if condition.operator == "any":
        return [each for part in inner for each in part]
    size = 1
    for part in inner:
        size *= len(part)
    if size > MOST_PARTS:
        raise UnfitError(_("условие сложнее двух уровней «и / или»"))
    return [tuple(one for each in chosen for one in each) for chosen in product(*inner)]
