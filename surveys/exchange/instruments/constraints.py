"""What a form demands of an answer (`constraint`, `parameters`) as bounds of ours: least, most, how many ticks."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.core.i18n import _
from surveys.exchange.instruments.expressions import constant_of
from surveys.exchange.instruments.grammar import Call, Compare, Constant, Joined, Node, Ref, UnfitError, parse
from surveys.strict import number_of

_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass
class Bounds:
    """Ends of a number or a day, and the limit of ticks."""

    minimum: int | float | str | None = None
    maximum: int | float | str | None = None
    most: int | None = None


def bounds_of(text: str, kind: str) -> Bounds:
    """Bounds that say what the constraint says; `kind`: integer, decimal, date, multiple. Raises UnfitError."""
    found = Bounds()
    for part in _parts(parse(text)):
        if not isinstance(part, Compare):
            raise _unfit()
        left, sign, right = part.left, part.sign, part.right
        if isinstance(left, Constant):
            left, sign, right = right, _MIRROR.get(sign, sign), left
        value = constant_of(right)
        if value is None:
            raise _unfit()
        if isinstance(left, Call) and left.name == "count-selected" and kind == "multiple":
            _limit(found, sign, value)
        elif left == Ref("") and kind in ("integer", "decimal", "date"):
            _bound(found, sign, value, kind)
        else:
            raise _unfit()
    return found


def _parts(node: Node) -> Iterator[Node]:
    if isinstance(node, Joined) and node.word == "and":
        for part in node.parts:
            yield from _parts(part)
    else:
        yield node


def _limit(found: Bounds, sign: str, value: str) -> None:
    number = number_of(value)
    if sign not in ("<", "<=") or number is None or number != int(number):
        raise UnfitError(_("из числа отметок задаётся только наибольшее: count-selected(.) <= 3"))
    found.most = int(number) - (sign == "<")


def _bound(found: Bounds, sign: str, value: str, kind: str) -> None:
    end: int | float | str
    if kind == "date":
        if sign not in (">=", "<="):
            raise UnfitError(_("граница даты пишется как . >= date('2026-01-31') или . <= date('2026-01-31')"))
        end = value
    else:
        number = number_of(value)
        if number is None or sign not in ("<", "<=", ">", ">="):
            raise _unfit()
        if sign in ("<", ">") and kind == "decimal":
            raise UnfitError(_("граница дробного числа входит в промежуток: пишите >= и <="))
        number += {"<": -1, ">": 1}.get(sign, 0)
        end = int(number) if number == int(number) else number
    if sign.startswith(">"):
        found.minimum = end
    else:
        found.maximum = end


def _unfit() -> UnfitError:
    return UnfitError(_("проверка ответа поддерживается как границы числа или даты и как предел числа отметок"))
