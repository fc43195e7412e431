"""What organisation and municipality mean for imports; the engine below knows no organisations."""

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.imports.models import ImportBatch
from portal.people.queries import organizations_under


@scopes(ImportBatch, read=Permission.IMPORT)
def batch_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, MUNICIPALITY all of the town."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: ImportBatch.organization_id.in_(ids),
        Scope.MUNICIPALITY: ImportBatch.organization_id.in_(organizations_under(ids)),
    }
