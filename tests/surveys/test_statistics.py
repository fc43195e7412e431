"""Golden values of shares, means and indices; scipy is the witness, not the workman."""

import math
import statistics as witness

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from surveys.results.statistics import (
    deviation,
    mean,
    median,
    recommendation,
    share,
    threshold_share,
    top_share,
    wilson,
)


@pytest.mark.parametrize(("count", "of", "low", "high"), [(9, 12, 0.47, 0.91), (0, 7, 0.0, 0.35)])
def test_golden_intervals(count, of, low, high):
    found = wilson(count, of)
    assert (round(found.low, 2), round(found.high, 2)) == (low, high)


@given(st.integers(1, 400), st.data())
def test_the_interval_is_wilsons(of, data):
    count = data.draw(st.integers(0, of))
    found, right = wilson(count, of), stats.binomtest(count, of).proportion_ci(method="wilson")
    assert math.isclose(found.low, right.low, abs_tol=1e-9)
    assert math.isclose(found.high, right.high, abs_tol=1e-9)
    assert 0 <= found.low <= count / of <= found.high <= 1


@given(st.lists(st.integers(0, 10), min_size=1, max_size=60))
def test_counters_give_the_same_as_the_list_of_values(values):
    counts = {float(value): values.count(value) for value in values}
    assert math.isclose(mean(counts), witness.mean(values), abs_tol=1e-9)
    assert median(counts) == witness.median(values)
    if len(values) > 1:
        assert math.isclose(deviation(counts), witness.stdev(values), abs_tol=1e-9)


def test_nobody_answered():
    assert (mean({}), deviation({}), median({}), share(0, 0), top_share({}, 10)) == (None,) * 5
    assert recommendation({}).value is None
    assert deviation({5.0: 1}) is None


def test_shares_of_marks():
    marks = {1.0: 1, 6.0: 2, 8.0: 1, 9.0: 3, 10.0: 3}
    assert (top_share(marks, 10).count, top_share(marks, 10).of) == (6, 10)
    assert threshold_share(marks, 7).percent == 70
    index = recommendation(marks)
    assert (index.promoters, index.passives, index.detractors, index.value) == (6, 1, 3, 30)
