"""What organisation and municipality mean for programmes: a programme is seen where its organisation is."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core import clock
from portal.people.periods import in_force
from portal.people.queries import organizations_under
from portal.programs.models import (
    ApprovalRoute,
    Cycle,
    OwnDay,
    Partner,
    PartnerAgreement,
    PartnerCurator,
    Program,
    ProgramPaper,
)


def _through(above: sa.Exists, meanings: Scopes) -> Scopes:
    """What the scopes of the row above mean for a row that belongs to it."""
    return {scope: above.where(clause_of(said)) for scope, said in meanings.items()}


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
    return _through(sa.exists().where(Program.id == Cycle.program_id), program_scopes(actor, role))


@scopes(ApprovalRoute, read=Permission.PROGRAM_READ)
def route_scopes(actor: Actor, role: Role) -> Scopes:
    """Whoever sees the programme sees who approves what."""
    return _through(sa.exists().where(Program.id == ApprovalRoute.program_id), program_scopes(actor, role))


@scopes(Partner, read=Permission.PARTNER_READ)
def partner_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is the partner on whose side the actor curates today; others as everywhere."""
    ids = actor.organization_ids(role)
    curates = sa.exists().where(
        PartnerCurator.partner_id == Partner.id,
        PartnerCurator.person_id == actor.person_id,
        in_force(PartnerCurator, clock.today(actor.time_zone)),
    )
    return {
        Scope.OWN: sa.and_(Partner.organization_id.in_(ids), curates),
        Scope.ORGANIZATION: Partner.organization_id.in_(ids),
        Scope.MUNICIPALITY: Partner.organization_id.in_(organizations_under(ids)),
    }


@scopes(PartnerAgreement, read=Permission.PARTNER_READ)
def agreement_scopes(actor: Actor, role: Role) -> Scopes:
    """Whoever sees the partner sees the agreements with it."""
    return _through(sa.exists().where(Partner.id == PartnerAgreement.partner_id), partner_scopes(actor, role))


@scopes(PartnerCurator, read=Permission.PARTNER_READ)
def partner_curator_scopes(actor: Actor, role: Role) -> Scopes:
    """Whoever sees the partner sees who curates on its side."""
    return _through(sa.exists().where(Partner.id == PartnerCurator.partner_id), partner_scopes(actor, role))


@scopes(ProgramPaper, read=Permission.PROGRAM_READ)
def paper_scopes(actor: Actor, role: Role) -> Scopes:
    """Whoever sees the programme sees its papers."""
    return _through(sa.exists().where(Program.id == ProgramPaper.program_id), program_scopes(actor, role))


@scopes(OwnDay, read=Permission.PROGRAM_READ)
def own_day_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, MUNICIPALITY all of the town."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: OwnDay.organization_id.in_(ids),
        Scope.MUNICIPALITY: OwnDay.organization_id.in_(organizations_under(ids)),
    }
