"""Groups and classes: opening, closing, moving up a year."""

from datetime import date

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit import AuditEvent
from portal.core.db import db
from portal.core.text import clean_line, sort_key
from portal.people.models import Group, Organization


def add_group(
    actor: Actor,
    organization: Organization,
    *,
    name: str,
    course: int | None,
    starts_on: date,
    kind: str = "class",
) -> Group:
    """Open a class or a study group from a day."""
    group = Group(
        organization_id=organization.id,
        name=clean_line(name),
        sort_name=sort_key(name),
        course=course,
        starts_on=starts_on,
        kind=kind,
    )
    db.session.add(group)
    db.session.flush()
    audit.record(actor, AuditEvent.GROUP_ADDED, group)
    return group
