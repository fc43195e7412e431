"""Tables of contests."""

from portal.practices.contests.models.contests import Contest, ContestCriterion, ContestNomination
from portal.practices.contests.models.judging import ContestConflict, ContestEntry, ContestJuror, ContestReview

__all__ = [
    "Contest",
    "ContestConflict",
    "ContestCriterion",
    "ContestEntry",
    "ContestJuror",
    "ContestNomination",
    "ContestReview",
]
