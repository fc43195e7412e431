"""By what a candidate is chosen: criteria as data, the sheet of one candidate, its sum (MENT-3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from portal.core.i18n import _
from portal.matching.mentors.kinds import MentorCategory
from portal.matching.mentors.models import MOST_POINTS
from portal.programs.definitions import strict

FILE = Path(__file__).parent / "data" / "selection_criteria.yaml"
POINTS = {0: _("Не подтверждено"), 1: _("Отчасти"), 2: _("Подтверждено"), 3: _("Выражено ярко")}


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """What is judged; without categories it holds for every candidate."""

    code: str
    name: str
    text: str
    source: str
    categories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for category in self.categories:
            MentorCategory(category)


@dataclass(frozen=True, kw_only=True)
class Suitability:
    """Points so far out of the most that the category can reach; `is_whole` when every criterion has points."""

    points: int
    most: int
    is_whole: bool


@cache
def criteria() -> dict[str, Criterion]:
    """The criteria of the file by code, in its order. Raises ValueError where a code is said twice."""
    rows = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    found = {row["code"]: strict(Criterion, row) for row in rows}
    if len(found) != len(rows):
        raise ValueError("a criterion is said twice")
    return found


def criteria_for(category: str) -> list[Criterion]:
    """What a candidate of this category is judged by."""
    return [each for each in criteria().values() if not each.categories or category in each.categories]


def suitability(category: str, points: Mapping[str, int]) -> Suitability:
    """The sum of points by criterion code; what the category is not judged by does not count."""
    asked = [each.code for each in criteria_for(category)]
    given = [points[code] for code in asked if code in points]
    return Suitability(points=sum(given), most=MOST_POINTS * len(asked), is_whole=len(given) == len(asked))
