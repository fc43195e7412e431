"""Events as a calendar reads them: RFC 5545 with the time zone written out, and nothing about people."""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as Entry

from portal.core.i18n import _
from portal.core.mail import absolute
from portal.events.courses.models import CourseSession
from portal.events.kinds import EventState
from portal.events.models import Event

LASTS = timedelta(hours=1)  # where no end is known
AGAIN = timedelta(hours=6)  # how often a calendar should read it anew


def calendar_of(events: Iterable[Event], *, name: str, sessions: Iterable[CourseSession] = ()) -> bytes:
    """The file. A cancelled event says so, and `sequence` that it is newer than what the calendar has.

    A course with `sessions` stands in it as these, not as one event of months.
    """
    parts: dict[int, list[CourseSession]] = {}
    for each in sessions:
        parts.setdefault(each.event_id, []).append(each)
    made = Calendar()
    made.add("prodid", "-//portal//events//RU")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", AGAIN, parameters={"value": "DURATION"})
    for event in events:
        for session in parts.get(event.id, ()):
            made.add_component(_session_entry(event, session))
        if event.id not in parts and event.starts_at is not None:
            made.add_component(_entry(event))
    made.add_missing_timezones()
    return bytes(made.to_ical())


def _entry(event: Event) -> Entry:
    zone = ZoneInfo(event.organization.time_zone)
    starts_at = event.starts_at
    if starts_at is None:
        raise ValueError(event.public_id)
    made = Entry()
    made.add("uid", f"{event.public_id}@portal")
    made.add("dtstamp", event.updated_at)
    made.add("sequence", event.sequence)
    made.add("dtstart", starts_at.astimezone(zone))
    made.add("dtend", (event.ends_at or starts_at + LASTS).astimezone(zone))
    made.add("summary", event.title)
    made.add("location", event.place or event.link)
    made.add("description", "\n".join(filter(None, (event.about, event.link, event.cancel_reason))))
    made.add("url", absolute(f"/events/{event.public_id}"))
    made.add("x-organizer", event.organization.short_name)
    made.add("status", "CANCELLED" if event.state == EventState.CANCELLED else "CONFIRMED")
    return made


def _session_entry(event: Event, session: CourseSession) -> Entry:
    zone = ZoneInfo(event.organization.time_zone)
    made = Entry()
    made.add("uid", f"{session.public_id}@portal")
    made.add("dtstamp", session.updated_at)
    made.add("sequence", session.sequence)
    made.add("dtstart", session.starts_at.astimezone(zone))
    made.add("dtend", session.ends_at.astimezone(zone))
    made.add("summary", f"{event.title}: {session.title}")
    made.add("location", session.place or event.place)
    made.add("description", event.cancel_reason)
    made.add("url", absolute(f"/courses/{event.public_id}"))
    made.add("x-organizer", event.organization.short_name)
    made.add("status", "CANCELLED" if event.state == EventState.CANCELLED else "CONFIRMED")
    return made


def own_name() -> str:
    """How the personal calendar is called in the program that reads it."""
    return _("Мои события")
