"""What events do by the clock."""

from portal.core.db import db
from portal.core.schedule import every
from portal.events.actions import remind_of_tomorrow


@every(minute="7", hour="*")
def remind_of_events() -> None:
    """The day before, once."""
    remind_of_tomorrow()
    db.session.commit()
