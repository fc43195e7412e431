"""Shares with intervals, means and spread from counters; pure arithmetic, nothing to install."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import NormalDist

Distribution = Mapping[float, int]


@dataclass(frozen=True)
class Interval:
    """Where the true value lies, with the asked confidence."""

    low: float
    high: float


@dataclass(frozen=True)
class Share:
    """How many of how many, and how sure one can be."""

    count: int
    of: int
    value: float
    interval: Interval

    @property
    def percent(self) -> float:
        """The share in per cent."""
        return 100 * self.value


@dataclass(frozen=True)
class Recommendation:
    """The index of recommendation: promoters (9–10) minus detractors (0–6), in per cent."""

    promoters: int
    passives: int
    detractors: int
    value: float | None


def wilson(count: int, of: int, confidence: float = 0.95) -> Interval:
    """Wilson's score interval; honest for few answers and for shares of 0 and 1."""
    if of <= 0:
        return Interval(0.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    share, weight = count / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / weight
    half = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / weight
    # At the ends the formula gives exactly 0 and 1; rounding must not leave -1e-17.
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == of else min(1.0, middle + half)
    return Interval(low, high)


def share(count: int, of: int, confidence: float = 0.95) -> Share | None:
    """A share with its interval; none where nobody answered."""
    return Share(count, of, count / of, wilson(count, of, confidence)) if of > 0 else None


def total(counts: Distribution) -> int:
    """How many values were counted."""
    return sum(counts.values())


def mean(counts: Distribution) -> float | None:
    """The arithmetic mean."""
    n = total(counts)
    return math.fsum(value * times for value, times in counts.items()) / n if n else None


def deviation(counts: Distribution) -> float | None:
    """The sample standard deviation; needs two values."""
    n, middle = total(counts), mean(counts)
    if middle is None or n < 2:
        return None
    return math.sqrt(math.fsum(times * (value - middle) ** 2 for value, times in counts.items()) / (n - 1))


def median(counts: Distribution) -> float | None:
    """The middle value, or the mean of the two in the middle."""
    n = total(counts)
    if not n:
        return None
    return (_at(counts, (n - 1) // 2) + _at(counts, n // 2)) / 2


def top_share(counts: Distribution, highest: float, points: int = 2) -> Share | None:
    """The share of the highest `points` marks of a scale that ends at `highest`."""
    return share(sum(times for value, times in counts.items() if value > highest - points), total(counts))


def threshold_share(counts: Distribution, at_least: float) -> Share | None:
    """The share of marks not lower than a threshold: satisfaction in per cent."""
    return share(sum(times for value, times in counts.items() if value >= at_least), total(counts))


def recommendation(counts: Distribution) -> Recommendation:
    """The index from answers 0–10."""
    promoters = sum(times for value, times in counts.items() if value >= 9)
    detractors = sum(times for value, times in counts.items() if value <= 6)
    n = total(counts)
    value = 100 * (promoters - detractors) / n if n else None
    return Recommendation(promoters, n - promoters - detractors, detractors, value)


def _at(counts: Distribution, place: int) -> float:
    """The value that stands at a place, counted from 0, when all are put in order."""
    for value, times in sorted(counts.items()):
        place -= times
        if place < 0:
            return value
    return max(counts)
