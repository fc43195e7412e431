"""What drafts do by the clock."""

from datetime import timedelta

from portal.core.db import db
from portal.core.schedule import every
from portal.matching.drafts.actions.runs import discard_old

KEPT_FOR = timedelta(days=90)


@every(minute="23", hour="2")
def discard_old_drafts() -> None:
    """A draft that nobody published in three months holds nobody's answers any more."""
    discard_old(KEPT_FOR)
    db.session.commit()
