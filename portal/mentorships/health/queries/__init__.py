"""Reads of health."""

from portal.mentorships.health.queries.facts import LOST, facts_of
from portal.mentorships.health.queries.past import accuracy
from portal.mentorships.health.queries.queue import (
    CLOSED,
    MINE,
    SNOOZED,
    WITH_PAIR,
    HealthFilter,
    find_warnings,
    own_calls,
    waiting_by_urgency,
    warning_of,
    warnings_of,
)
from portal.mentorships.health.queries.readers import readers_of, who_reads

__all__ = [
    "CLOSED",
    "LOST",
    "MINE",
    "SNOOZED",
    "WITH_PAIR",
    "HealthFilter",
    "accuracy",
    "facts_of",
    "find_warnings",
    "own_calls",
    "readers_of",
    "waiting_by_urgency",
    "warning_of",
    "warnings_of",
    "who_reads",
]
