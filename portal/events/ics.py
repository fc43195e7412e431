"""Events as a calendar reads them: RFC 5545 with the time zone written out, and nothing about people."""

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar
from icalendar import Event as Entry

from portal.core.i18n import _
from portal.core.mail import absolute
from portal.events.kinds import EventState
from portal.events.models import Event

LASTS = timedelta(hours=1)  # where no end is known
AGAIN = timedelta(hours=6)  # how often a calendar should read it anew


def calendar_of(events: Iterable[Event], *, name: str) -> bytes:
    """The file. A cancelled event says so, and `sequence` that it is newer than what the calendar has."""
    made = Calendar()
    made.add("prodid", "-//portal//events//RU")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("refresh-interval", AGAIN, parameters={"value": "DURATION"})
    for event in events:
        if event.starts_at is not None:
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


def own_name() -> str:
    """How the personal calendar is called in the program that reads it."""
    return _("Мои события")
