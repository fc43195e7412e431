"""The words of the solver: what is to be best, how answers are compared, why a pair may not be."""

from enum import StrEnum


class Objective(StrEnum):
    """What is made as large as possible, in this order; ties go on to the next and end with the keys.

    TOTAL: the sum of points, then the number of mentees with a mentor. COVERAGE: the number of mentees with a mentor,
    then the sum. WORST_PAIR: the number of mentees, then the least score of a pair, then the sum.
    """

    TOTAL = "total"
    COVERAGE = "coverage"
    WORST_PAIR = "worst_pair"


class Measure(StrEnum):
    """How the answers of a mentee and a mentor become a share of the points, 0 to 1,000 thousandths.

    A is what the mentee answered, B the mentor, `span` belongs to the criterion:
    SAME: 1,000 where A and B have anything in common. SHARE: |A ∩ B| / |A|, how much of the wish is met.
    ALIKE: |A ∩ B| / |A ∪ B| (Jaccard). NEAR: 1 − |a − b| / span on an ordered scale. HOURS: common hours of the week
    (0 to 167, Monday from 0) by `span` hours, at most 1. CHOSEN_BY_MENTEE, CHOSEN_BY_MENTOR: (span − rank) / span for
    who was named in place `rank` (from 0), 0 for who was not. RATED: somebody's rating of this very pair, as it is.
    """

    SAME = "same"
    SHARE = "share"
    ALIKE = "alike"
    NEAR = "near"
    HOURS = "hours"
    CHOSEN_BY_MENTEE = "chosen_by_mentee"
    CHOSEN_BY_MENTOR = "chosen_by_mentor"
    RATED = "rated"


class RuleKind(StrEnum):
    """SHARED: the answers must have `at_least` values in common. APART: they must have none in common."""

    SHARED = "shared"
    APART = "apart"


class Ground(StrEnum):
    """Why a pair may not be, apart from the rules of a programme; the code of a rule must not be one of these.

    REFUSED is «не с этим человеком» of either side. Neither it nor CONFLICT is ever shown by its own name: see
    `portal.matching.drafts.words.refusal_words`.
    """

    SELF = "self"
    REPORTING = "reporting_line"
    CONFLICT = "conflict"
    REFUSED = "refused"
    CURATOR = "curator"


STANDING = (Ground.CONFLICT, Ground.REFUSED)
"""Grounds that come as lists of pairs; SELF and REPORTING follow from the people, CURATOR from a manual ban."""


class Hold(StrEnum):
    """Why a pair is fixed: LOCK keeps one of an earlier draft, HAND_PICK was set by a person."""

    LOCK = "lock"
    HAND_PICK = "hand_pick"
