"""Letters about events; none names anybody, and the subject tells nothing of the event."""

from portal.core.i18n import ru_datetime
from portal.core.mail import absolute, enqueue
from portal.events.models import Event, EventRegistration


def event_letter(letter: str, each: EventRegistration, event_key: str) -> bool:
    """Put one of the letters into the outbox, once for its key; nothing for a person without an address."""
    person, event = each.person, each.event
    if not person.email or person.erased_on is not None:
        return False
    said = {"title": event.title, "when": when_words(event), "where": event.place, "reason": event.cancel_reason}
    return enqueue(letter, person.email, event_key=event_key, url=absolute(f"/events/{event.public_id}"), **said)


def when_words(event: Event) -> str:
    """«20 ноября, 14:05» in the zone of the organisation."""
    return ru_datetime(event.starts_at, event.organization.time_zone)
