"""What own, represented and organisation mean for meetings: what they mean for the pair."""

from collections.abc import Callable
from functools import partial

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Clause, Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.mentorships.access import mentorship_scopes
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.models import Mentorship, MentorshipMember


@scopes(Meeting, read=Permission.MEETING_READ)
def meeting_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is a meeting on a day on which one stood in the pair: whoever left reads nothing that came afterwards."""
    of_pair = mentorship_scopes(actor, role)
    stood = sa.exists().where(
        MentorshipMember.mentorship_id == Meeting.mentorship_id, MentorshipMember.person_id == actor.person_id,
        sa.or_(MentorshipMember.ends_on.is_(None), MentorshipMember.ends_on >= Meeting.day),
    ).correlate(Meeting)  # fmt: skip
    wider = (Scope.REPRESENTED, Scope.ORGANIZATION, Scope.MUNICIPALITY)
    return {Scope.OWN: stood, **{scope: partial(_of_pairs, of_pair[scope]) for scope in wider}}


def _of_pairs(meaning: Clause | Callable[[], Clause]) -> Clause:
    return Meeting.mentorship_id.in_(sa.select(Mentorship.id).where(clause_of(meaning)).correlate(None))
