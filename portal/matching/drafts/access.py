"""What own and organisation mean for drafts and for «не с этим человеком»."""

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.matching.drafts.models import MatchingAvoidance, MatchingRun
from portal.people.queries import organizations_under


@scopes(MatchingRun, read=Permission.MATCHING_READ)
def run_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is the one whose year is matched."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: MatchingRun.organization_id.in_(ids),
        Scope.MUNICIPALITY: MatchingRun.organization_id.in_(organizations_under(ids)),
    }


@scopes(MatchingAvoidance, read=Permission.AVOIDANCE_KEEP)
def avoidance_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN and nothing else: nobody reads what another person said."""
    return {Scope.OWN: MatchingAvoidance.person_id == actor.person_id}
