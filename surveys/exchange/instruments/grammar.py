"""The grammar of conditions in foreign forms, XLSForm (XPath) and LimeSurvey alike: nothing is evaluated."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from portal.core.i18n import _
from surveys.strict import plain_number

LONGEST, DEEPEST = 2_000, 60
_TOKEN = re.compile(
    r"""\s*(?:(?P<ref>\$\{\s*[^}]{1,120}\}|[A-Za-z_][\w.]*\.(?:NAOK|value|shown|code)\b)
    |(?P<number>\d+(?:\.\d+)?|\.\d+)|(?P<text>"[^"]*"|'[^']*')
    |(?P<op><=|>=|!=|==|<>|&&|\|\||[=<>(),!+*/|-])|(?P<dot>\.(?![\w.]))|(?P<word>[A-Za-z_][\w:.-]*))""",
    re.VERBOSE,
)
_SIGNS = {"==": "=", "<>": "!=", "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_AND, _OR = {"and", "&&"}, {"or", "||"}


class UnfitError(ValueError):
    """The expression cannot become a condition; the text tells its author why."""


@dataclass(frozen=True)
class Ref:
    """`${code}`; the empty code is `.`, the question itself; a bare word may also be a column of the choices."""

    code: str
    is_bare: bool = False


@dataclass(frozen=True)
class Constant:
    """A text, a number as written, or true and false."""

    value: str | bool


@dataclass(frozen=True)
class Call:
    """A function."""

    name: str
    args: tuple["Node", ...]


@dataclass(frozen=True)
class Compare:
    """left sign right."""

    sign: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True)
class Joined:
    """`and`, `or`, `not`."""

    word: str
    parts: tuple["Node", ...]


Node = Ref | Constant | Call | Compare | Joined


def parse(text: str) -> Node:
    """The tree of an expression. Raises UnfitError."""
    if len(text) > LONGEST:
        raise UnfitError(_("выражение слишком длинное"))
    return _Parser(_tokens(text)).whole()


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place = [], 0
    text = text.rstrip().translate({0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'", 0xA0: " "})
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise UnfitError(_("непонятный знак «%(sign)s»", sign=text[place : place + 10].strip()))
        found.append((match.lastgroup, match.group(match.lastgroup)))
        place = match.end()
    return found


class _Parser:
    """Recursive descent: or, and, not, comparison, value."""

    def __init__(self, tokens: Sequence[tuple[str, str]]) -> None:
        self._tokens, self._place, self._depth = tokens, 0, 0

    def whole(self) -> Node:
        node = self._or()
        if self._place < len(self._tokens):
            raise UnfitError(_("лишнее в конце: «%(rest)s»", rest=self._tokens[self._place][1]))
        return node

    def _next(self) -> str:
        return self._tokens[self._place][1] if self._place < len(self._tokens) else ""

    def _take(self, *signs: str) -> str:
        sign = self._next()
        if sign.lower() not in signs or self._tokens[self._place][0] in ("text", "ref"):
            return ""
        self._place += 1
        return sign.lower()

    def _or(self) -> Node:
        return self._chain(_OR, "or", self._and)

    def _and(self) -> Node:
        return self._chain(_AND, "and", self._comparison)

    def _chain(self, words: set[str], word: str, part: Callable[[], Node]) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise UnfitError(_("слишком много скобок"))
        parts = [part()]
        while self._take(*words):
            parts.append(part())
        self._depth -= 1
        return parts[0] if len(parts) == 1 else Joined(word, tuple(parts))

    def _comparison(self) -> Node:
        if self._take("!"):
            return Joined("not", (self._comparison(),))
        left = self._value()
        sign = self._take("=", "==", "!=", "<>", "<", "<=", ">", ">=", *_SIGNS)
        if sign:
            return Compare(_SIGNS.get(sign, sign), left, self._value())
        if self._next() in ("+", "-", "*", "/", "mod", "div", "|"):
            raise UnfitError(_("вычисления в условиях не поддерживаются"))
        return left

    def _value(self) -> Node:
        if self._place >= len(self._tokens):
            raise UnfitError(_("выражение обрывается"))
        kind, said = self._tokens[self._place]
        self._place += 1
        if said == "(":
            inner = self._or()
            self._close()
            return inner
        if said == "-":
            number = self._value()
            if isinstance(number, Constant) and isinstance(number.value, str):
                return Constant(f"-{number.value}")
            raise UnfitError(_("вычисления в условиях не поддерживаются"))
        if kind == "word" and self._take("("):
            return self._call(said)
        simple: dict[str, Callable[[], Node]] = {
            "number": lambda: Constant(plain_number(float(said))),
            "text": lambda: Constant(said[1:-1]),
            "dot": lambda: Ref(""),
            "ref": lambda: Ref(said[2:-1].strip() if said.startswith("${") else said.rpartition(".")[0]),
            "word": lambda: Ref(said, is_bare=True),
        }
        if kind not in simple:
            raise UnfitError(_("непонятно, что значит «%(said)s»", said=said))
        return simple[kind]()

    def _call(self, name: str) -> Node:
        args: list[Node] = []
        if not self._take(")"):
            args.append(self._or())
            while self._take(","):
                args.append(self._or())
            self._close()
        if name == "not" and len(args) == 1:
            return Joined("not", (args[0],))
        if name in ("true", "false") and not args:
            return Constant(name == "true")
        return Call(name, tuple(args))

    def _close(self) -> None:
        if not self._take(")"):
            raise UnfitError(_("скобка не закрыта"))


def words_of(node: Any) -> str:
    """The expression in short, for a reason."""
    if isinstance(node, Call):
        return f"{node.name}()"
    if isinstance(node, Compare):
        return f"{words_of(node.left)} {node.sign} {words_of(node.right)}"
    if isinstance(node, Ref):
        return f"${{{node.code}}}" if node.code else "."
    return str(node.value) if isinstance(node, Constant) else node.word
