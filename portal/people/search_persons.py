"""What search finds of people: their names only, and only for those who may open the card."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.core.search import index
from portal.core.search.registry import Document, Kind, searchable
from portal.people.models import Person

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


def _readable(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    return (
        sa.select(Person.public_id)
        .join(hits, hits.c.ref_id == Person.id)
        .where(allowed(actor, Permission.PERSON_READ, Person), Person.erased_on.is_(None))
    )


searchable(
    Kind(
        code=PERSON,
        label=_("Люди"),
        documents=_persons,
        readable=_readable,
        path=lambda row: f"/people/{row.public_id}",
    )
)
