"""Work by the clock of this room."""

from portal.core.db import db
from portal.core.schedule import every
from portal.people.actions.careers import forget_removed


@every(minute="37", hour="3")
def forget_removed_records() -> None:
    """Qualifications and facts that were removed a month ago and not brought back."""
    forget_removed()
    db.session.commit()
