"""How often warnings were right, rule by rule: shares with Wilson's interval from what people said of past warnings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from portal.mentorships.health.kinds import FEW, WarningOutcome
from surveys.results.statistics import Share, share


@dataclass(frozen=True, kw_only=True)
class PastWarning:
    """One warning as it is judged: `waited` is the time to the first deed of a person, None where nobody did."""

    rule: str
    pair: int
    opened_on: date
    outcome: str | None
    waited: timedelta | None


@dataclass(frozen=True, kw_only=True)
class Record:
    """A rule and how it did. `warned` of `broken` pairs that broke up had its warning before they did."""

    rule: str
    opened: int
    helped: int
    false_alarms: int
    gone: int
    warned: int
    broken: int
    waited: timedelta | None

    @property
    def precision(self) -> Share | None:
        """Of the warnings that people judged, the share that was of use; None where nobody judged any."""
        return share(self.helped, self.helped + self.false_alarms)

    @property
    def recall(self) -> Share | None:
        """Of the pairs that broke up, the share that was warned of before; None where none broke up."""
        return share(self.warned, self.broken)


def is_few(found: Share | None) -> bool:
    """Whether a share stands on so few cases that it is no share yet."""
    return found is None or found.of < FEW


def records(past: Iterable[PastWarning], broken: Mapping[int, date]) -> list[Record]:
    """One record a rule that has ever warned, the busiest first. `broken` is pair id → the day on which it broke up."""
    by_rule = defaultdict(list)
    for each in past:
        by_rule[each.rule].append(each)
    found = [_record(rule, warnings, broken) for rule, warnings in by_rule.items()]
    return sorted(found, key=lambda each: (-each.opened, each.rule))


def _record(rule: str, past: list[PastWarning], broken: Mapping[int, date]) -> Record:
    outcomes = [each.outcome for each in past]
    before = {each.pair for each in past if each.pair in broken and each.opened_on < broken[each.pair]}
    waits = [each.waited.total_seconds() for each in past if each.waited is not None]
    return Record(
        rule=rule, opened=len(past), helped=outcomes.count(WarningOutcome.HELPED),
        false_alarms=outcomes.count(WarningOutcome.FALSE_ALARM), gone=outcomes.count(WarningOutcome.GONE),
        warned=len(before), broken=len(broken), waited=timedelta(seconds=median(waits)) if waits else None,
    )  # fmt: skip
