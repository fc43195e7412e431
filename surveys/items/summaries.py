"""What many responses say about one item: typed results built from counters, never from responses.

Denominators always add up: answered + na + not_answered + not_shown = responses.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from surveys.definitions import ItemDefinition
from surveys.results import statistics
from surveys.results.statistics import Interval, Recommendation, Share
from surveys.strict import number_of

Counts = Mapping[tuple[str, str], int]

RESPONSES = ("", "__responses__")
SHOWN = "__shown__"


@dataclass(frozen=True)
class Base:
    """How many responses there are and what became of this item in them."""

    responses: int
    answered: int
    na: int
    not_answered: int
    not_shown: int


@dataclass(frozen=True)
class OptionRow:
    """One option: chosen by `n`; `share` is of those who answered. A `retired` one left the questionnaire."""

    value: str
    label: str
    n: int
    share: Share | None
    retired: bool = False


@dataclass(frozen=True)
class ItemSummary:
    """What every summary knows."""

    item: ItemDefinition
    base: Base


@dataclass(frozen=True)
class TextSummary(ItemSummary):
    """Only how many wrote something (or attached a file); the texts are read page by page."""


@dataclass(frozen=True)
class ChoiceSummary(ItemSummary):
    """Options of a single, multiple or yes/no question; with `several` the shares overlap."""

    rows: tuple[OptionRow, ...]
    several: bool = False


@dataclass(frozen=True)
class ScaleSummary(ItemSummary):
    """A scale: how often each point, mean, spread, and the share of the two highest points."""

    points: tuple[OptionRow, ...]
    mean: float | None
    deviation: float | None
    median: float | None
    top2: Share | None


@dataclass(frozen=True)
class RecommendationSummary(ScaleSummary):
    """A 0–10 scale with its index."""

    index: Recommendation


@dataclass(frozen=True)
class NumberSummary(ItemSummary):
    """Typed numbers."""

    mean: float | None
    deviation: float | None
    median: float | None
    lowest: float | None
    highest: float | None


@dataclass(frozen=True)
class DateSummary(ItemSummary):
    """Dates: the first, the last, and how many in each month (ISO `2026-11`)."""

    first: str | None
    last: str | None
    months: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class MatrixRowSummary:
    """One line of a matrix; `mean` only where all columns are numbers."""

    code: str
    label: str
    base: Base
    rows: tuple[OptionRow, ...]
    mean: float | None
    deviation: float | None


@dataclass(frozen=True)
class MatrixSummary(ItemSummary):
    """A matrix line by line."""

    lines: tuple[MatrixRowSummary, ...]
    several: bool = False


@dataclass(frozen=True)
class RankedRow:
    """One ranked option: how often it got each place; the mean is over those who placed it."""

    value: str
    label: str
    ranked: int
    mean_place: float | None
    first: Share | None
    places: tuple[int, ...]
    retired: bool = False


@dataclass(frozen=True)
class RankingSummary(ItemSummary):
    """Options from the most to the least important."""

    rows: tuple[RankedRow, ...]


def base_of(counts: Counts, code: str) -> Base:
    """Denominators of one answer code; figures that move in steps name the responses behind each code."""
    responses = counts.get((code, RESPONSES[1]), counts.get(RESPONSES, 0))
    shown = counts.get((code, SHOWN), 0)
    answered = counts.get((code, "__answered__"), 0)
    na = counts.get((code, "__na__"), 0)
    return Base(responses, answered, na, shown - answered - na, responses - shown)


def keys_of(counts: Counts, code: str) -> dict[str, int]:
    """Content counters of one answer code: key → n."""
    return {key: n for (owner, key), n in counts.items() if owner == code and n and not key.startswith("__")}


def option_rows(labels: Mapping[str, str], found: Mapping[str, int], answered: int) -> tuple[OptionRow, ...]:
    """Options in their order, then whatever was answered under options that are gone."""
    known = [
        OptionRow(value, label, found.get(value, 0), statistics.share(found.get(value, 0), answered))
        for value, label in labels.items()
    ]
    gone = [
        OptionRow(value, value, n, statistics.share(n, answered), retired=True)
        for value, n in sorted(found.items())
        if value not in labels
    ]
    return (*known, *gone)


def numbers_of(found: Mapping[str, int]) -> dict[float, int]:
    """Counters whose keys are numbers."""
    numbers: dict[float, int] = {}
    for key, n in found.items():
        number = number_of(key)
        if number is not None:
            numbers[number] = numbers.get(number, 0) + n
    return numbers


__all__ = [
    "RESPONSES",
    "SHOWN",
    "Base",
    "ChoiceSummary",
    "Counts",
    "DateSummary",
    "Interval",
    "ItemSummary",
    "MatrixRowSummary",
    "MatrixSummary",
    "NumberSummary",
    "OptionRow",
    "RankedRow",
    "RankingSummary",
    "Recommendation",
    "RecommendationSummary",
    "ScaleSummary",
    "Share",
    "TextSummary",
    "base_of",
    "keys_of",
    "numbers_of",
    "option_rows",
]
