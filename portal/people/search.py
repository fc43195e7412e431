"""What search finds of the registers: organisations by name and address, groups by name."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

import portal.people.search_persons  # noqa: F401 — persons are found too
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.core.search import index
from portal.core.search.registry import Document, Kind, searchable
from portal.people.models import Group, Organization

ORGANIZATION, GROUP = "organization", "group"


def index_organization(organization: Organization) -> None:
    """Make the organisation findable as it is called now."""
    index.put(ORGANIZATION, *_said_of(organization))


def index_group(group: Group, organization_name: str) -> None:
    """Make the group findable as it is called now."""
    index.put(GROUP, group.id, group.name, organization_name)


def _said_of(organization: Organization) -> Document:
    terms = (organization.settings or {}).get("terms", [])
    words = [organization.short_name, organization.address, *(term["term"] for term in terms)]
    return organization.id, organization.name, "\n".join(filter(None, words))


def _organizations() -> Iterator[Document]:
    for organization in db.session.scalars(sa.select(Organization).order_by(Organization.id)).all():
        yield _said_of(organization)


def _groups() -> Iterator[Document]:
    rows = sa.select(Group.id, Group.name, Organization.name).join(
        Organization, Organization.id == Group.organization_id
    )
    found = db.session.execute(rows.order_by(Group.id)).all()
    yield from ((row[0], row[1], row[2]) for row in found)


def _readable_organizations(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    return (
        sa.select(Organization.public_id)
        .join(hits, hits.c.ref_id == Organization.id)
        .where(allowed(actor, Permission.ORGANIZATION_READ, Organization))
    )


def _readable_groups(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    return (
        sa.select(Group.public_id)
        .join(hits, hits.c.ref_id == Group.id)
        .where(allowed(actor, Permission.GROUP_READ, Group))
    )


searchable(
    Kind(
        code=ORGANIZATION,
        label=_("Организации"),
        documents=_organizations,
        readable=_readable_organizations,
        path=lambda row: f"/organizations/{row.public_id}",
    )
)
searchable(
    Kind(
        code=GROUP,
        label=_("Группы и классы"),
        documents=_groups,
        readable=_readable_groups,
        path=lambda row: f"/groups/{row.public_id}",
    )
)
