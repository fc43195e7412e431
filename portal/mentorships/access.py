"""What own, represented, group and organisation mean for pairs."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core import clock
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Membership, Person
from portal.people.periods import in_force
from portal.people.queries import organizations_under, represents_child


@scopes(Mentorship, read=Permission.MENTORSHIP_READ)
def mentorship_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is where one is or was a member, REPRESENTED where one's child is, GROUP where a learner of the group is.

    ORGANIZATION is the registry of the place, with pairs of other registries in which somebody of the place stands. A
    pair of somebody whose data is restricted is seen by its members only.
    """
    today, ids = clock.today(actor.time_zone), actor.organization_ids(role)
    person_id = MentorshipMember.person_id
    belongs = _with_member_placed(Membership.organization_id.in_(ids), today)
    learns = _with_member_placed(Membership.group_id.in_(actor.group_ids(role)), today)
    restricted = has_restricted_member()
    here = Mentorship.organization_id
    return {
        Scope.OWN: Mentorship.id.in_(
            sa.select(MentorshipMember.mentorship_id).where(person_id == actor.person_id).correlate(None)
        ),
        Scope.REPRESENTED: lambda: _with_member(represents_child(actor.person_id, person_id, today)),
        Scope.GROUP: sa.and_(learns, ~restricted),
        Scope.ORGANIZATION: sa.and_(sa.or_(here.in_(ids), belongs), ~restricted),
        Scope.MUNICIPALITY: sa.and_(here.in_(organizations_under(ids)), ~restricted),
    }


def has_restricted_member() -> Any:
    """Whether the data of somebody who stands or stood in the pair is restricted: others are shown nothing of it."""
    return _with_member(
        MentorshipMember.person_id.in_(sa.select(Person.id).where(Person.restricted_on.is_not(None)))
    )  # fmt: skip


def _with_member(clause: Any) -> Any:
    return sa.exists().where(MentorshipMember.mentorship_id == Mentorship.id, clause).correlate(Mentorship)


def _with_member_placed(place: Any, today: date) -> Any:
    """Somebody with such a place today stands or stood in the pair.

    The people of the place are few and the pairs are many: it is asked from the side of the people, once a statement.
    """
    pairs = (
        sa.select(MentorshipMember.mentorship_id)
        .join(Membership, Membership.person_id == MentorshipMember.person_id)
        .where(place, in_force(Membership, today)).correlate(None)
    )  # fmt: skip
    return Mentorship.id.in_(pairs)
