"""Reads of the base of mentors: the register, one profile with all about it, what a person may offer to do."""

from portal.matching.mentors.queries.answers import OwnWords, own_words
from portal.matching.mentors.queries.openings import MentorOpening, formats_for, mentor_openings, open_profile
from portal.matching.mentors.queries.profiles import (
    pauses_of,
    periods_of,
    points_of,
    requirements_of,
    scores_of,
    standing_pause,
)
from portal.matching.mentors.queries.register import (
    MentorFilter,
    candidates_waiting,
    find_mentors,
    mentor_candidates,
    own_profiles,
    profiles_on_card,
    unanswered,
)
from portal.matching.mentors.queries.training import TrainingNeed, training_needs

__all__ = [
    "MentorFilter",
    "MentorOpening",
    "OwnWords",
    "TrainingNeed",
    "candidates_waiting",
    "find_mentors",
    "formats_for",
    "mentor_candidates",
    "mentor_openings",
    "open_profile",
    "own_profiles",
    "own_words",
    "pauses_of",
    "periods_of",
    "points_of",
    "profiles_on_card",
    "requirements_of",
    "scores_of",
    "standing_pause",
    "training_needs",
    "unanswered",
]
