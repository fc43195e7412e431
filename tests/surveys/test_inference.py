"""Tables of two questions and the same people twice: golden values, and scipy's own answers on the raw data."""

import math
import random
from collections import Counter

import pytest
from scipy import stats

from surveys.results.inference import FEW, holm, paired_test, table_test, wilcoxon

PRE = (3, 2, 4, 3, 2, 3, 4, 2, 3, 3, 2, 4)
POST = (4, 3, 4, 4, 3, 3, 5, 3, 4, 4, 2, 5)


def paired(before, after):
    found = paired_test(Counter(zip(map(float, before), map(float, after), strict=True)))
    assert found
    return found


def test_twelve_people_before_and_after_give_the_golden_values():
    found = paired(PRE, POST)
    assert found.n == 12
    assert found.difference == pytest.approx(0.75)
    assert (found.interval.low, found.interval.high) == pytest.approx((0.46, 1.04), abs=0.005)
    assert found.t == pytest.approx(5.745, abs=0.0005)
    assert found.p == pytest.approx(0.00013, abs=0.000005)
    assert found.d_z == pytest.approx(1.658, abs=0.0005)
    assert (found.d_z_interval.low, found.d_z_interval.high) == pytest.approx((0.76, 2.53), abs=0.005)
    assert found.g_z == pytest.approx(1.543, abs=0.0005)
    assert found.d_av == pytest.approx(0.891, abs=0.0005)
    assert found.r == pytest.approx(0.861, abs=0.0005)
    assert found.wilcoxon_p == pytest.approx(0.0039, abs=0.00005)
    assert (found.improved, found.worsened) == (9, 0)
    assert found.p != pytest.approx(stats.ttest_ind(PRE, POST).pvalue, abs=0.01)  # the unpaired test says 0.040


def test_people_who_left_change_nothing_in_the_paired_difference():
    before, after = [2] * 50 + [4] * 50, [2] * 10 + [4] * 50
    found = paired([2] * 10 + [4] * 50, after)
    assert found.difference == 0
    assert sum(after) / 60 - sum(before) / 100 == pytest.approx(0.67, abs=0.005)
    assert found.t is None
    assert found.interval is None
    assert found.g_z is None


def test_a_table_of_two_questions_gives_the_golden_values():
    found = table_test([[12, 5, 3], [6, 9, 10]])
    assert found.chi2 == pytest.approx(6.436, abs=0.0005)
    assert found.p == pytest.approx(0.040, abs=0.0005)
    assert found.cramers_v == pytest.approx(0.378, abs=0.0005)
    assert not found.is_exact
    exact = table_test([[8, 2], [1, 5]])
    assert exact.is_exact
    assert exact.p == pytest.approx(0.035, abs=0.0005)


def test_few_people_are_only_described():
    assert table_test([[3, 1], [1, 4]]).p is None
    few = paired(PRE[: FEW - 1], POST[: FEW - 1])
    assert few.difference is not None
    assert few.p is None
    assert few.wilcoxon_p is None
    assert paired_test({(1.0, 2.0): 1}) is None
    assert table_test([[4, 4], [0, 0]]) is None


@pytest.mark.parametrize("seed", range(12))
def test_counts_say_what_scipy_says_of_the_people_one_by_one(seed):
    chance = random.Random(seed)
    n = chance.randint(FEW, 60)
    before = [chance.randint(1, 5) for _one in range(n)]
    after = [min(5, max(1, mark + chance.choice((-1, 0, 0, 1, 1)))) for mark in before]
    found, raw = paired(before, after), stats.ttest_rel(after, before)
    assert (found.t, found.p) == pytest.approx((raw.statistic, raw.pvalue))
    interval = raw.confidence_interval()
    assert (found.interval.low, found.interval.high) == pytest.approx((interval.low, interval.high))
    assert found.r == pytest.approx(stats.pearsonr(before, after).statistic)


def test_wilcoxon_is_exact_with_ties_and_agrees_with_all_choices_of_signs():
    differences = Counter({1.0: 4, -1.0: 2, 2.0: 3, -3.0: 1})
    values = [value for value, k in differences.items() for _one in range(k)]
    ranks = stats.rankdata([abs(value) for value in values])
    risen = sum(rank for rank, value in zip(ranks, values, strict=True) if value > 0)
    sums = [sum(rank for place, rank in enumerate(ranks) if ways >> place & 1) for ways in range(2 ** len(values))]
    whole = sum(ranks)
    nearer = min(risen, whole - risen)
    assert wilcoxon(differences) == pytest.approx(min(1.0, 2 * sum(each <= nearer for each in sums) / len(sums)))
    many = Counter({1.0: 260, -1.0: 240, 2.0: 30})
    raw = [value for value, k in many.items() for _one in range(k)]
    assert wilcoxon(many) == pytest.approx(stats.wilcoxon(raw, method="asymptotic").pvalue, rel=1e-6)
    assert wilcoxon({0.0: 12}) is None


def test_many_questions_at_once_are_corrected_one_after_another():
    assert holm([0.01, None, 0.04, 0.03]) == pytest.approx([0.03, None, 0.06, 0.06], nan_ok=True)
    assert holm([0.9, 0.8]) == [1.0, 1.0]
    assert holm([]) == []
    assert math.isclose(holm([0.01])[0], 0.01)
