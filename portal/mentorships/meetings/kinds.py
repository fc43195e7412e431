"""The words of meetings: kinds, states, what a result was, and how well a meeting is proven."""

from datetime import timedelta
from enum import StrEnum


class MeetingKind(StrEnum):
    """What a meeting is for (PLAN-4); each kind expects a result of its own, see `data/meeting_kinds.yaml`."""

    ACQUAINTANCE = "acquaintance"
    TRIAL = "trial"
    PLANNING = "planning"
    REGULAR = "regular"
    FINAL = "final"
    GROUP = "group"


class MeetingState(StrEnum):
    """MOVED is a planned meeting in whose place another was planned; MISSED one to which nobody came."""

    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    CANCELLED = "cancelled"
    MOVED = "moved"


class Result(StrEnum):
    """Whether the expected result of this kind of meeting was reached."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Evidence(StrEnum):
    """How a held meeting is proven. Of many on a side one is enough, one objection outweighs all confirmations."""

    ONE_SIDED = "one_sided"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"


SILENCE = timedelta(days=7)  # after which a claim that nobody answered is shown as not confirmed
BACKDATED = 14  # days after which writing a meeting down needs a reason
SAMPLE = 5  # mentees of a group that are asked for feedback after one meeting
MINUTES = (5, 720)
USUAL_MINUTES = 60
