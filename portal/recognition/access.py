"""What own, represented and organisation mean for awards, nominations and the board of honour."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core import clock
from portal.people.models import Person
from portal.people.queries import represents_child
from portal.recognition.kinds import NominationState
from portal.recognition.models import AwardKind, HonorEntry, Nomination

GIVEN = Nomination.state == NominationState.AWARDED


@scopes(AwardKind, read=Permission.AWARD_LIST)
def kind_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own."""
    return {Scope.ORGANIZATION: AwardKind.organization_id.in_(actor.organization_ids(role))}


@scopes(Nomination, read=Permission.AWARD_READ)
def nomination_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN and REPRESENTED are awards that were given: who was put forward is not told to anybody.

    Of somebody whose data is restricted the organisation is shown nothing.
    """
    today = clock.today(actor.time_zone)
    restricted = Nomination.person_id.in_(sa.select(Person.id).where(Person.restricted_on.is_not(None)))
    seen = sa.or_(Nomination.person_id.is_(None), ~restricted)
    return {
        Scope.OWN: sa.and_(GIVEN, Nomination.person_id == actor.person_id),
        Scope.REPRESENTED: lambda: sa.and_(GIVEN, represents_child(actor.person_id, Nomination.person_id, today)),
        Scope.ORGANIZATION: sa.and_(Nomination.organization_id.in_(actor.organization_ids(role)), seen),
    }


@scopes(HonorEntry, read=Permission.AWARD_LIST)
def entry_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is the board of one's own, without people whose data is restricted."""
    restricted = HonorEntry.person_id.in_(sa.select(Person.id).where(Person.restricted_on.is_not(None)))
    return {Scope.ORGANIZATION: sa.and_(HonorEntry.organization_id.in_(actor.organization_ids(role)), ~restricted)}
