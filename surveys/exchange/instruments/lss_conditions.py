"""Relevance equations of LimeSurvey in the words of our conditions: names, «Y» of a tick, old field numbers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from portal.core.i18n import _
from surveys.definitions import ConditionDefinition
from surveys.exchange.instruments.expressions import condition_of_tree
from surveys.exchange.instruments.grammar import Call, Compare, Constant, Joined, Node, Ref, UnfitError, parse

_OLD_NAME = re.compile(r"\b\d+X\d+X(\d+)([A-Za-z0-9_]*)")
OTHER = "other"


@dataclass(frozen=True)
class Named:
    """What a name in an equation means: an answer code, its type, and the option where the name is that of a tick."""

    code: str
    kind: str
    option: str = ""


def relevance_of(said: str, names: Mapping[str, Named], codes_by_id: Mapping[str, str]) -> ConditionDefinition | None:
    """The condition; None where the equation always holds. Raises UnfitError."""
    text = said.strip().strip("{}").strip()
    if text in ("", "1", "1 "):
        return None

    def renamed(match: "re.Match[str]") -> str:
        title = codes_by_id.get(match[1], match[0])
        return f"{title}_{match[2]}" if match[2] else title

    tree = _adapted(parse(_OLD_NAME.sub(renamed, text)), names)

    def subject(name: str) -> tuple[str, str]:
        found = names.get(name)
        if found is None:
            raise UnfitError(_("вопроса с именем «%(name)s» нет", name=name))
        return found.code, found.kind

    return condition_of_tree(tree, subject)


def _adapted(node: Node, names: Mapping[str, Named]) -> Node:
    """The tree with ticks as `selected()` and values as we store them."""
    if isinstance(node, Joined):
        return Joined(node.word, tuple(_adapted(part, names) for part in node.parts))
    if isinstance(node, Call):
        return _adapted_call(node, names)
    return _adapted_comparison(node, names) if isinstance(node, Compare) else node


def _adapted_comparison(node: Compare, names: Mapping[str, Named]) -> Node:
    left, right, sign = node.left, node.right, node.sign
    if isinstance(left, Constant) and isinstance(right, Ref) and sign in ("=", "!="):
        left, right = right, left
    if not isinstance(left, Ref) or not isinstance(right, Constant):
        return node
    named, value = names.get(left.code), str(right.value)
    if named is None:
        return node
    if named.option:
        if sign not in ("=", "!=") or value not in ("Y", "N", ""):
            raise UnfitError(_('отметка варианта сравнивается только с "Y"'))
        picked = Call("selected", (Ref(named.code), Constant(named.option)))
        return picked if (value == "Y") == (sign == "=") else Joined("not", (picked,))
    if named.kind == "yesno":
        value = {"Y": "yes", "N": "no"}.get(value, value)
    return Compare(sign, Ref(left.code), Constant(OTHER if value == "-oth-" else value))


def _adapted_call(node: Call, names: Mapping[str, Named]) -> Node:
    inner = node.args[0] if len(node.args) == 1 else None
    named = names.get(inner.code) if isinstance(inner, Ref) else None
    if node.name == "is_empty" and named is not None and named.option:
        return Joined("not", (Call("selected", (Ref(named.code), Constant(named.option))),))
    return node
