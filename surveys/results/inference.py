"""Whether figures differ by more than chance: tables of two questions, and the same people before and after.

scipy does the arithmetic and is imported where it is used. Everything works on counts, so the number of people
costs nothing. Under `FEW` people there are no p-values: the figures only describe.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from surveys.results.statistics import Interval

FEW = 10
SMALL_EXPECTED = 5.0
EXACT_UP_TO = 300  # people; above that the normal approximation of Wilcoxon's test is as good

Joint = Mapping[tuple[float, float], int]  # (before, after) → how many people


@dataclass(frozen=True, kw_only=True)
class TableTest:
    """Association of rows and columns: χ² or, for a 2×2 table with small expected counts, Fisher's exact test."""

    n: int
    chi2: float | None
    freedom: int
    p: float | None
    cramers_v: float | None
    is_exact: bool = False
    has_small_expected: bool = False


@dataclass(frozen=True, kw_only=True)
class PairedTest:
    """The same people twice. `d_z` and `g_z` divide by the deviation of differences, `d_av` by the root of the mean
    variance of before and after.

    No interval and no effect where nobody differs from anybody; no p under `FEW` people.
    """

    n: int
    before: float
    after: float
    difference: float
    interval: Interval | None
    t: float | None
    p: float | None
    d_z: float | None
    d_z_interval: Interval | None
    g_z: float | None
    d_av: float | None
    r: float | None
    wilcoxon_p: float | None
    improved: int
    worsened: int


def table_test(rows: Sequence[Sequence[int]]) -> TableTest | None:
    """The test of a table of counts; rows and columns without anybody are left out. None for less than 2×2."""
    kept = [row for row in rows if sum(row)]
    columns = [column for column in zip(*kept, strict=True) if sum(column)]
    if len(kept) < 2 or len(columns) < 2:
        return None
    from scipy import stats

    table = [list(row) for row in zip(*columns, strict=True)]
    n = sum(map(sum, table))
    found = stats.chi2_contingency(table, correction=False)
    shorter = min(len(table), len(columns)) - 1
    small = bool(found.expected_freq.min() < SMALL_EXPECTED)
    is_exact = small and len(table) == len(columns) == 2
    p = float(stats.fisher_exact(table).pvalue if is_exact else found.pvalue)
    return TableTest(
        n=n, chi2=float(found.statistic), freedom=int(found.dof), p=p if n >= FEW else None,
        cramers_v=math.sqrt(float(found.statistic) / (n * shorter)), is_exact=is_exact, has_small_expected=small,
    )  # fmt: skip


def paired_test(joint: Joint, confidence: float = 0.95) -> PairedTest | None:
    """Compare before and after of the same people; None without two of them."""
    n = sum(joint.values())
    if n < 2:
        return None
    before, before_sd = _moments({}, ((first, k) for (first, _last), k in joint.items()))
    after, after_sd = _moments({}, ((last, k) for (_first, last), k in joint.items()))
    differences: dict[float, int] = {}
    difference, sd = _moments(differences, ((last - first, k) for (first, last), k in joint.items()))
    spread = math.sqrt((before_sd**2 + after_sd**2) / 2)
    t, p, interval, d_interval = _student(difference, sd, n, confidence)
    d_z = difference / sd if sd else None
    return PairedTest(
        n=n, before=before, after=after, difference=difference, interval=interval, t=t,
        p=p if n >= FEW else None, d_z=d_z, d_z_interval=d_interval,
        g_z=d_z * _small_sample(n - 1) if d_z is not None else None,
        d_av=difference / spread if spread else None,
        r=_correlation(joint, (before, after), (before_sd, after_sd)),
        wilcoxon_p=wilcoxon(differences) if n >= FEW else None,
        improved=sum(k for value, k in differences.items() if value > 0),
        worsened=sum(k for value, k in differences.items() if value < 0),
    )  # fmt: skip


def wilcoxon(differences: Mapping[float, int]) -> float | None:
    """The two-sided p of the signed-rank test; those who did not change are left out (Wilcoxon, 1945).

    Exact over all choices of signs with the ranks as they are, ties included; above `EXACT_UP_TO` approximate.
    """
    sizes: dict[float, int] = {}
    for value, k in differences.items():
        if value:
            sizes[abs(value)] = sizes.get(abs(value), 0) + k
    n = sum(sizes.values())
    if not n:
        return None
    ranks, passed = {}, 0
    for size in sorted(sizes):
        ranks[size] = 2 * passed + sizes[size] + 1  # twice the mean rank, a whole number
        passed += sizes[size]
    risen = sum(ranks[abs(value)] * k for value, k in differences.items() if value > 0)
    if n > EXACT_UP_TO:
        return _approximate(risen / 2, ranks, sizes, n)
    ways = [1]
    for size, k in sizes.items():
        for _one in range(k):
            longer = [*ways, *([0] * ranks[size])]
            for total, number in enumerate(ways):
                longer[total + ranks[size]] += number
            ways = longer
    whole = len(ways) - 1
    nearer = min(risen, whole - risen)
    p: float = 2 * sum(ways[: nearer + 1]) / 2**n
    return min(1.0, p)


def holm(ps: Sequence[float | None]) -> list[float | None]:
    """Holm's correction for many questions at once (1979): each p against how many were asked; None stays None."""
    known = sorted((p, place) for place, p in enumerate(ps) if p is not None)
    adjusted: list[float | None] = [None] * len(ps)
    highest = 0.0
    for turn, (p, place) in enumerate(known):
        highest = max(highest, min(1.0, p * (len(known) - turn)))
        adjusted[place] = highest
    return adjusted


def _moments(into: dict[float, int], pairs: object) -> tuple[float, float]:
    """Mean and sample deviation of weighted values, gathered into a distribution on the way."""
    for value, k in pairs:  # type: ignore[attr-defined]
        into[value] = into.get(value, 0) + k
    n = sum(into.values())
    mean = math.fsum(value * k for value, k in into.items()) / n
    squares = math.fsum(k * (value - mean) ** 2 for value, k in into.items())
    return mean, math.sqrt(squares / (n - 1))


def _student(
    difference: float, sd: float, n: int, confidence: float
) -> tuple[float | None, float | None, Interval | None, Interval | None]:
    """t, its p, the interval of the mean difference and that of d_z (from the noncentral t)."""
    if not sd:
        return None, None, None, None
    from scipy import stats

    error = sd / math.sqrt(n)
    t = difference / error
    half = float(stats.t.ppf(0.5 + confidence / 2, n - 1)) * error
    p = float(2 * stats.t.sf(abs(t), n - 1))
    return t, p, Interval(difference - half, difference + half), _effect_interval(t, n, confidence)


def _effect_interval(t: float, n: int, confidence: float) -> Interval:
    """The noncentralities under which this t is just not surprising (Steiger and Fouladi, 1997), divided by √n.

    The noncentral distribution is integrated here over quantiles of χ²: scipy's own gives NaN far from its middle.
    """
    import numpy as np
    from scipy import optimize, special, stats

    nodes, weights = np.polynomial.legendre.leggauss(256)
    scales = t * np.sqrt(stats.chi2.ppf((nodes + 1) / 2, n - 1) / (n - 1))
    tail, reach = (1 - confidence) / 2, abs(t) + 12

    def above(shift: float, at: float) -> float:
        return float(weights @ special.ndtr(scales - shift)) / 2 - at

    ends = [float(optimize.brentq(above, t - reach, t + reach, args=(at,))) for at in (1 - tail, tail)]
    return Interval(ends[0] / math.sqrt(n), ends[1] / math.sqrt(n))


def _small_sample(freedom: int) -> float:
    """Hedges' correction of a standardised difference, in his own approximation (1981)."""
    return 1 - 3 / (4 * freedom - 1)


def _correlation(joint: Joint, means: tuple[float, float], deviations: tuple[float, float]) -> float | None:
    if not all(deviations):
        return None
    together = math.fsum(k * (first - means[0]) * (last - means[1]) for (first, last), k in joint.items())
    return together / ((sum(joint.values()) - 1) * deviations[0] * deviations[1])


def _approximate(risen: float, ranks: Mapping[float, int], sizes: Mapping[float, int], n: int) -> float:
    from scipy import stats

    variance = math.fsum(k * (ranks[size] / 2) ** 2 for size, k in sizes.items()) / 4
    z = (risen - n * (n + 1) / 4) / math.sqrt(variance)
    return float(2 * stats.norm.sf(abs(z)))
