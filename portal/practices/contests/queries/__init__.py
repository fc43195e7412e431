"""Reads about contests: what may be opened, what may be put forward, who judges, how it stands."""

from portal.practices.contests.queries.contests import (
    contests_for,
    find_entries,
    nominees_for,
    organizations_applying,
    own_entries,
    practices_for,
)
from portal.practices.contests.queries.judging import (
    Seat,
    candidates_for,
    chair_of,
    entries_to_judge,
    jury_of,
    review_of,
    reviews_missing,
    seat_of,
)
from portal.practices.contests.queries.results import (
    Standing,
    comments_for,
    entries_of,
    names_in,
    protocol_of,
    published_names,
    signed_standings,
    standings,
)

__all__ = [
    "Seat",
    "Standing",
    "candidates_for",
    "chair_of",
    "comments_for",
    "contests_for",
    "entries_of",
    "entries_to_judge",
    "find_entries",
    "jury_of",
    "names_in",
    "nominees_for",
    "organizations_applying",
    "own_entries",
    "practices_for",
    "protocol_of",
    "published_names",
    "review_of",
    "reviews_missing",
    "seat_of",
    "signed_standings",
    "standings",
]
