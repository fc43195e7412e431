"""The words of corrections: the season, what is said of each row, which base a row is of."""

from datetime import date
from enum import StrEnum


class Season(StrEnum):
    """The bases are gone through in April–May and in August–September (S1, график)."""

    SPRING = "spring"
    AUTUMN = "autumn"


class RowAnswer(StrEnum):
    """STAYS as it is, CLARIFIED: stays, its words were put right, LEAVES: search, profile or appointment was ended."""

    STAYS = "stays"
    CLARIFIED = "clarified"
    LEAVES = "leaves"


class BaseKind(StrEnum):
    """Which base."""

    MENTEES = "mentees"
    MENTORS = "mentors"
    CURATORS = "curators"


LAST_DAY = {Season.SPRING: (5, 31), Season.AUTUMN: (9, 30)}
FIRST_AUTUMN_MONTH = 8


def season_of(day: date) -> Season:
    """The season to which the day belongs: autumn from August on."""
    return Season.AUTUMN if day.month >= FIRST_AUTUMN_MONTH else Season.SPRING
