"""What search finds of documents: kind, number and title; nobody whom a paper names."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.core.search import index
from portal.core.search.registry import Document as Said
from portal.core.search.registry import Kind, searchable
from portal.documents.labels import document_label
from portal.documents.models import Document

DOCUMENT = "document"


def index_document(document: Document) -> None:
    """Make the document findable as it is called now."""
    index.put(DOCUMENT, *_said_of(document))


def _said_of(document: Document) -> Said:
    return document.id, document_label(document), f"{document.title}\n{document.organization.short_name}"


def _documents() -> Iterator[Said]:
    rows = sa.select(Document).options(joinedload(Document.organization)).order_by(Document.id)
    for document in db.session.scalars(rows):
        yield _said_of(document)


def _readable(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    return (
        sa.select(Document.public_id)
        .join(hits, hits.c.ref_id == Document.id)
        .where(allowed(actor, Permission.DOCUMENT_READ, Document))
    )


searchable(
    Kind(
        code=DOCUMENT,
        label=_("Документы"),
        documents=_documents,
        readable=_readable,
        path=lambda row: f"/documents/{row.public_id}",
    )
)
