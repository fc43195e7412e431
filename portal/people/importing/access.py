"""What organisation and municipality mean for imports; the engine below knows no organisations."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.imports.models import ImportBatch
from portal.imports.registry import KINDS
from portal.people.queries import organizations_under


@scopes(ImportBatch, read=Permission.IMPORT)
def batch_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, MUNICIPALITY all of the town; of kinds that ask for a right which the role has too."""
    ids = actor.organization_ids(role)
    closed = [kind.key for kind in KINDS.values() if kind.needs and scope_of(kind.needs, role) is Scope.NONE]
    is_open = ImportBatch.kind.not_in(closed)
    return {
        Scope.ORGANIZATION: sa.and_(ImportBatch.organization_id.in_(ids), is_open),
        Scope.MUNICIPALITY: sa.and_(ImportBatch.organization_id.in_(organizations_under(ids)), is_open),
    }
