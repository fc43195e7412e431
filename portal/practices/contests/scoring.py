"""How points become places: pure, so that anybody can repeat the count from the protocol.

A criterion's mean is over those who weighed it: a missing figure is no zero. A criterion that fewer than the least
number of jurors weighed leaves its entry without a result. The result is the sum of weight × mean, rounded half up to
hundredths; equal results share a place.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

WIDE = 2  # points between the highest and the lowest figure from which on a criterion is worth talking over


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """What is weighed, under which key, how heavily, up to how many points."""

    key: str
    weight: int
    most: int


@dataclass(frozen=True, kw_only=True)
class Mean:
    """One criterion of one entry: the mean, how many weighed it, how far apart they are."""

    value: Fraction | None
    n: int
    spread: int = 0

    @property
    def is_wide(self) -> bool:
        """Whether jurors differ so much that they should talk."""
        return self.spread > WIDE


@dataclass(frozen=True, kw_only=True)
class Result:
    """One entry: `hundredths` of a point, None where too few weighed it; its place among those of its nomination."""

    key: str
    means: Mapping[str, Mean] = field(default_factory=dict)
    hundredths: int | None = None
    place: int | None = None
    is_shared: bool = False


def count(
    criteria: Sequence[Criterion], entries: Mapping[str, Sequence[Mapping[str, int]]], *, least: int
) -> list[Result]:
    """Results of one nomination, the best first, those without a result last; `entries` are the reviews of each."""
    found = [_weighed(key, criteria, reviews, least) for key, reviews in entries.items()]
    sums = [each.hundredths for each in found if each.hundredths is not None]
    placed = [
        Result(
            key=each.key, means=each.means, hundredths=each.hundredths,
            place=None if each.hundredths is None else 1 + sum(other > each.hundredths for other in sums),
            is_shared=each.hundredths is not None and sums.count(each.hundredths) > 1,
        )
        for each in found
    ]  # fmt: skip
    return sorted(placed, key=lambda each: (each.place is None, each.place or 0, each.key))


def best_possible(criteria: Sequence[Criterion]) -> int:
    """The highest result there can be, in points."""
    return sum(each.weight * each.most for each in criteria)


def _weighed(key: str, criteria: Sequence[Criterion], reviews: Sequence[Mapping[str, int]], least: int) -> Result:
    means = {each.key: _mean([said[each.key] for said in reviews if each.key in said]) for each in criteria}
    if not criteria or any(mean.n < max(least, 1) for mean in means.values()):
        return Result(key=key, means=means)
    total = sum((each.weight * (means[each.key].value or Fraction(0)) for each in criteria), Fraction(0))
    return Result(key=key, means=means, hundredths=int(total * 100 + Fraction(1, 2)))


def _mean(points: Sequence[int]) -> Mean:
    if not points:
        return Mean(value=None, n=0)
    return Mean(value=Fraction(sum(points), len(points)), n=len(points), spread=max(points) - min(points))
