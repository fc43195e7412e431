"""What the rules look at: plain values of one pair on one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.mentorships.health.kinds import Urgency, WarningRule


@dataclass(frozen=True, kw_only=True)
class Dated:
    """Something of the pair with a day: a meeting, an item of a plan, a member. `key` is its public id."""

    key: str
    day: date


@dataclass(frozen=True, kw_only=True)
class Left(Dated):
    """A member who is in the pair no longer, or no longer in the organisation (`from_place`)."""

    side: str
    from_place: bool = False


@dataclass(frozen=True, kw_only=True)
class Marked(Dated):
    """What one member answered in a named questionnaire about a meeting: `value` from 1 to 10."""

    member: str
    value: int


@dataclass(frozen=True, kw_only=True)
class Quiet:
    """The pause of a pair: its last meeting, the counted days since, the longest pause that the year allows."""

    last: date | None
    days: int
    gap: int
    due: date


@dataclass(frozen=True, kw_only=True)
class PairFacts:
    """One pair as of `today`. `worked` are counted days since the start; `late_days` those since the first late term.

    `load` is (pairs that the mentor has, pairs that may be had, public id of the mentor's membership). `marks` come in
    the order of their meetings.
    """

    today: date
    starts_on: date
    is_active: bool = True
    is_rest: bool = False
    worked: int = 0
    quiet: Quiet | None = None
    has_plan: bool = True
    late: tuple[Dated, ...] = ()
    late_days: int = 0
    missed: tuple[Dated, ...] = ()
    disputed: tuple[Dated, ...] = ()
    marks: tuple[Marked, ...] = ()
    left: tuple[Left, ...] = ()
    load: tuple[int, int, str] | None = None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A warning as a rule gives it. `cause` names what it is about: the same cause never opens a second warning.

    `data` holds the figures and days (ISO) from which the rule follows: public ids are no part of it.
    """

    rule: WarningRule
    cause: str
    since: date
    urgency: Urgency
    data: Mapping[str, Any] = field(default_factory=dict)
