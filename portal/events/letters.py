"""Letters about events; none names anybody, and the subject tells nothing of the event."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.digest import over_when, subject_of
from portal.core.i18n import ru_datetime
from portal.core.mail import For, absolute, enqueue
from portal.events.kinds import COMES, EventState
from portal.events.models import Event, EventRegistration

BEFORE = timedelta(hours=12)


def event_letter(letter: str, each: EventRegistration, event_key: str) -> bool:
    """Put one of the letters into the outbox, once for its key; nothing for a person without an address."""
    person, event = each.person, each.event
    if not person.email or person.erased_on is not None:
        return False
    said = {"title": event.title, "when": when_words(event), "where": event.place, "reason": event.cancel_reason}
    reader = For(person_id=person.id, zone=event.organization.time_zone, by=_helps_until(letter, event))
    return enqueue(
        letter, person.email, event_key=event_key, reader=reader, url=absolute(f"/events/{event.public_id}"), **said
    )


def _helps_until(letter: str, event: Event) -> datetime | None:
    """A reminder says «завтра», so it holds today; other news is read before the day of the event begins."""
    if letter == "event_reminder":
        zone = event.organization.time_zone
        return clock.end_of_day(clock.today(zone), zone)
    return event.starts_at - BEFORE if event.starts_at else None


def when_words(event: Event) -> str:
    """«20 ноября, 14:05» in the zone of the organisation."""
    return ru_datetime(event.starts_at, event.organization.time_zone)


@over_when("event_joined", "event_moved", "event_moved_up", "event_reminder")
def nobody_goes_there(event_keys: Sequence[str]) -> list[str]:
    """Which letters speak of an event that is over or called off, or that the person left meanwhile."""
    going = set(
        db.session.scalars(
            sa.select(EventRegistration.public_id)
            .join(Event, Event.id == EventRegistration.event_id)
            .where(
                EventRegistration.public_id.in_([subject_of(key) for key in event_keys]),
                EventRegistration.state.in_(COMES), Event.state == EventState.ANNOUNCED, Event.starts_at > clock.now(),
            )
        )
    )  # fmt: skip
    return [key for key in event_keys if subject_of(key) not in going]
