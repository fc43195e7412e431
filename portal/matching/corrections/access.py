"""What organisation means for corrections."""

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.matching.corrections.models import Correction


@scopes(Correction, read=Permission.BASE_CORRECT)
def correction_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own."""
    return {Scope.ORGANIZATION: Correction.organization_id.in_(actor.organization_ids(role))}
