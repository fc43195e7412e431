"""What search finds of people: their names only, and only for those who may open the card."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from flask import has_request_context

from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.core.search import index
from portal.core.search.registry import Document, Kind, searchable
from portal.people.models import Person
from portal.people.readings import show_list

PERSON = "person"


def index_person(person: Person) -> None:
    """Make the person findable under the name that stands now; called in the transaction of the change."""
    index.put(PERSON, person.id, person.full_name, "")


def forget_person(person_id: int) -> None:
    """Take the person out of the index: erased or merged into another."""
    index.remove(PERSON, person_id)


def _persons() -> Iterator[Document]:
    for person in db.session.scalars(sa.select(Person).where(Person.erased_on.is_(None)).order_by(Person.id)).all():
        yield person.id, person.full_name, ""


def _readable(actor: Any, hits: sa.Subquery) -> Any:
    found: sa.Select[Any, Any] = (
        sa.select(Person.id, Person.public_id)
        .join(hits, hits.c.ref_id == Person.id)
        .where(allowed(actor, Permission.PERSON_READ, Person), Person.erased_on.is_(None))
    )
    return found


def _note_shown(actor: Any, rows: list[Any]) -> None:
    """Search must not be a way around the limit of how many people one account meets in a day (reliability S16)."""
    if has_request_context():  # a command that searches shows nothing to anybody
        show_list(actor, "search.index", [row.id for row in rows])


searchable(
    Kind(
        code=PERSON,
        label=_("Люди"),
        documents=_persons,
        readable=_readable,
        path=lambda row: f"/people/{row.public_id}",
        shown=_note_shown,
    )
)
