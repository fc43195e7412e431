"""What matching minds in a year: weights of criteria and hard rules. Stored as data, read as this."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from portal.matching.drafts.kinds import CriterionCode, HomeRule, RuleCode
from portal.matching.solving.kinds import Measure, Objective, RuleKind
from portal.matching.solving.pool import Criterion, Rule
from portal.programs.kinds import RuleForce

MOST_WEIGHT = 10
ENOUGH_WINDOWS = 2
"""Common times of the week at which nothing more is gained."""
FORMAT, GROUP, HOME = "format", "group", "home"
"""Answers that only rules compare: format, group and organisation of both sides."""
BY_HAND = (RuleForce.BLOCK, RuleForce.WARN)
MEASURES = {
    CriterionCode.AREA: Measure.SHARE,
    CriterionCode.TIME: Measure.HOURS,
    CriterionCode.AGE: Measure.SAME,
    CriterionCode.MENTOR_KIND: Measure.SAME,
    CriterionCode.CHANNEL: Measure.SHARE,
    CriterionCode.LANGUAGE: Measure.SHARE,
}


@dataclass(frozen=True, kw_only=True)
class MatchingSettings:
    """One year's way of matching. A weight of 0 leaves its criterion out; one at least is positive.

    `needs_…`: a pair that has nothing in common there may not be; where one side has not answered the pair passes.
    `other_group`: nobody mentors in the own group. `reporting`: nobody mentors whom they direct. `conflicts`: what
    happens when a pair of the conflict list is proposed by hand, WARN or BLOCK; no draft ever has such a pair.
    """

    area: int = 4
    time: int = 3
    age: int = 2
    mentor_kind: int = 1
    channel: int = 1
    language: int = 0
    objective: str = Objective.COVERAGE
    needs_area: bool = False
    needs_time: bool = False
    needs_age: bool = False
    needs_language: bool = False
    other_group: bool = False
    reporting: bool = True
    conflicts: str = RuleForce.BLOCK
    home: str = HomeRule.ANY

    def __post_init__(self) -> None:
        Objective(self.objective)
        HomeRule(self.home)
        if RuleForce(self.conflicts) not in BY_HAND:
            raise ValueError("conflicts: warn or block")
        weights = self.weights.values()
        if not any(weights) or not all(0 <= each <= MOST_WEIGHT for each in weights):
            raise ValueError(f"weights: 0–{MOST_WEIGHT}, one at least positive")

    @property
    def weights(self) -> dict[CriterionCode, int]:
        """Weight of each criterion."""
        return {code: getattr(self, code.value) for code in CriterionCode}

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """As the solver takes them."""
        span = {CriterionCode.TIME: ENOUGH_WINDOWS}
        return tuple(
            Criterion(code=code, weight=weight, measure=MEASURES[code], span=span.get(code, 1))
            for code, weight in self.weights.items()
            if weight
        )

    @property
    def rules(self) -> tuple[Rule, ...]:
        """As the solver takes them; that the mentor works in the format asked for cannot be set aside."""
        found = [
            Rule(code=RuleCode.FORMAT, kind=RuleKind.SHARED, asks=FORMAT, can_be_relaxed=False, needs_answers=True)
        ]
        for is_on, code, kind, asks in (
            (self.needs_area, RuleCode.AREA, RuleKind.SHARED, CriterionCode.AREA),
            (self.needs_time, RuleCode.TIME, RuleKind.SHARED, CriterionCode.TIME),
            (self.needs_age, RuleCode.AGE, RuleKind.SHARED, CriterionCode.AGE),
            (self.needs_language, RuleCode.LANGUAGE, RuleKind.SHARED, CriterionCode.LANGUAGE),
            (self.other_group, RuleCode.GROUP, RuleKind.APART, GROUP),
            (self.home == HomeRule.INSIDE, RuleCode.INSIDE, RuleKind.SHARED, HOME),
            (self.home == HomeRule.OUTSIDE, RuleCode.OUTSIDE, RuleKind.APART, HOME),
        ):
            if is_on:
                found.append(Rule(code=code, kind=kind, asks=asks))
        return tuple(found)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """As stored; what is not said is the default. Raises ValueError for an unknown key or value."""
        unknown = sorted(set(data) - {field.name for field in fields(cls)})
        if unknown:
            raise ValueError(f"unknown settings: {', '.join(unknown)}")
        return cls(**data)

    def as_data(self) -> dict[str, Any]:
        """What is stored: everything, so that a later default changes no past year."""
        return asdict(self)
