"""Tables of events."""

from portal.events.models.events import Event
from portal.events.models.people import CalendarFeed, EventRegistration
from portal.events.models.training import TrainingRecord

__all__ = ["CalendarFeed", "Event", "EventRegistration", "TrainingRecord"]
