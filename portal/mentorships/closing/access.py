"""What own and organisation mean for mentors' reports."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.mentorships.access import mentorship_scopes
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.models import Mentorship


@scopes(MentorReport, read=Permission.REPORT_READ)
def report_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is one's own report, not that of another mentor of the pair; the organisation reads them with the pair."""
    of_pair = mentorship_scopes(actor, role)
    here = sa.select(Mentorship.id).where(clause_of(of_pair[Scope.ORGANIZATION])).correlate(None)
    return {
        Scope.OWN: MentorReport.person_id == actor.person_id,
        Scope.ORGANIZATION: MentorReport.mentorship_id.in_(here),
    }
