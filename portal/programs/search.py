"""What search finds of the programmes: programmes by name, partners by name and by what they do together."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.i18n import _
from portal.core.search import index
from portal.core.search.registry import Document, Kind, searchable
from portal.people.models import Organization
from portal.programs.models import Partner, Program

PROGRAM, PARTNER = "program", "partner"


def index_program(program: Program, organization: Organization) -> None:
    """Make the programme findable as it is called now."""
    index.put(PROGRAM, program.id, program.name, organization.name)


def index_partner(partner: Partner, home: Organization) -> None:
    """Make the partner findable by its name and by what its card says."""
    index.put(PARTNER, *_said_of(partner, home))


def _said_of(partner: Partner, home: Organization) -> Document:
    return partner.id, home.name, "\n".join(filter(None, (home.short_name, partner.about, partner.resources)))


def _programs() -> Iterator[Document]:
    rows = sa.select(Program.id, Program.name, Organization.name).join(
        Organization, Organization.id == Program.organization_id
    )
    yield from ((row[0], row[1], row[2]) for row in db.session.execute(rows.order_by(Program.id)).all())


def _partners() -> Iterator[Document]:
    rows = sa.select(Partner, Organization).join(Organization, Organization.id == Partner.home_id)
    for partner, home in db.session.execute(rows.order_by(Partner.id)).all():
        yield _said_of(partner, home)


def _readable_programs(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    return (
        sa.select(Program.public_id)
        .join(hits, hits.c.ref_id == Program.id)
        .where(allowed(actor, Permission.PROGRAM_READ, Program))
    )


def _readable_partners(actor: Any, hits: sa.Subquery) -> sa.Select[Any]:
    return (
        sa.select(Partner.public_id)
        .join(hits, hits.c.ref_id == Partner.id)
        .where(allowed(actor, Permission.PARTNER_READ, Partner))
    )


searchable(
    Kind(
        code=PROGRAM,
        label=_("Программы"),
        documents=_programs,
        readable=_readable_programs,
        path=lambda row: f"/programs/{row.public_id}",
    )
)
searchable(
    Kind(
        code=PARTNER,
        label=_("Партнёры"),
        documents=_partners,
        readable=_readable_partners,
        path=lambda row: f"/partners/{row.public_id}",
    )
)
