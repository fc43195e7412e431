"""Reads of meetings: of one pair, of one person, of all who have not met for long; hours."""

from portal.mentorships.meetings.queries.hours import Hours, hours_of_pair, minutes_by_month
from portal.mentorships.meetings.queries.meetings import (
    WITH_SIDES,
    find_meetings,
    held_on,
    next_kind,
    own_meeting_pairs,
    planned_meetings,
    planned_of,
    planned_on,
    to_answer,
    waiting_of,
)
from portal.mentorships.meetings.queries.silence import (
    Rhythm,
    Silent,
    disputed,
    rests,
    rhythm_of,
    rhythms,
    silent_count,
    silent_pairs,
)

__all__ = [
    "WITH_SIDES",
    "Hours",
    "Rhythm",
    "Silent",
    "disputed",
    "find_meetings",
    "held_on",
    "hours_of_pair",
    "minutes_by_month",
    "next_kind",
    "own_meeting_pairs",
    "planned_meetings",
    "planned_of",
    "planned_on",
    "rests",
    "rhythm_of",
    "rhythms",
    "silent_count",
    "silent_pairs",
    "to_answer",
    "waiting_of",
]
