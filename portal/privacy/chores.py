"""Work of this room by the clock."""

from portal.core.db import db
from portal.core.schedule import every
from portal.privacy.retention import erase_what_ran_out


@every(minute="41", hour="2")
def forget_what_ran_out() -> None:
    """Nightly: what has a fixed term for the whole portal goes without being asked."""
    erase_what_ran_out()
    db.session.commit()
