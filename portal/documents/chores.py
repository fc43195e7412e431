"""What documents do by the clock."""

from portal.core.db import db
from portal.core.schedule import every
from portal.documents.actions import remind_due


@every(minute="40", hour="1")
def remind_of_documents() -> None:
    """Morning in Siberia: whoever has not read a document is reminded, three times in all."""
    while remind_due():
        db.session.commit()
    db.session.commit()
