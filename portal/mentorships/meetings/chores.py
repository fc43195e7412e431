"""What meetings do by the clock."""

from portal.core.schedule import every
from portal.mentorships.meetings.reminding import remind


@every(minute="*/10")
def remind_of_meetings() -> None:
    """A day before a planned meeting its members get a letter."""
    remind()
