"""What organisation means for the conflict list."""

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.matching.conflicts.models import MatchingConflict
from portal.people.queries import organizations_under


@scopes(MatchingConflict, read=Permission.MATCHING_RUN)
def conflict_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is the one whose year is matched."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: MatchingConflict.organization_id.in_(ids),
        Scope.MUNICIPALITY: MatchingConflict.organization_id.in_(organizations_under(ids)),
    }
