"""Changes of summing up; each writes its entry in the audit trail."""

from portal.mentorships.closing.actions.ordering import draft_end, end_signed
from portal.mentorships.closing.actions.reporting import (
    ReportTexts,
    accept,
    begin,
    begin_own,
    give_back,
    send,
    write,
)
from portal.mentorships.closing.actions.summing import SheetFacts, draw_up, join_reserve, refuse_unbegun, say_word

__all__ = [
    "ReportTexts",
    "SheetFacts",
    "accept",
    "begin",
    "begin_own",
    "draft_end",
    "draw_up",
    "end_signed",
    "give_back",
    "join_reserve",
    "refuse_unbegun",
    "say_word",
    "send",
    "write",
]
