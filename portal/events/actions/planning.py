"""An event from the plan to its end: taken over, written, announced, changed, held or cancelled."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, insert_for_upsert, new_public_id
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.search import index
from portal.core.text import clean_text
from portal.events.actions.registering import make_room
from portal.events.kinds import COMES, HOLDS_PLACE, Attendance, EventState
from portal.events.letters import event_letter, when_words
from portal.events.models import Event, EventRegistration
from portal.events.plan import PlanRow, plan_rows, school_year_of
from portal.people.models import Organization

SEARCH_KIND = "event"
MOVES = ("starts_at", "ends_at", "place", "link")


def take_over_plan(actor: Actor, organization: Organization, school_year: int) -> int:
    """Put the ready plan into the year of the organisation; returns how many events are new. Again adds nothing."""
    rows = [_planned(organization, school_year, row, code, month) for row in plan_rows() for code, month in row.places]
    adding = insert_for_upsert(Event).on_conflict_do_nothing(
        index_elements=["organization_id", "school_year", "plan_code"], index_where=sa.text("plan_code <> ''")
    )
    made = db.session.scalars(adding.returning(Event.id), rows).all()
    if made:
        audit.record(actor, AuditEvent.EVENT_PLAN_TAKEN, organization, changes={"year": school_year, "n": len(made)})
    return len(made)


def draft_event(actor: Actor, organization: Organization, **facts: Any) -> Event:
    """Write a new event into the plan. `facts` are columns of the event."""
    made = Event(organization_id=organization.id, organization=organization, state=EventState.PLANNED)
    _fill(made, facts)
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.EVENT_ADDED, made)
    return made


def change_event(actor: Actor, event: Event, **facts: Any) -> None:
    """Save what is said of it. Call with the event locked.

    Who is registered hears of another time or place once for each change. Raises Refusal for a cancelled event, for
    fewer places than are taken, and where an announced event would lose its time.
    """
    if event.state == EventState.CANCELLED:
        raise Refusal(_("Событие отменено: оно больше не меняется."))
    if event.state != EventState.PLANNED and facts.get("starts_at", event.starts_at) is None:
        raise Refusal(_("У объявленного события должно быть время."))
    before = {name: getattr(event, name) for name in MOVES}
    _fill(event, facts)
    event.version += 1
    is_moved = event.state == EventState.ANNOUNCED and any(getattr(event, name) != before[name] for name in MOVES)
    if is_moved:
        event.sequence += 1
    db.session.flush()
    make_room(event)
    if is_moved:
        _tell(event, "event_moved", _("Изменились время или место: %(title)s, %(when)s",
                                      title=event.title, when=when_words(event)))  # fmt: skip
        db.session.execute(
            sa.update(EventRegistration).where(EventRegistration.event_id == event.id).values(reminded_on=None)
        )
    _index(event)
    audit.record(actor, AuditEvent.EVENT_CHANGED, event)


def announce(actor: Actor, event: Event) -> None:
    """Open it to its readers and, if it is ahead, to registration. Raises Refusal where it has no time."""
    if event.state != EventState.PLANNED:
        raise Refusal(_("Событие уже не в плане."))
    if event.starts_at is None:
        raise Refusal(_("Сначала укажите день и время."))
    event.state, event.version = EventState.ANNOUNCED, event.version + 1
    db.session.flush()
    _index(event)
    audit.record(actor, AuditEvent.EVENT_ANNOUNCED, event)


def finish(actor: Actor, event: Event) -> None:
    """It was held. Raises Refusal before it has begun, and where it has no time."""
    if event.state == EventState.CANCELLED:
        raise Refusal(_("Событие отменено."))
    if event.starts_at is None:
        raise Refusal(_("Сначала укажите день и время: когда событие прошло."))
    if event.starts_at > clock.now():
        raise Refusal(_("Событие ещё не началось."))
    if event.state == EventState.HELD:
        return
    event.state, event.version = EventState.HELD, event.version + 1
    db.session.flush()
    _index(event)
    audit.record(actor, AuditEvent.EVENT_HELD, event)


def cancel(actor: Actor, event: Event, *, reason: str) -> None:
    """It will not be. Who is registered or waits hears why."""
    said = clean_text(reason)
    if not said:
        raise Refusal(_("Напишите, почему событие отменено."))
    if event.state in (EventState.HELD, EventState.CANCELLED):
        raise Refusal(_("Это событие уже прошло или отменено."))
    event.state, event.cancel_reason, event.version = EventState.CANCELLED, said, event.version + 1
    event.sequence += 1
    db.session.flush()
    _tell(event, "event_cancelled", _("Отменено: %(title)s", title=event.title), COMES)
    _index(event)
    audit.record(actor, AuditEvent.EVENT_CANCELLED, event)


def set_times(event: Event, starts_at: datetime, ends_at: datetime) -> None:
    """A course lasts as its sessions do; calendars learn of it."""
    _fill(event, {"starts_at": starts_at, "ends_at": ends_at})
    event.version += 1
    event.sequence += event.state == EventState.ANNOUNCED


def searchable_body(event: Event) -> str:
    """What search reads of an event beside its title."""
    return "\n".join(filter(None, (event.about, event.programme, event.audience_words, event.place)))


def _fill(event: Event, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(event, name, value)
    if event.starts_at is not None:
        day = clock.day_of(event.starts_at, event.organization.time_zone)
        event.school_year, event.month = school_year_of(day), day.month


def _planned(organization: Organization, year: int, row: PlanRow, code: str, month: int | None) -> dict[str, Any]:
    now = clock.now()
    return {
        "public_id": new_public_id(), "organization_id": organization.id, "school_year": year, "month": month,
        "plan_code": code, "title": row.title, "kind": row.kind, "module": row.module, "level": row.level,
        "audience": dict(row.audience), "audience_words": row.participants, "period": row.period,
        "state": EventState.PLANNED, "created_at": now, "updated_at": now, "version": 1, "format": "",
        "technology": "", "place": "", "link": "", "about": "", "programme": "", "report": "", "recording": "",
        "cancel_reason": "", "is_public": False, "sequence": 0, "chat_link": "", "is_restricted": False,
    }  # fmt: skip


def _tell(event: Event, letter: str, words: str, states: tuple[Attendance, ...] = HOLDS_PLACE) -> None:
    people = db.session.scalars(
        sa.select(EventRegistration)
        .where(EventRegistration.event_id == event.id, EventRegistration.state.in_(states))
        .options(sa.orm.joinedload(EventRegistration.person))
    ).all()
    notify([each.person_id for each in people], "event", words, f"/events/{event.public_id}")
    for each in people:
        event_letter(letter, each, f"{letter}:{each.public_id}:{event.sequence}")


def _index(event: Event) -> None:
    """Found by search once it is announced; a plan is not."""
    if event.state == EventState.PLANNED:
        index.remove(SEARCH_KIND, event.id)
    else:
        index.put(SEARCH_KIND, event.id, event.title, searchable_body(event))
