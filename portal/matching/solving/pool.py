"""What a run is told: mentees, mentors, criteria with weights, hard rules and what the curator has set by hand.

Keys are the caller's: any text that is unique among mentees, or among mentors. The order in which anything is given
does not matter. Points are whole thousandths of a point; a perfect pair has `FULL` of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from portal.matching.solving.kinds import STANDING, Ground, Hold, Measure, RuleKind

FULL = 100_000
"""Thousandths of a point in a perfect score: 100 points."""
WHOLE = 1_000
"""A whole share, in thousandths."""
MOST_RULES = 24

Answer = int | frozenset[str] | frozenset[int] | tuple[str, ...] | Mapping[str, int]
"""A place on a scale, a set of values, hours of the week, keys in order of preference, or key → thousandths."""


class CannotSolve(ValueError):
    """What was asked contradicts itself; `code` says how, `keys` whom it is about."""

    def __init__(self, code: str, *keys: str) -> None:
        super().__init__(": ".join([code, ", ".join(keys)]) if keys else code)
        self.code, self.keys = code, keys


@dataclass(frozen=True, kw_only=True)
class Mentee:
    """One mentee, or a mentee group: it takes one place of a mentor however many people are in it.

    `answers`: by the code of the question. `people`: the persons behind the key, `heads`: to whom they report;
    both are compared with the mentor's. `applied`: sorts by when the request came (ISO time), for first come.
    """

    key: str
    answers: Mapping[str, Answer] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    applied: str = ""


@dataclass(frozen=True, kw_only=True)
class Mentor:
    """One mentor, or a team of mentors, with `capacity` free places (0 or more)."""

    key: str
    capacity: int
    answers: Mapping[str, Answer] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """What is compared and how much it weighs against the other criteria (a positive whole number).

    `asks` and `offers` are the codes of the mentee's and the mentor's answer, the criterion's own code by default.
    `span` is the length of the scale (NEAR), hours that are enough (HOURS) or choices that count (CHOSEN_…).
    `unanswered` is the share that stands in for a missing answer, in thousandths: neither nothing nor everything.
    """

    code: str
    weight: int
    measure: Measure
    asks: str = ""
    offers: str = ""
    span: int = 1
    unanswered: int = 500


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A hard rule of the programme. A pair about which an answer is missing passes unless `needs_answers`."""

    code: str
    kind: RuleKind
    asks: str
    offers: str = ""
    at_least: int = 1
    can_be_relaxed: bool = True
    needs_answers: bool = False


@dataclass(frozen=True, kw_only=True)
class Ban:
    """A pair that may not be, on one of `STANDING`. Who wished it is not said here, so it cannot be told on."""

    mentee: str
    mentor: str
    ground: Ground


@dataclass(frozen=True, kw_only=True)
class Pool:
    """Everybody and everything that the draft rests on.

    `relaxed`: (mentee, rule) for which the curator set a rule aside. Bans of people who are not here are ignored.
    Raises `CannotSolve` with `repeated_key`, `no_criteria` or `bad_value`.
    """

    mentees: tuple[Mentee, ...]
    mentors: tuple[Mentor, ...]
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...] = ()
    bans: frozenset[Ban] = frozenset()
    relaxed: frozenset[tuple[str, str]] = frozenset()

    def __post_init__(self) -> None:
        for kind in (self.mentees, self.mentors):
            _no_repeats(each.key for each in kind)
        _no_repeats(each.code for each in self.criteria)
        _no_repeats([*Ground, *(each.code for each in self.rules)])
        if not self.criteria:
            raise CannotSolve("no_criteria")
        for is_good, name in self._values():
            if not is_good:
                raise CannotSolve("bad_value", name)

    def _values(self) -> Iterable[tuple[bool, str]]:
        yield len(self.rules) <= MOST_RULES, "rules"
        yield from ((each.capacity >= 0, each.key) for each in self.mentors)
        yield from ((each.ground in STANDING, each.mentee) for each in self.bans)
        yield from ((each.at_least >= 1, each.code) for each in self.rules)
        for each in self.criteria:
            yield each.weight > 0 and each.span > 0 and 0 <= each.unanswered <= WHOLE, each.code


@dataclass(frozen=True, kw_only=True)
class Held:
    """A pair that the draft must contain. It must be allowed: a rule in its way is relaxed first."""

    mentee: str
    mentor: str
    hold: Hold = Hold.LOCK


@dataclass(frozen=True, kw_only=True)
class Barred:
    """A pair that the curator keeps out of the draft."""

    mentee: str
    mentor: str


Choice = Held | Barred


@dataclass(frozen=True, kw_only=True)
class Choices:
    """Everything that the curator set by hand."""

    held: frozenset[Held] = frozenset()
    barred: frozenset[Barred] = frozenset()

    def __contains__(self, choice: object) -> bool:
        return choice in self.held or choice in self.barred

    def __iter__(self):  # type: ignore[no-untyped-def]
        both: list[Choice] = [*self.held, *self.barred]
        return iter(sorted(both, key=lambda each: (each.mentee, each.mentor, isinstance(each, Held))))

    def without(self, choice: Choice) -> "Choices":
        """The same but for one."""
        return replace(self, held=self.held - {choice}, barred=self.barred - {choice})

    def with_(self, choice: Choice) -> "Choices":
        """The same and one more; it takes the place of what was set about the same pair or the same mentee."""
        if isinstance(choice, Barred):
            held = {each for each in self.held if (each.mentee, each.mentor) != (choice.mentee, choice.mentor)}
            return Choices(held=frozenset(held), barred=self.barred | {choice})
        barred = {each for each in self.barred if (each.mentee, each.mentor) != (choice.mentee, choice.mentor)}
        held = {each for each in self.held if each.mentee != choice.mentee} | {choice}
        return Choices(held=frozenset(held), barred=frozenset(barred))


def _no_repeats(keys: Iterable[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise CannotSolve("repeated_key", key)
        seen.add(key)
