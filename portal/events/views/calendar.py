"""The calendar: a list by week or a table of a month, the page of an event, the event as a file."""

import calendar as weeks
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.errors import NotSeen
from portal.core.web.pages import page
from portal.core.web.tables import paginate
from portal.events.courses.queries import course_of, sessions_of
from portal.events.ics import calendar_of
from portal.events.kinds import Attendance, EventState
from portal.events.labels import LEVELS, dictionary, format_names
from portal.events.models import Event
from portal.events.queries import (
    EventFilter,
    attended_of,
    events_of_month,
    find_events,
    keeps_people_of,
    own_registration,
    planned_ahead,
    taken_of,
)
from portal.events.views.blueprints import events as bp
from portal.events.views.opening import one_event
from portal.programs.labels import MONTHS

MONTH = "month"


@bp.get("")
@requires(Permission.EVENT_READ)
def index() -> Response:
    """What is ahead, by week, and what the plan still holds; past events with `past=1`; `view=month` is a table."""
    actor, wanted = current_actor(), EventFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    first = _month_in(request.args.get("m", ""), today)
    is_month = request.args.get("view") == MONTH
    found = None if is_month else paginate(find_events(actor, wanted))
    return page(
        "events/index.html", fragment="event_list", found=found, wanted=wanted, today=today, is_month=is_month,
        weeks=_by_week(found.rows, actor.time_zone) if found else [],
        table=_table(events_of_month(actor, wanted, first), first, actor.time_zone) if is_month else [],
        first=first, month_name=MONTHS[first.month], before=_shifted(first, -1), after=_shifted(first, 1),
        planned=[] if is_month or wanted.past or (found and found.number > 1) else planned_ahead(actor, wanted),
        modules=dictionary("modules"), kinds=dictionary("kinds"), levels=LEVELS, formats=format_names(),
        may_edit=actor.has(Permission.EVENT_EDIT), is_guest=actor.person_id is None,
    )  # fmt: skip


@bp.get("/<public_id>")
@requires(Permission.EVENT_READ)
def show(public_id: str) -> Response:
    """What, when, where, for whom, how many places are left, and one's own registration."""
    actor, event = current_actor(), one_event(public_id, Permission.EVENT_READ)
    taken, waiting = taken_of(event)
    own = own_registration(event, actor.person_id) if actor.person_id else None
    own = own if own and own.state != Attendance.LEFT else None
    is_open = event.state == EventState.ANNOUNCED and event.starts_at is not None and clock.now() <= (
        event.registration_until or event.starts_at
    )  # fmt: skip
    may = permissions_on(actor, event)
    is_told = event.is_restricted and event.state == EventState.HELD
    return page(
        "events/show.html", event=event, may=may, P=Permission, own=own,
        course=course_of(event), attended=attended_of(event) if is_told else None,
        may_keep=keeps_people_of(actor, event),
        taken=taken, waiting=waiting, is_open=is_open, zone=event.organization.time_zone,
        is_over=event.starts_at is not None and event.starts_at <= clock.now(), done=request.args.get("done", ""),
        may_enrol=actor.has(Permission.EVENT_ENROL) and event.state != EventState.PLANNED,
        address=url_for("events.show", public_id=public_id, _external=True),
    )  # fmt: skip


@bp.get("/<public_id>.ics")
@requires(Permission.EVENT_READ)
def file(public_id: str) -> Response:
    """The event for one's own calendar."""
    event = one_event(public_id, Permission.EVENT_READ)
    if event.starts_at is None:
        raise NotSeen
    return ics_response(calendar_of([event], name=event.title, sessions=sessions_of([event.id])), "event.ics")


def ics_response(body: bytes, name: str) -> Response:
    """A calendar as an answer; nothing on the way keeps it."""
    answer = Response(body, mimetype="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _by_week(rows: Sequence[Event], zone: str) -> list[tuple[date, date, list[Event]]]:
    """(Monday, Sunday, events) in the order in which they come."""
    return [
        (monday, monday + timedelta(days=6), list(several))
        for monday, several in groupby(rows, key=lambda each: _monday(each, zone))
    ]


def _monday(event: Event, zone: str) -> date:
    day = clock.day_of(event.starts_at, zone) if event.starts_at else date.min
    return day - timedelta(days=day.weekday()) if day > date.min + timedelta(days=7) else day


def _table(found: Sequence[Event], first: date, zone: str) -> list[list[tuple[date | None, list[Event]]]]:
    """Weeks of the month with the events of each day; None for a day of another month."""
    by_day: dict[date, list[Event]] = {}
    for each in found:
        if each.starts_at is not None:
            by_day.setdefault(clock.day_of(each.starts_at, zone), []).append(each)
    days: Any = weeks.Calendar().monthdatescalendar(first.year, first.month)
    return [[(day if day.month == first.month else None, by_day.get(day, [])) for day in week] for week in days]


def _month_in(said: str, today: date) -> date:
    """The first day of the month «2026-11»; of the running one where nothing sensible is said."""
    year, _dash, month = said.partition("-")
    is_month = len(said) == 7 and year.isascii() and year.isdigit() and month.isascii() and month.isdigit()
    if is_month and 2000 <= int(year) <= 2100 and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return today.replace(day=1)


def _shifted(first: date, by: int) -> str:
    other = first - timedelta(days=1) if by < 0 else first + timedelta(days=32)
    return f"{other:%Y-%m}"
