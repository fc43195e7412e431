"""What the data says about a year of a programme from a day to a day: rows of public ids and codes, no names.

A figure is the number of rows that bear a code, so it can always be opened into exactly its rows (`rows_of`).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.events.kinds import EventState
from portal.events.models import Event
from portal.mentorships.access import has_restricted_member
from portal.mentorships.closing.kinds import WRITTEN
from portal.mentorships.closing.models import ClosingSheet, MentorReport
from portal.mentorships.health.access import TOLD
from portal.mentorships.health.models import PairWarning
from portal.mentorships.kinds import WORKING, MentorshipState
from portal.mentorships.meetings.kinds import Evidence, MeetingState
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.models import Mentorship
from portal.programs.models import Cycle, MentoringFormat

Facts = Mapping[str, Any]
PARTS = ("pairs", "meetings", "reports", "closings", "warnings", "events")
OPEN = "open"
LATE = "late"
SUMMED, UNSUMMED = "with_sheet", "without_sheet"


def facts_of(cycle: Cycle, first: date, due_on: date, today: date) -> dict[str, Any]:
    """Pairs of the year that worked from a day to the date of a report, or to today where it lies ahead.

    States are those of today; reports of mentors are those that are due by the same date.

    Pairs of somebody whose data is restricted are no part of it. What people told the curators is none of it either:
    warnings are those that the data gives.
    """
    last = min(today, due_on)
    pairs = db.session.execute(
        sa.select(Mentorship.id, Mentorship.public_id, Mentorship.state, Mentorship.ending, Mentorship.ends_on,
                  MentoringFormat.code, ClosingSheet.id.label("sheet"))
        .join(MentoringFormat, MentoringFormat.id == Mentorship.format_id)
        .outerjoin(ClosingSheet, ClosingSheet.mentorship_id == Mentorship.id)
        .where(
            Mentorship.cycle_id == cycle.id, Mentorship.starts_on <= last, ~has_restricted_member(),
            Mentorship.state.in_((*WORKING, MentorshipState.CLOSED)),
            sa.or_(Mentorship.ends_on.is_(None), Mentorship.ends_on >= first),
        )
        .order_by(Mentorship.id)
    ).all()  # fmt: skip
    keys = {row.id: row.public_id for row in pairs}
    return {
        "first": first.isoformat(), "last": last.isoformat(), "on": today.isoformat(),
        "pairs": [{"pair": row.public_id, "code": f"{row.code}.{row.state}"} for row in pairs],
        "meetings": _meetings(keys, first, last), "reports": _reports(keys, first, due_on, today),
        "closings": [
            {"pair": row.public_id, "code": f"{row.ending}.{SUMMED if row.sheet else UNSUMMED}"}
            for row in pairs if row.ends_on is not None and first <= row.ends_on <= last
        ],
        "warnings": _warnings(keys, first, last), "events": _events(cycle, first, last),
    }  # fmt: skip


def rows_of(facts: Facts, part: str, code: str = "") -> list[Mapping[str, Any]]:
    """The rows behind a figure: those of a part that bear the code, or all of it."""
    return [row for row in facts.get(part, ()) if code in ("", row["code"])]


def _meetings(keys: Mapping[int, str], first: date, last: date) -> list[dict[str, Any]]:
    """One row a pair that met: held, confirmed, minutes of confirmed ones."""
    confirmed = Meeting.evidence == Evidence.CONFIRMED
    rows = db.session.execute(
        sa.select(
            Meeting.mentorship_id, sa.func.count(), sa.func.sum(sa.case((confirmed, 1), else_=0)),
            sa.func.sum(sa.case((confirmed, Meeting.minutes), else_=0)),
        )
        .where(Meeting.mentorship_id.in_(keys), Meeting.state == MeetingState.HELD, Meeting.day.between(first, last))
        .group_by(Meeting.mentorship_id).order_by(Meeting.mentorship_id)
    )  # fmt: skip
    return [
        {
            "pair": keys[pair_id],
            "code": "met",
            "held": held,
            "confirmed": int(proven or 0),
            "minutes": int(minutes or 0),
        }
        for pair_id, held, proven, minutes in rows
    ]


def _reports(keys: Mapping[int, str], first: date, due_on: date, today: date) -> list[dict[str, Any]]:
    rows = db.session.execute(
        sa.select(MentorReport.public_id, MentorReport.mentorship_id, MentorReport.state, MentorReport.due_on)
        .where(MentorReport.mentorship_id.in_(keys), MentorReport.due_on.between(first, due_on))
        .order_by(MentorReport.due_on, MentorReport.id)
    )
    return [
        {"report": key, "pair": keys[pair_id], "code": LATE if state in WRITTEN and day < today else str(state)}
        for key, pair_id, state, day in rows
    ]


def _warnings(keys: Mapping[int, str], first: date, last: date) -> list[dict[str, Any]]:
    rows = db.session.execute(
        sa.select(PairWarning.mentorship_id, PairWarning.rule, PairWarning.outcome)
        .where(
            PairWarning.mentorship_id.in_(keys), PairWarning.rule.not_in(TOLD),
            PairWarning.opened_on.between(first, last),
        )
        .order_by(PairWarning.opened_on, PairWarning.id)
    )  # fmt: skip
    return [
        {"pair": keys[pair_id], "rule": str(rule), "code": str(outcome) if outcome else OPEN}
        for pair_id, rule, outcome in rows
    ]


def _events(cycle: Cycle, first: date, last: date) -> list[dict[str, Any]]:
    """Events of the organisation that were held in these days."""
    home = cycle.program.organization
    rows: Sequence[str] = db.session.scalars(
        sa.select(Event.public_id)
        .where(
            Event.organization_id == home.id, Event.state == EventState.HELD,
            Event.starts_at >= clock.start_of_day(first, home.time_zone),
            Event.starts_at <= clock.end_of_day(last, home.time_zone),
        )
        .order_by(Event.starts_at, Event.id)
    ).all()  # fmt: skip
    return [{"event": key, "code": "held"} for key in rows]
