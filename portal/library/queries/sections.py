"""Open pages «Наставничество»: what guests read of an organisation."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.core.db import db
from portal.documents.kinds import DocumentState
from portal.documents.models import Document
from portal.library.models import NewsItem, OpenSection
from portal.people.models import Organization

MOST_PAPERS, MOST_NEWS = 50, 20


def opened_sections() -> Sequence[Any]:
    """(public id, name) of organisations whose page is open, by name."""
    return db.session.execute(
        sa.select(Organization.public_id, Organization.name)
        .join(OpenSection, OpenSection.organization_id == Organization.id)
        .where(OpenSection.opened_on.is_not(None), Organization.ends_on.is_(None))
        .order_by(Organization.sort_name, Organization.id)
    ).all()


def opened_section(organization_public_id: str) -> OpenSection | None:
    """The open page of the organisation with this public id."""
    return db.session.scalar(
        sa.select(OpenSection)
        .join(Organization, Organization.id == OpenSection.organization_id)
        .where(Organization.public_id == organization_public_id, OpenSection.opened_on.is_not(None))
        .options(joinedload(OpenSection.organization))
    )


def section_of(organization: Organization, *, lock: bool = False) -> OpenSection | None:
    """What the organisation says, opened or not."""
    query = sa.select(OpenSection).where(OpenSection.organization_id == organization.id)
    return db.session.scalar(query.with_for_update(of=OpenSection) if lock else query)


def open_papers(organization_id: int) -> Sequence[Document]:
    """Documents in force whose version without names is published, the latest first."""
    return db.session.scalars(
        sa.select(Document)
        .where(
            Document.organization_id == organization_id, Document.published_on.is_not(None),
            Document.state == DocumentState.SIGNED,
        )
        .order_by(Document.registered_on.desc(), Document.id.desc())
        .limit(MOST_PAPERS)
    ).all()  # fmt: skip


def news_of(organization_id: int, *, with_archived: bool = False) -> Sequence[NewsItem]:
    """News of the organisation, the latest first."""
    query = sa.select(NewsItem).where(NewsItem.organization_id == organization_id)
    if not with_archived:
        query = query.where(NewsItem.archived_on.is_(None))
    return db.session.scalars(query.order_by(NewsItem.published_on.desc(), NewsItem.id.desc()).limit(MOST_NEWS)).all()
