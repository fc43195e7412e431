"""The words of summing up: states of a report, what was reached, what is recommended."""

from datetime import timedelta
from enum import StrEnum


class ReportState(StrEnum):
    """DRAFT is written, SENT waits for the curator, RETURNED is written again, ACCEPTED is locked."""

    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"
    ACCEPTED = "accepted"


WRITTEN = (ReportState.DRAFT, ReportState.RETURNED)


class Reached(StrEnum):
    """Whether an expected result came about."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Recommendation(StrEnum):
    """What the curator recommends after the year."""

    CONTINUE = "continue"
    END = "end"
    CHANGE = "change_mentor"


class Criterion(StrEnum):
    """Five results of a successful personalised programme (INDI-6, S4 part 6)."""

    STUDY = "study_results"
    MOTIVATION = "motivation"
    INNOVATION = "innovation"
    ADAPTATION = "adaptation"
    GROWTH = "wish_to_mentor"


ASKED_BEFORE = timedelta(days=14)  # when a report is begun and its mentor gets a letter
REMINDED_BEFORE = timedelta(days=3)  # when a mentor who has not sent it gets another
MOST_VERSIONS = 99
