"""Reads of recognition."""

from portal.recognition.queries.board import (
    BoardLine,
    board_of,
    boards,
    kept_boards,
    lines_of,
    may_name,
    open_home,
    photo_of,
)
from portal.recognition.queries.candidates import already_named, candidates, partners_left, years_of
from portal.recognition.queries.facts import Known, facts_of, hours_words
from portal.recognition.queries.kinds import kinds_of, kinds_on
from portal.recognition.queries.nominations import (
    LOADED,
    ORDER,
    TABLE,
    AwardFilter,
    counted_waiting,
    entry_of,
    find_nominations,
    in_open_order,
    open_order_of,
    own_awards,
    waits_for_order,
)

__all__ = [
    "LOADED",
    "ORDER",
    "TABLE",
    "AwardFilter",
    "BoardLine",
    "Known",
    "already_named",
    "board_of",
    "boards",
    "candidates",
    "counted_waiting",
    "entry_of",
    "facts_of",
    "find_nominations",
    "hours_words",
    "in_open_order",
    "kept_boards",
    "kinds_of",
    "kinds_on",
    "lines_of",
    "may_name",
    "open_home",
    "open_order_of",
    "own_awards",
    "partners_left",
    "photo_of",
    "waits_for_order",
    "years_of",
]
