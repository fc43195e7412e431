"""The words of health: what a warning is about, how soon it wants somebody, what came of it."""

from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Any


class WarningRule(StrEnum):
    """Why a pair is in the queue; each has one function in `rules.py`, CALL comes from a person."""

    CALL = "curator_call"
    MEMBER_LEFT = "member_left"
    DISPUTED = "meeting_disputed"
    LOW_MARKS = "low_marks"
    SILENT = "silent"
    MISSED = "meetings_missed"
    NO_PLAN = "no_plan"
    PLAN_LATE = "plan_late"
    OVERLOADED = "mentor_overloaded"


COUNTING = frozenset({WarningRule.SILENT, WarningRule.MISSED, WarningRule.NO_PLAN, WarningRule.PLAN_LATE})
"""Rules that count days or turn on a routine: they open nothing on a day that is a rest day of the organisation."""


class Urgency(IntEnum):
    """How soon somebody is wanted."""

    SOMETIME = 1
    WEEK = 2
    TODAY = 3


class WarningOutcome(StrEnum):
    """What came of a warning; GONE is one that nobody took before its cause went away."""

    HELPED = "warning_helped"
    FALSE_ALARM = "false_alarm"
    GONE = "cause_gone"


TOO_EARLY = 14  # days of a pair in which nothing is concluded from counts
PLAN_WITHIN = 21  # counted days in which a pair should begin a plan
LATE_BY = 7  # counted days after which an item that is not done is a warning
LOW_MARK = 4  # of ten: as low, twice in a row, is a warning
NO_MARKS: dict[str, Any] = {"meetings": [], "marks": [], "low": LOW_MARK}
"""What a warning of LOW_MARKS holds once it is closed or its answers are gone: marks are kept no longer than needed."""
MISSED_IN_A_ROW = 2
REMEMBERED = timedelta(days=30)  # how long somebody's leaving asks for a word with those who stay
LONGEST_SNOOZE = timedelta(days=90)
FEW = 10  # below so many a share is not shown as one
