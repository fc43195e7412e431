"""Changes in the register of organisations."""

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit import AuditEvent
from portal.core.db import db
from portal.core.text import clean_line, sort_key
from portal.people.kinds import Contour, OrganizationKind
from portal.people.models import Organization


def add_organization(
    actor: Actor,
    *,
    kind: OrganizationKind,
    name: str,
    short_name: str,
    time_zone: str,
    municipality: Organization | None = None,
    contour: Contour = Contour.INTERNAL,
) -> Organization:
    """Enter an organisation in the register; `municipality` is the one it belongs to, if any."""
    organization = Organization(
        kind=kind,
        contour=contour,
        name=clean_line(name),
        short_name=clean_line(short_name),
        sort_name=sort_key(name),
        time_zone=time_zone,
        municipality_id=municipality.id if municipality else None,
    )
    db.session.add(organization)
    db.session.flush()
    audit.record(actor, AuditEvent.ORGANIZATION_ADDED, organization, organization_id=organization.id)
    return organization
