"""What search finds of events: those that were announced. A plan is never indexed."""

from collections.abc import Iterator

import sqlalchemy as sa

from portal.core.db import db
from portal.core.i18n import _
from portal.core.search.registry import Document, Kind, searchable
from portal.events.actions.planning import SEARCH_KIND, searchable_body
from portal.events.kinds import EventState
from portal.events.models import Event
from portal.events.queries import readable_hits


def _documents() -> Iterator[Document]:
    rows = sa.select(Event).where(Event.state != EventState.PLANNED).order_by(Event.id)
    for event in db.session.scalars(rows).all():
        yield event.id, event.title, searchable_body(event)


searchable(
    Kind(
        code=SEARCH_KIND,
        label=_("События"),
        documents=_documents,
        readable=readable_hits,
        path=lambda row: f"/events/{row.public_id}",
    )
)
