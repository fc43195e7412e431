"""Changes of recognition; each writes its entry in the audit trail."""

from portal.recognition.actions.board import change_entry, put_entry, put_up
from portal.recognition.actions.giving import draft_order, order_repealed, order_signed
from portal.recognition.actions.kinds import KindFacts, add_kind, change_kind, fill_kinds
from portal.recognition.actions.nominating import (
    decide,
    give_by_hand,
    nominate,
    record_outcome,
    send_application,
    tick_package,
    withdraw,
)

__all__ = [
    "KindFacts",
    "add_kind",
    "change_entry",
    "change_kind",
    "decide",
    "draft_order",
    "fill_kinds",
    "give_by_hand",
    "nominate",
    "order_repealed",
    "order_signed",
    "put_entry",
    "put_up",
    "record_outcome",
    "send_application",
    "tick_package",
    "withdraw",
]
