"""What organisation means for curators' reports: that whose year they are about."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.mentorships.curating.models import CuratorReport
from portal.programs.models import Cycle, Program


@scopes(CuratorReport, read=Permission.CURATOR_REPORT_READ)
def curator_report_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is that of the programme."""
    here = (
        sa.select(Cycle.id).join(Program, Program.id == Cycle.program_id)
        .where(Program.organization_id.in_(actor.organization_ids(role)))
    )  # fmt: skip
    return {Scope.ORGANIZATION: CuratorReport.cycle_id.in_(here)}
