"""Reads of drafts: the pool of a year, drafts of a year, people behind the keys, one's own avoidances."""

from portal.matching.drafts.queries.gathering import gather, waiting
from portal.matching.drafts.queries.runs import (
    People,
    answer_of,
    choices_of,
    cycles_to_match,
    is_stale,
    own_avoidances,
    people_of,
    pool_of,
    runs_of,
    settings_for,
    setup_of,
)

__all__ = [
    "People",
    "answer_of",
    "choices_of",
    "cycles_to_match",
    "gather",
    "is_stale",
    "own_avoidances",
    "people_of",
    "pool_of",
    "runs_of",
    "settings_for",
    "setup_of",
    "waiting",
]
