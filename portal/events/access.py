"""What own, group, organisation, circle, municipality and public mean for events, registrations and training."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core import clock
from portal.events.kinds import EventState
from portal.events.models import Event, EventRegistration, TrainingRecord
from portal.people.models import Membership, Organization
from portal.people.periods import in_force
from portal.people.queries import organizations_under


@scopes(Event, read=Permission.EVENT_READ)
def event_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is what one leads, ORGANIZATION one's own, CIRCLE the municipality above it, PUBLIC what is for everybody."""
    ids = actor.organization_ids(role)
    above = sa.select(Organization.municipality_id).where(
        Organization.id.in_(ids), Organization.municipality_id.is_not(None)
    )
    return {
        Scope.OWN: sa.and_(Event.led_by_id == actor.person_id, Event.organization_id.in_(ids)),
        Scope.ORGANIZATION: Event.organization_id.in_(ids),
        Scope.CIRCLE: Event.organization_id.in_(above),
        Scope.MUNICIPALITY: Event.organization_id.in_(organizations_under(ids)),
        Scope.PUBLIC: sa.and_(Event.is_public, Event.state != EventState.PLANNED),
    }


@scopes(EventRegistration, read=Permission.EVENT_ENROL)
def registration_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is whoever comes from one's organisation or to its event, GROUP the people of one's group.

    OWN is whoever comes to an event that one leads. Of a restricted one (EVNT-9) nobody else sees anybody.
    """
    ids, today = actor.organization_ids(role), clock.today(actor.time_zone)
    leads = sa.exists().where(
        Event.id == EventRegistration.event_id, Event.led_by_id == actor.person_id, Event.organization_id.in_(ids)
    )
    is_open = sa.exists().where(Event.id == EventRegistration.event_id, ~Event.is_restricted)
    is_ours = sa.exists().where(Event.id == EventRegistration.event_id, Event.organization_id.in_(ids))
    in_group = sa.exists().where(
        Membership.person_id == EventRegistration.person_id, Membership.group_id.in_(actor.group_ids(role)),
        in_force(Membership, today),
    )  # fmt: skip
    return {
        Scope.OWN: leads.correlate(EventRegistration),
        Scope.GROUP: sa.and_(in_group.correlate(EventRegistration), is_open.correlate(EventRegistration)),
        Scope.ORGANIZATION: sa.and_(
            sa.or_(EventRegistration.organization_id.in_(ids), is_ours.correlate(EventRegistration)),
            is_open.correlate(EventRegistration),
        ),
    }  # fmt: skip


@scopes(TrainingRecord, read=Permission.TRAINING_READ)
def training_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is one's own, ORGANIZATION that of the people of one's organisation."""
    ids = actor.organization_ids(role)
    return {
        Scope.OWN: TrainingRecord.person_id == actor.person_id,
        Scope.ORGANIZATION: TrainingRecord.organization_id.in_(ids),
        Scope.MUNICIPALITY: TrainingRecord.organization_id.in_(organizations_under(ids)),
    }
