"""What own, represented, group and organisation mean for profiles of mentors."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core import clock
from portal.matching.mentors.models import MentorProfile
from portal.people.models import Membership, Person
from portal.people.periods import in_force
from portal.people.queries import organizations_under, represents_child


@scopes(MentorProfile, read=Permission.MENTOR_READ)
def profile_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is one's own, REPRESENTED one's child's until 18, GROUP that of a learner of the group, others as everywhere.

    While the processing of somebody's data is restricted, nobody but the person sees the profile.
    """
    today, ids = clock.today(actor.time_zone), actor.organization_ids(role)
    person_id, here = MentorProfile.person_id, MentorProfile.organization_id
    is_processed = sa.exists().where(
        Person.id == person_id, Person.restricted_on.is_(None), Person.erased_on.is_(None)
    ).correlate(MentorProfile)  # fmt: skip
    learns = sa.exists().where(
        Membership.person_id == person_id, Membership.group_id.in_(actor.group_ids(role)), in_force(Membership, today)
    ).correlate(MentorProfile)  # fmt: skip
    return {
        Scope.OWN: person_id == actor.person_id,
        Scope.REPRESENTED: lambda: represents_child(actor.person_id, person_id, today),
        Scope.GROUP: sa.and_(here.in_(ids), learns, is_processed),
        Scope.ORGANIZATION: sa.and_(here.in_(ids), is_processed),
        Scope.MUNICIPALITY: sa.and_(here.in_(organizations_under(ids)), is_processed),
    }
