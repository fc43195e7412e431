"""Reads of summing up: reports, the closing sheet, numbers of a pair."""

from portal.mentorships.closing.queries.facts import PairFacts, done_in_words, facts_of
from portal.mentorships.closing.queries.members import STAYED, member_of
from portal.mentorships.closing.queries.reports import (
    LATE,
    LOADED,
    ReportFilter,
    find_reports,
    own_unsent,
    reports_of,
    waiting_reports,
)
from portal.mentorships.closing.queries.sheets import Summing, sheet_of, summing_of, words_of

__all__ = [
    "LATE",
    "LOADED",
    "STAYED",
    "PairFacts",
    "ReportFilter",
    "Summing",
    "done_in_words",
    "facts_of",
    "find_reports",
    "member_of",
    "own_unsent",
    "reports_of",
    "sheet_of",
    "summing_of",
    "waiting_reports",
    "words_of",
]
