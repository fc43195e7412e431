"""What organisation, circle and municipality mean for experts."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.consents.kinds import Item
from portal.consents.queries import may_publish_freely
from portal.core import clock
from portal.events.experts.models import Expert
from portal.people.models import Organization
from portal.people.queries import organizations_under


@scopes(Expert, read=Permission.EVENT_READ)
def expert_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, CIRCLE the municipality above it. Whoever keeps no experts sees those with a basis."""
    ids = actor.organization_ids(role)
    above = sa.select(Organization.municipality_id).where(
        Organization.id.in_(ids), Organization.municipality_id.is_not(None)
    )
    keeps = scope_of(Permission.EVENT_EDIT, role) & Scope.ORGANIZATION
    shown = has_basis_to_be_named(actor)
    ours = Expert.organization_id.in_(ids)
    return {
        Scope.ORGANIZATION: ours if keeps else sa.and_(ours, shown),
        Scope.CIRCLE: sa.and_(Expert.organization_id.in_(above), shown),
        Scope.MUNICIPALITY: sa.and_(Expert.organization_id.in_(organizations_under(ids)), shown),
    }


def has_basis_to_be_named(actor: Actor) -> sa.ColumnElement[bool]:
    """The clause «the name may be shown today»: an agreement for outside people, a consent for those of the portal."""
    on = clock.today(actor.time_zone)
    return sa.or_(
        sa.and_(Expert.person_id.is_(None), Expert.agreed_on <= on),
        may_publish_freely(Expert.person_id, Expert.organization_id, Item.NAME, on),
    )
