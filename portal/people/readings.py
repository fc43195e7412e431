"""The trail of a page that lists persons: written after the reading, in its own short transaction (decision 10)."""

from collections.abc import Collection

import sqlalchemy as sa
from flask import after_this_request
from werkzeug.wrappers import Response

from portal.access.actor import Actor
from portal.core.db import db
from portal.core.errors import StorageBusy
from portal.core.sqlite import set_reading
from portal.people import disclosures


def show_list(actor: Actor, place: str, subjects: Collection[int], *, organization_id: int | None = None) -> None:
    """Call before drawing a page (or a search, or suggestions) with these persons; `place` is the endpoint.

    Raises TooManySubjects when the account has met too many persons in 24 hours; else the page is noted once it is
    ready. One's own row, an empty page and a way to another page leave no trace.
    """
    ids = set(subjects) - {actor.person_id}
    if not ids:
        return
    disclosures.check_reach(actor, ids)

    @after_this_request
    def note(response: Response) -> Response:
        if response.status_code in (200, 422):  # whoever is sent on has seen nobody
            db.session.rollback()
            set_reading(False)
            try:
                disclosures.note_list(actor, place, ids, organization_id=organization_id)
                db.session.commit()
            except (sa.exc.DBAPIError, sa.exc.TimeoutError, StorageBusy):
                db.session.rollback()  # the page is ready: a note that cannot be written now must not spoil it
        return response
