"""The words of the examples: a case is one request, an example is an endpoint with all of its cases."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.house.stage import EVERYBODY, Call, Stage

Script = Callable[[Stage, str], Call]
Shows = Callable[[Stage], Mapping[str, frozenset[str]]]
NONE: frozenset[str] = frozenset()


def plain(stage: Stage, who: str) -> Call:
    """Nothing but the address."""
    return Call()


@dataclass(frozen=True, kw_only=True)
class Case:
    """One request: who gets through, who at least sees the object (403, not 404), where a foreign id stands.

    `shows` maps a text to the people who must find it in the answer; nobody else may. `asked` are those who are asked
    at all, where the others would each get an answer of their own.
    """

    name: str
    who: frozenset[str]
    call: Script = plain
    sees: frozenset[str] = NONE
    place: str = ""
    guest: str = "sign-in"
    otherwise: str = "hidden"
    shows: Shows = field(default=lambda stage: {})
    asked: frozenset[str] = EVERYBODY


@dataclass(frozen=True, kw_only=True)
class Example:
    """An endpoint: who may open it at all, its cases (the first one is the valid one), texts that this one shows."""

    opens: frozenset[str]
    cases: tuple[Case, ...]
    shows: Shows = field(default=lambda stage: {})
    looks: tuple[Shows, ...] = ()

    def showing(self, shows: Shows) -> "Example":
        """The same example with texts that only some may find."""
        return replace(self, shows=shows)

    def asking(self, *cases: Case) -> "Example":
        """The same example with further cases; one that only looks for more texts at the same page asks no more."""
        first = self.cases[0]
        more = [case for case in cases if case.call is not first.call or case.place]
        looks = [case.shows for case in cases if case not in more]
        return replace(self, cases=(*self.cases, *more), looks=(*self.looks, *looks))

    def promises(self, stage: Stage, case: Case) -> Mapping[str, frozenset[str]]:
        """What the answer to the case shows to whom."""
        said = dict(case.shows(stage))
        for shows in (self.shows, *self.looks) if case is self.cases[0] else ():
            more = shows(stage)
            assert not said.keys() & more.keys(), f"two rooms promise the same text: {said.keys() & more.keys()}"
            said |= more
        return said


def own(who: frozenset[str], call: Script = plain, **more: Any) -> Case:
    """The valid request."""
    return Case(name="own", who=who, call=call, **more)


def foreign(place: str, who: frozenset[str], call: Script, **more: Any) -> Case:
    """The same with somebody else's object in the path, the query, a field or a list."""
    return Case(name=f"foreign {place}", place=place, who=who, call=call, **more)


def open_to(who: frozenset[str], call: Script = plain, **more: Any) -> Example:
    """A page or a deed without an object."""
    return Example(opens=who, cases=(own(who, call),), **more)
