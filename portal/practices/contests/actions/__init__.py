"""Deeds of contests: prepared, announced, entered, judged, signed, published."""

from portal.practices.contests.actions.announcing import (
    Announcement,
    add_criterion,
    add_nomination,
    announce,
    change_contest,
    draft_contest,
    take_out,
)
from portal.practices.contests.actions.ending import count_points, publish_results, sign_protocol
from portal.practices.contests.actions.entering import answer_nomination, enter_person, enter_practice, withdraw
from portal.practices.contests.actions.judging import (
    begin_judging,
    declare_conflict,
    give_points,
    refresh_conflicts,
    seat_juror,
    unseat_juror,
)

__all__ = [
    "Announcement",
    "add_criterion",
    "add_nomination",
    "announce",
    "answer_nomination",
    "begin_judging",
    "change_contest",
    "count_points",
    "declare_conflict",
    "draft_contest",
    "enter_person",
    "enter_practice",
    "give_points",
    "publish_results",
    "refresh_conflicts",
    "seat_juror",
    "sign_protocol",
    "take_out",
    "unseat_juror",
    "withdraw",
]
