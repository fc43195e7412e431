"""What organisation, municipality and public mean for materials, open pages and news."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.library.models import Material, NewsItem
from portal.people.models import Organization


@scopes(Material, read=Permission.MATERIAL_READ)
def material_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is what it issued itself, MUNICIPALITY what came from above, PUBLIC what is open to everybody."""
    ids = actor.organization_ids(role)
    above = sa.select(Organization.municipality_id).where(
        Organization.id.in_(ids), Organization.municipality_id.is_not(None)
    )
    return {
        Scope.ORGANIZATION: Material.organization_id.in_(ids),
        Scope.MUNICIPALITY: Material.organization_id.in_(above),
        Scope.PUBLIC: Material.is_public.is_(True),
    }


@scopes(NewsItem, read=Permission.SECTION_EDIT)
def news_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own; readers meet news on the open page."""
    return {Scope.ORGANIZATION: NewsItem.organization_id.in_(actor.organization_ids(role))}
