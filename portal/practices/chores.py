"""What the bank does by the clock."""

from portal.core.db import db
from portal.core.schedule import every
from portal.practices.actions import lower_old_evidence


@every(minute="41", hour="2")
def weigh_old_practices() -> None:
    """Data older than three years prove one step less."""
    lower_old_evidence()
    db.session.commit()
