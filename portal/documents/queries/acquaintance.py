"""Reads of acquaintance: who was asked, who has read, what waits for a person."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.db import db
from portal.documents.kinds import DocumentState
from portal.documents.models import Acquaintance, Document
from portal.people.models import Person


def acquaintances_of(document: Document) -> Sequence[Acquaintance]:
    """Everybody who is to read the paper: those who have not come first, then by name."""
    return db.session.scalars(
        sa.select(Acquaintance)
        .join(Person, Person.id == Acquaintance.person_id)
        .where(Acquaintance.document_id == document.id)
        .options(contains_eager(Acquaintance.person))
        .order_by(Acquaintance.read_at.is_not(None), Person.sort_name, Acquaintance.id)
    ).all()


def own_acquaintances(person_id: int | None) -> Sequence[Acquaintance]:
    """What the person was asked to read: what waits first, then the latest."""
    return db.session.scalars(
        sa.select(Acquaintance)
        .join(Document, Document.id == Acquaintance.document_id)
        .where(Acquaintance.person_id == person_id)
        .options(contains_eager(Acquaintance.document).joinedload(Document.organization))
        .order_by(Acquaintance.read_at.is_not(None), Acquaintance.id.desc())
    ).all()


def unread_by(person_id: int | None) -> sa.Select[Acquaintance]:
    """What the person has not read yet of papers in force."""
    return (
        sa.select(Acquaintance)
        .join(Document, Document.id == Acquaintance.document_id)
        .where(
            Acquaintance.person_id == person_id, Acquaintance.read_at.is_(None),
            Document.state == DocumentState.SIGNED,
        )
        .options(joinedload(Acquaintance.document).joinedload(Document.organization))
        .order_by(Acquaintance.id)
    )  # fmt: skip
