"""Changes of the base of mentees; each writes its entry in the audit trail."""

from portal.matching.actions.marks import drop_unfounded_marks, set_marks
from portal.matching.actions.requests import (
    accept_into_base,
    agree,
    apply,
    clarify,
    close,
    match,
    nominate,
    reopen,
    withdraw,
    withdraw_all,
)
from portal.matching.actions.support import note_support

__all__ = [
    "accept_into_base",
    "agree",
    "apply",
    "clarify",
    "close",
    "drop_unfounded_marks",
    "match",
    "nominate",
    "note_support",
    "reopen",
    "set_marks",
    "withdraw",
    "withdraw_all",
]
