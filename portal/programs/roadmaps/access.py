"""What organisation and municipality mean for road maps: a map is seen where its organisation is."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.people.queries import organizations_under
from portal.programs.roadmaps.models import Roadmap, RoadmapResource, RoadmapStep


@scopes(Roadmap, read=Permission.ROADMAP_READ)
def roadmap_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, MUNICIPALITY all of the town."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: Roadmap.organization_id.in_(ids),
        Scope.MUNICIPALITY: Roadmap.organization_id.in_(organizations_under(ids)),
    }


@scopes(RoadmapStep, read=Permission.ROADMAP_READ)
def step_scopes(actor: Actor, role: Role) -> Scopes:
    """Whoever sees the map sees its steps."""
    above = sa.exists().where(Roadmap.id == RoadmapStep.roadmap_id)
    return {scope: above.where(clause_of(said)) for scope, said in roadmap_scopes(actor, role).items()}


@scopes(RoadmapResource, read=Permission.ROADMAP_READ)
def resource_scopes(actor: Actor, role: Role) -> Scopes:
    """Whoever sees the map sees what the programme rests on."""
    above = sa.exists().where(Roadmap.id == RoadmapResource.roadmap_id)
    return {scope: above.where(clause_of(said)) for scope, said in roadmap_scopes(actor, role).items()}
