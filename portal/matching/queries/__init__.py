"""Reads about requests: the register, one's own, what may be asked for, marks."""

from portal.matching.queries.marks import marks_of, may_be_marked
from portal.matching.queries.mentors import MentorCapacity, mentor_capacities
from portal.matching.queries.openings import Opening, openings_of, own_places, place_in, remarks_of
from portal.matching.queries.requests import (
    RequestFilter,
    candidates,
    find_requests,
    open_twin,
    own_requests,
    requests_on_card,
    unanswered,
    waiting_by_organization,
)

__all__ = [
    "MentorCapacity",
    "Opening",
    "RequestFilter",
    "candidates",
    "find_requests",
    "marks_of",
    "may_be_marked",
    "mentor_capacities",
    "open_twin",
    "openings_of",
    "own_places",
    "own_requests",
    "place_in",
    "remarks_of",
    "requests_on_card",
    "unanswered",
    "waiting_by_organization",
]
