"""What the bases do by the clock."""

from portal.core.db import db
from portal.core.schedule import every
from portal.matching.actions import drop_unfounded_marks


@every(minute="13", hour="2")
def erase_unfounded_marks() -> None:
    """A consent to marks that has run out takes them with it."""
    drop_unfounded_marks()
    db.session.commit()
