"""What own and organisation mean for mentors' reports, and who of a pair reads its closing sheet."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.core import clock
from portal.core.db import db
from portal.mentorships.access import mentorship_scopes
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.closing.queries.members import STAYED, member_of
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.queries import represents_child


@scopes(MentorReport, read=Permission.REPORT_READ)
def report_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is one's own report, not that of another mentor of the pair; the organisation reads them with the pair."""
    of_pair = mentorship_scopes(actor, role)
    here = sa.select(Mentorship.id).where(clause_of(of_pair[Scope.ORGANIZATION])).correlate(None)
    return {
        Scope.OWN: MentorReport.person_id == actor.person_id,
        Scope.ORGANIZATION: MentorReport.mentorship_id.in_(here),
    }


def reads_sheet(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor, who may read closing sheets, reads that of this pair.

    Members read it who stayed, and representatives of those; who was replaced, left or declined does not. Where a role
    reaches the pair as its organisation does, membership does not matter.
    """
    if member_of(pair, actor.person_id) is not None:
        return True
    today = clock.today(actor.time_zone)
    member = MentorshipMember.person_id
    narrowed = {
        Scope.OWN: member == actor.person_id,
        Scope.REPRESENTED: represents_child(actor.person_id, member, today),
    }
    here = MentorshipMember.mentorship_id == Mentorship.id
    clauses: list[sa.ColumnElement[bool]] = []
    for role in actor.roles:
        meanings = mentorship_scopes(actor, role)
        for scope in scope_of(Permission.CLOSING_READ, role):
            if scope in narrowed:
                clauses.append(sa.exists().where(here, STAYED, narrowed[scope]).correlate(Mentorship))
            elif scope in meanings:
                clauses.append(clause_of(meanings[scope]))
    found = sa.select(Mentorship.id).where(Mentorship.id == pair.id, sa.or_(sa.false(), *clauses))
    return db.session.scalar(found) is not None
