"""Places: taken one by one under the lock of the event, waited for in order, given to the next when somebody leaves."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.events.audience import fitting
from portal.events.kinds import HOLDS_PLACE, Attendance, EventState
from portal.events.letters import event_letter
from portal.events.models import Event, EventRegistration
from portal.people.models import Person

DAY_BEFORE = timedelta(hours=48)


def register(
    actor: Actor, event: Event, person: Person, *, organization_id: int | None, by_organizer: bool = False,
    skips_audience: bool = False,
) -> EventRegistration:  # fmt: skip
    """Give the person a place, or a turn in the waiting list; again changes nothing. Call with the event locked.

    `organization_id` is on whose side the person comes. The organiser registers after the closing date too, and whoever
    registers others may set the audience aside: what the register does not know fits nobody. Raises Refusal otherwise.
    """
    if event.is_restricted and actor.person_id not in (person.id, event.led_by_id):
        raise Refusal(_("На этот тренинг записываются сами, или записывает ведущий."))
    if not (by_organizer and event.state == EventState.HELD):
        _refuse_closed(event, skips_date=by_organizer)
    found = db.session.scalars(
        sa.select(EventRegistration).where(
            EventRegistration.event_id == event.id, EventRegistration.person_id == person.id
        )
    ).one_or_none()
    if found is not None and found.state != Attendance.LEFT:
        return found
    if not skips_audience and person.id not in fitting(event, [person.id]):
        raise Refusal(_("Это событие для других участников: %(who)s.", who=event.audience_words or _("см. условия")))
    made = found or EventRegistration(event_id=event.id, person_id=person.id, event=event, person=person)
    made.organization_id, made.registered_by_id, made.asked_at = organization_id, actor.person_id, clock.now()
    made.reminded_on = None
    seat = free_seat(event)
    made.seat, made.state = seat, Attendance.REGISTERED if seat else Attendance.WAITING
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:  # the place was taken by somebody who did not ask for the lock
        raise Refusal(_("Место только что заняли. Попробуйте ещё раз.")) from None
    audit.record(actor, AuditEvent.EVENT_JOINED, made, changes={"state": made.state})
    if made.state == Attendance.REGISTERED and not by_organizer:
        event_letter("event_joined", made, f"event_joined:{made.public_id}:{made.asked_at.timestamp():.0f}")
    if actor.person_id != person.id:
        notify([person.id], "event", _("Вас записали: %(title)s", title=event.title), f"/events/{event.public_id}")
    return made


def leave(actor: Actor, event: Event, registration: EventRegistration) -> None:
    """Give the place back; the first who waits gets it. Call with the event locked."""
    if registration.state == Attendance.LEFT:
        return
    if event.state == EventState.HELD:
        raise Refusal(_("Событие прошло: запись уже не снимается."))
    registration.state, registration.seat = Attendance.LEFT, None
    db.session.flush()
    audit.record(actor, AuditEvent.EVENT_LEFT, registration)
    make_room(event)


def make_room(event: Event) -> None:
    """Number places anew within the capacity and give free ones to those who wait, in order.

    Raises Refusal where more people hold a place than there are.
    """
    if event.capacity is not None:
        _renumber(event, event.capacity)
    if event.state != EventState.ANNOUNCED or event.starts_at is None or event.starts_at <= clock.now():
        return
    for each in waiting(event):
        seat = free_seat(event)
        if seat is None:
            return
        each.seat, each.state = seat, Attendance.REGISTERED
        db.session.flush()
        words = _("Место освободилось, теперь оно ваше: %(title)s", title=event.title)
        notify([each.person_id], "event", words, f"/events/{event.public_id}")
        event_letter("event_moved_up", each, f"event_moved_up:{each.public_id}:{each.asked_at.timestamp():.0f}")


def free_seat(event: Event) -> int | None:
    """The lowest number that nobody has; None where all places are taken."""
    taken = set(
        db.session.scalars(
            sa.select(EventRegistration.seat).where(
                EventRegistration.event_id == event.id, EventRegistration.seat.is_not(None)
            )
        )
    )
    most = event.capacity if event.capacity is not None else len(taken) + 1
    return next((number for number in range(1, most + 1) if number not in taken), None)


def waiting(event: Event) -> Sequence[EventRegistration]:
    """Who waits, the first first."""
    return db.session.scalars(
        sa.select(EventRegistration)
        .where(EventRegistration.event_id == event.id, EventRegistration.state == Attendance.WAITING)
        .options(joinedload(EventRegistration.person))
        .order_by(EventRegistration.asked_at, EventRegistration.id)
    ).all()


def remind_of_tomorrow() -> int:
    """Remind whoever has a place at an event of the next day, in the zone of its organisation; once. How many."""
    now, n = clock.now(), 0
    soon = db.session.scalars(
        sa.select(EventRegistration)
        .join(Event, Event.id == EventRegistration.event_id)
        .where(
            Event.state == EventState.ANNOUNCED, Event.starts_at > now, Event.starts_at <= now + DAY_BEFORE,
            EventRegistration.state == Attendance.REGISTERED, EventRegistration.reminded_on.is_(None),
        )
        .options(joinedload(EventRegistration.event).joinedload(Event.organization),
                 joinedload(EventRegistration.person))
        .order_by(EventRegistration.id)
    ).all()  # fmt: skip
    for each in soon:
        event = each.event
        zone = event.organization.time_zone
        today = clock.today(zone)
        if event.starts_at is None or clock.day_of(event.starts_at, zone) != today + timedelta(days=1):
            continue
        taken = run(
            sa.update(EventRegistration)
            .where(EventRegistration.id == each.id, EventRegistration.reminded_on.is_(None))
            .values(reminded_on=today)
        )
        if taken:
            notify([each.person_id], "event", _("Завтра: %(title)s", title=event.title), f"/events/{event.public_id}")
            event_letter("event_reminder", each, f"event_reminder:{each.public_id}:{event.sequence}")
            n += 1
    return n


def _renumber(event: Event, capacity: int) -> None:
    """Numbers from 1 in the order in which they stand: each goes down or stays, so none is ever taken twice."""
    held = db.session.scalars(
        sa.select(EventRegistration)
        .where(EventRegistration.event_id == event.id, EventRegistration.state.in_(HOLDS_PLACE))
        .order_by(EventRegistration.seat)
    ).all()
    if len(held) > capacity and event.is_restricted:
        raise Refusal(_("Записавшимся этих мест не хватит. Сколько их, знает ведущий тренинга."))
    if len(held) > capacity:
        raise Refusal(_("Мест меньше, чем записано людей: %(n)s.", n=len(held)))
    if not held or (held[-1].seat or 0) <= capacity:
        return
    for number, each in enumerate(held, 1):
        if each.seat != number:
            each.seat = number
            db.session.flush()


def _refuse_closed(event: Event, *, skips_date: bool) -> None:
    if event.state == EventState.CANCELLED:
        raise Refusal(_("Событие отменено: записаться нельзя."))
    if event.state == EventState.HELD:
        raise Refusal(_("Событие уже прошло."))
    if event.state != EventState.ANNOUNCED or event.starts_at is None:
        raise Refusal(_("Запись ещё не открыта: событие в плане."))
    if not skips_date and clock.now() > (event.registration_until or event.starts_at):
        raise Refusal(_("Запись закончилась."))
