"""What organisation and municipality mean for programmes: a programme is seen where its organisation is."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.people.queries import organizations_under
from portal.programs.models import ApprovalRoute, Cycle, Program


@scopes(Program, read=Permission.PROGRAM_READ)
def program_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, MUNICIPALITY all of the town."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: Program.organization_id.in_(ids),
        Scope.MUNICIPALITY: Program.organization_id.in_(organizations_under(ids)),
    }


@scopes(Cycle, read=Permission.PROGRAM_READ)
def cycle_scopes(actor: Actor, role: Role) -> Scopes:
    """Whoever sees the programme sees its years."""
    of_program = sa.exists().where(Program.id == Cycle.program_id)
    return {scope: of_program.where(clause) for scope, clause in program_scopes(actor, role).items()}


@scopes(ApprovalRoute, read=Permission.PROGRAM_READ)
def route_scopes(actor: Actor, role: Role) -> Scopes:
    """Whoever sees the programme sees who approves what."""
    of_program = sa.exists().where(Program.id == ApprovalRoute.program_id)
    return {scope: of_program.where(clause) for scope, clause in program_scopes(actor, role).items()}
