"""What a paper is made from right now: its template, its letterhead, its address."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core.db import db
from portal.core.mail import absolute
from portal.documents.models import Document, DocumentTemplate, NumberingRule
from portal.documents.paper import context_of
from portal.documents.queries.documents import people_of
from portal.people.models import Organization


def template_for(organization_id: int, kind: str) -> DocumentTemplate | None:
    """The organisation's own template of the kind that is in use; None: the portal's layout."""
    return db.session.scalars(
        sa.select(DocumentTemplate).where(
            DocumentTemplate.organization_id == organization_id,
            DocumentTemplate.kind == kind,
            DocumentTemplate.ends_on.is_(None),
        )
    ).one_or_none()


def own_templates(organization_id: int) -> dict[str, DocumentTemplate]:
    """The organisation's own templates in use, by kind."""
    found = db.session.scalars(
        sa.select(DocumentTemplate)
        .where(DocumentTemplate.organization_id == organization_id, DocumentTemplate.ends_on.is_(None))
        .options(joinedload(DocumentTemplate.file))
    )
    return {each.kind: each for each in found}


def numbering_rule(organization_id: int, series: str) -> NumberingRule | None:
    """The row in which the organisation said how the series is numbered."""
    return db.session.scalars(
        sa.select(NumberingRule).where(NumberingRule.organization_id == organization_id, NumberingRule.series == series)
    ).one_or_none()


def above_of(organization: Organization) -> Organization | None:
    """The municipality of the organisation, for the letterhead."""
    if organization.municipality_id is None:
        return None
    return db.session.scalars(sa.select(Organization).where(Organization.id == organization.municipality_id)).one()


def address_of(document: Document) -> str:
    """Where a printed paper can be verified: what its code says."""
    return absolute(f"/papers/{document.public_id}")


def context_now(document: Document) -> dict[str, Any]:
    """What the paper says: the snapshot of a registered one, the content as it stands for others."""
    if document.snapshot is not None:
        return document.snapshot
    return context_of(
        document, people_of(document), above=above_of(document.organization), address=address_of(document)
    )
