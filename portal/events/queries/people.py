"""Who comes: one's own registrations, those within reach, whom the desk asks."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.events.courses.models import Course
from portal.events.kinds import COMES, HOLDS_PLACE, Attendance, EventState
from portal.events.models import CalendarFeed, Event, EventRegistration
from portal.events.queries.calendar import ahead
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force

SHOWN = timedelta(days=400)


def own_registration(event: Event, person_id: int | None) -> EventRegistration | None:
    """The person's registration, left ones too."""
    return db.session.scalars(
        sa.select(EventRegistration).where(
            EventRegistration.event_id == event.id, EventRegistration.person_id == person_id
        )
    ).one_or_none()


def own_registrations(person_id: int | None) -> Sequence[EventRegistration]:
    """One's registrations of the last year and those ahead, the nearest first; withdrawn ones are left out."""
    return db.session.scalars(
        sa.select(EventRegistration)
        .join(Event, Event.id == EventRegistration.event_id)
        .where(
            EventRegistration.person_id == person_id, EventRegistration.state != Attendance.LEFT,
            Event.starts_at > clock.now() - SHOWN,
        )
        .options(joinedload(EventRegistration.event).joinedload(Event.organization))
        .order_by(Event.starts_at.desc(), Event.id)
    ).all()  # fmt: skip


def taken_of(event: Event) -> tuple[int, int]:
    """(how many places are taken, how many wait)."""
    row = db.session.execute(
        sa.select(
            sa.func.count(EventRegistration.seat),
            sa.func.coalesce(sa.func.sum(sa.case((EventRegistration.state == Attendance.WAITING, 1), else_=0)), 0),
        ).where(EventRegistration.event_id == event.id)
    ).one()
    return int(row[0]), int(row[1])


def registrations_in_reach(actor: Actor, event: Event) -> Sequence[EventRegistration]:
    """Those whom the actor keeps: all of one's own event, one's people at another's. By name, waiting ones last."""
    is_waiting = sa.case((EventRegistration.state == Attendance.WAITING, 1), else_=0)
    return db.session.scalars(
        select_allowed(actor, Permission.EVENT_ENROL, EventRegistration)
        .join(Person, Person.id == EventRegistration.person_id)
        .where(EventRegistration.event_id == event.id, EventRegistration.state != Attendance.LEFT)
        .options(joinedload(EventRegistration.person), joinedload(EventRegistration.organization))
        .order_by(is_waiting, Person.sort_name, EventRegistration.id)
    ).all()


def home_of(person_id: int, event: Event) -> int | None:
    """On whose side the person comes: the organisation of the event where it is one's own, else the first one."""
    on = clock.today(event.organization.time_zone)
    return db.session.scalar(
        sa.select(Membership.organization_id)
        .where(Membership.person_id == person_id, in_force(Membership, on))
        .order_by(sa.case((Membership.organization_id == event.organization_id, 0), else_=1), Membership.id)
        .limit(1)
    )


def feed_events(token_hash: str) -> Sequence[Event] | None:
    """Events of the calendar with this address, cancelled ones too; None where the address opens nothing."""
    owner = db.session.scalar(
        sa.select(CalendarFeed.person_id)
        .join(Person, Person.id == CalendarFeed.person_id)
        .where(CalendarFeed.token_hash == token_hash, Person.erased_on.is_(None))
    )
    if owner is None:
        return None
    return db.session.scalars(
        sa.select(Event)
        .join(EventRegistration, EventRegistration.event_id == Event.id)
        .where(
            EventRegistration.person_id == owner, EventRegistration.state.in_(HOLDS_PLACE),
            Event.starts_at > clock.now() - SHOWN,
        )
        .options(joinedload(Event.organization))
        .order_by(Event.starts_at, Event.id)
    ).all()  # fmt: skip


def upcoming_for(actor: Actor) -> sa.Select[str, str, datetime | None, str]:
    """Announced events ahead to which one has not answered yet."""
    answered = sa.exists().where(
        EventRegistration.event_id == Event.id, EventRegistration.person_id == actor.person_id
    ).correlate(Event)  # fmt: skip
    return ahead(actor).where(~answered).limit(2)


def tomorrows(actor: Actor) -> sa.Select[str, str, datetime | None, str]:
    """One's events that begin within a day and a half."""
    now = clock.now()
    return (
        sa.select(Event.public_id, Event.title, Event.starts_at, Organization.time_zone)
        .join(EventRegistration, EventRegistration.event_id == Event.id)
        .join(Organization, Organization.id == Event.organization_id)
        .where(
            EventRegistration.person_id == actor.person_id, EventRegistration.state.in_(COMES),
            EventRegistration.seat.is_not(None), Event.state == EventState.ANNOUNCED, Event.starts_at > now,
            Event.starts_at < now + timedelta(hours=36),
        )
        .order_by(Event.starts_at, Event.id)
    )  # fmt: skip


def to_mark(actor: Actor) -> sa.Select[str, str]:
    """Announced events of one's own organisation that are over: whoever came is not ticked yet."""
    return (
        sa.select(Event.public_id, Event.title)
        .where(
            allowed(actor, Permission.EVENT_EDIT, Event), Event.state == EventState.ANNOUNCED,
            ~sa.exists().where(Course.event_id == Event.id).correlate(Event),
            sa.or_(~Event.is_restricted, Event.led_by_id == actor.person_id),
            sa.func.coalesce(Event.ends_at, Event.starts_at) < clock.now(),
        )
        .order_by(Event.starts_at, Event.id)
        .limit(3)
    )  # fmt: skip


def holding_organizations(actor: Actor, scope: Scope = Scope.ORGANIZATION | Scope.OWN) -> Sequence[Organization]:
    """Organisations that hold events through the actor, by name; ORGANIZATION alone: where the whole plan is."""
    ids = {
        grant.organization_id for grant in actor.grants
        if grant.organization_id and scope_of(Permission.EVENT_EDIT, grant.role) & scope
    }  # fmt: skip
    return db.session.scalars(
        sa.select(Organization).where(Organization.id.in_(ids)).order_by(Organization.sort_name)
    ).all()


def leads_in(actor: Actor, organization_id: int) -> bool:
    """Whether the actor holds only what one leads oneself there: a psychologist."""
    return any(
        grant.organization_id == organization_id and scope_of(Permission.EVENT_EDIT, grant.role) & Scope.OWN
        for grant in actor.grants
    )


def keeps_people_of(actor: Actor, event: Event) -> bool:
    """Whether the actor registers people there: of a restricted event whoever leads it, else whoever enrols at all.

    Whoever enrols only at what one leads oneself (a psychologist) enrols nowhere else.
    """
    if event.led_by_id is not None and event.led_by_id == actor.person_id:
        return True
    wide = any(scope_of(Permission.EVENT_ENROL, role) & ~Scope.OWN for role in actor.roles)
    return wide and not event.is_restricted


def attended_of(event: Event) -> int:
    """How many were marked as present."""
    return db.session.scalar(
        sa.select(sa.func.count()).where(
            EventRegistration.event_id == event.id, EventRegistration.state == Attendance.ATTENDED
        )
    ) or 0  # fmt: skip


def one_self(actor: Actor) -> Person:
    """The person who acts."""
    return db.session.scalars(sa.select(Person).where(Person.id == actor.person_id)).one()


def has_feed(person_id: int | None) -> bool:
    """Whether the personal calendar has an address."""
    return bool(db.session.scalar(sa.select(sa.exists().where(CalendarFeed.person_id == person_id))))


def place_of(actor: Actor, person: Person) -> int:
    """The organisation that keeps a record of the person: one where the actor works, else the person's first."""
    ours = [grant.organization_id for grant in actor.grants if grant.organization_id]
    found = db.session.scalar(
        sa.select(Membership.organization_id)
        .where(Membership.person_id == person.id, in_force(Membership, clock.today(actor.time_zone)))
        .order_by(sa.case((Membership.organization_id.in_(ours), 0), else_=1), Membership.id)
        .limit(1)
    )
    if found is None:
        raise Refusal(_("Сначала запишите человека в организацию."))
    return found
