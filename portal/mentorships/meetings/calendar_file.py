"""One meeting as a file that any calendar takes (RFC 5545). Nobody's name is in it: it lies on a phone."""

from datetime import timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from portal.core.i18n import _
from portal.core.mail import absolute, base_url
from portal.mentorships.meetings.kinds import MeetingState
from portal.mentorships.meetings.labels import kind_label
from portal.mentorships.meetings.models import Meeting

GONE = (MeetingState.CANCELLED, MeetingState.MOVED, MeetingState.MISSED)


def as_ics(meeting: Meeting) -> bytes:
    """A calendar with this one event, in UTC: calendars show it on the clock of their owner."""
    event = Event()
    event.add("uid", f"{meeting.public_id}@{urlsplit(base_url()).hostname or 'localhost'}")
    event.add("dtstamp", meeting.updated_at)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", _("Наставничество: %(kind)s", kind=kind_label(meeting.kind)))
    event.add("sequence", meeting.version)
    event.add("status", "CANCELLED" if meeting.state in GONE else "CONFIRMED")
    event.add("location", meeting.place or meeting.link)
    event.add("url", absolute(f"/meetings/{meeting.public_id}"))
    calendar = Calendar()
    calendar.add("prodid", "-//Territoriya rosta//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
