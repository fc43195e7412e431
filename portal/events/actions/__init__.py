"""Changes of events; each writes its entry in the audit trail."""

from portal.events.actions.attending import Mark, mark_attendance
from portal.events.actions.feeds import close_feed, renew_feed
from portal.events.actions.learning import change_training, record_training, remove_training
from portal.events.actions.planning import announce, cancel, change_event, draft_event, finish, take_over_plan
from portal.events.actions.registering import leave, register, remind_of_tomorrow

__all__ = [
    "Mark",
    "announce",
    "cancel",
    "change_event",
    "change_training",
    "close_feed",
    "draft_event",
    "finish",
    "leave",
    "mark_attendance",
    "record_training",
    "register",
    "remind_of_tomorrow",
    "remove_training",
    "renew_feed",
    "take_over_plan",
]
