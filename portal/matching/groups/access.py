"""What group and organisation mean for requests of groups."""

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.matching.groups.models import GroupRequest
from portal.people.queries import organizations_under


@scopes(GroupRequest, read=Permission.REQUEST_READ)
def group_request_scopes(actor: Actor, role: Role) -> Scopes:
    """GROUP is the one that a curator leads. Nobody's own: members hear of a pair when it is proposed."""
    ids = actor.organization_ids(role)
    here = GroupRequest.organization_id
    return {
        Scope.GROUP: GroupRequest.group_id.in_(actor.group_ids(role)),
        Scope.ORGANIZATION: here.in_(ids),
        Scope.MUNICIPALITY: here.in_(organizations_under(ids)),
    }
