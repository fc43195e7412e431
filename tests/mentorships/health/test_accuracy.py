"""A seeded year of 120 pairs: precision and recall of the rule of silence with intervals, counted as on its page."""

import random
from datetime import date, timedelta

import pytest

from portal.mentorships.health.accuracy import PastWarning, is_few, records
from portal.mentorships.health.facts import PairFacts, Quiet
from portal.mentorships.health.kinds import WarningOutcome, WarningRule
from portal.mentorships.health.rules import findings
from portal.mentorships.meetings.rhythm import days_between, due_on

BEGAN, END, GAP = date(2025, 9, 15), date(2026, 5, 29), 14
REST = {date(2025, 12, 29) + timedelta(days=n) for n in range(14)} | {
    date(2026, 3, 23) + timedelta(days=n) for n in range(9)
}
H, F = WarningOutcome.HELPED, WarningOutcome.FALSE_ALARM


def year_of(rng):
    """(days of meetings, day on which the pair broke up or None): pairs that break up fall silent weeks before."""
    breaks = BEGAN + timedelta(days=rng.randint(70, 240)) if rng.random() < 0.2 else None
    met, day = [], BEGAN
    while day < (breaks or END):
        fading = breaks is not None and (breaks - day).days < 45
        day = due_on(day, rng.randint(20, 40) if fading else rng.choice((7, 7, 10, 12, 13) * 8 + (16,)), REST)
        if day < (breaks or END):
            met.append(day)
    return met, breaks


def warnings_in(met, until):
    """Day on which each warning of silence opened, by its cause, when the pair is looked at every day."""
    opened = {}
    day = BEGAN
    while day < until:
        last = max((each for each in met if each <= day), default=None)
        since = last or BEGAN
        quiet = Quiet(last=last, days=days_between(since, day, REST), gap=GAP, due=due_on(since, GAP, REST))
        for found in findings(PairFacts(today=day, starts_on=BEGAN, quiet=quiet)):
            if day not in REST:
                opened.setdefault(found.cause, day)
        day += timedelta(days=1)
    return opened


def test_a_seeded_year_gives_precision_and_recall_with_intervals():
    rng, past, broken = random.Random(2026), [], {}
    for pair in range(120):
        met, breaks = year_of(rng)
        if breaks:
            broken[pair] = breaks
        for day in warnings_in(met, breaks or END).values():
            truly = breaks is not None and (breaks - day).days <= 60
            past.append(PastWarning(rule=WarningRule.SILENT, pair=pair, opened_on=day, outcome=H if truly else F,
                                    waited=timedelta(hours=rng.randint(1, 48))))  # fmt: skip
            assert day not in REST
    (found,) = records(past, broken)
    assert found.opened == found.helped + found.false_alarms > 60
    assert found.recall.value > 0.9
    assert found.recall.interval.low < found.recall.value < found.recall.interval.high or found.recall.value == 1
    assert found.precision.interval.high - found.precision.interval.low < 0.25
    assert not is_few(found.precision)


@pytest.mark.parametrize(("helped", "false", "low", "high"), [(8, 2, 0.490, 0.943), (3, 9, 0.089, 0.532)])
def test_shares_are_wilsons(helped, false, low, high):
    outcomes = [H] * helped + [F] * false + [WarningOutcome.GONE, None]
    past = [PastWarning(rule="silent", pair=n, opened_on=BEGAN, outcome=each, waited=timedelta(hours=n) if n else None)
            for n, each in enumerate(outcomes)]  # fmt: skip
    (found,) = records(past, {0: BEGAN, 1: BEGAN + timedelta(days=1)})
    assert (found.opened, found.gone, found.precision.of) == (len(outcomes), 1, helped + false)
    assert (round(found.precision.interval.low, 3), round(found.precision.interval.high, 3)) == (low, high)
    assert (found.warned, found.broken) == (1, 2)
    assert is_few(found.recall)
    assert found.waited == timedelta(hours=len(outcomes) / 2)


def test_where_nobody_judged_there_is_no_share():
    (found,) = records([PastWarning(rule="silent", pair=1, opened_on=BEGAN, outcome=None, waited=None)], {})
    assert (found.precision, found.recall, found.waited) == (None, None, None)
    assert is_few(found.precision)
