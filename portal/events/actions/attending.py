"""After the event: who came, what came of a contest; each attendance of a training makes its record."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.events.courses.models import Course
from portal.events.kinds import HOLDS_PLACE, Attendance, EventState
from portal.events.models import Event, EventRegistration, TrainingRecord


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What was ticked for one registration."""

    came: bool
    level: str = ""
    result: str = ""


def mark_attendance(actor: Actor, event: Event, marks: Mapping[str, Mark]) -> int:
    """Save the marks (public id of a registration → mark); returns how many changed. Call with the event locked.

    The event counts as held from now on. Raises Refusal before it has begun.
    """
    if event.state not in (EventState.ANNOUNCED, EventState.HELD):
        raise Refusal(_("Отмечать можно объявленное событие."))
    if event.is_restricted and actor.person_id != event.led_by_id:
        raise Refusal(_("Участие в этом тренинге отмечает только ведущий."))
    if db.session.scalar(sa.select(sa.exists().where(Course.event_id == event.id))):
        raise Refusal(_("Участие в курсе отмечают по занятиям."))
    if event.starts_at is None or event.starts_at > clock.now():
        raise Refusal(_("Событие ещё не началось: отметить можно, когда оно начнётся."))
    held = db.session.scalars(
        sa.select(EventRegistration).where(
            EventRegistration.event_id == event.id, EventRegistration.state.in_(HOLDS_PLACE),
            EventRegistration.public_id.in_(list(marks)),
        )
    ).all()  # fmt: skip
    changed = 0
    for each in held:
        mark = marks[each.public_id]
        stood = (each.state, each.level, each.result)
        each.state = Attendance.ATTENDED if mark.came else Attendance.ABSENT
        each.level, each.result = mark.level, clean_line(mark.result)
        changed += stood != (each.state, each.level, each.result)
    if event.state != EventState.HELD:
        event.state, event.version = EventState.HELD, event.version + 1
    db.session.flush()
    _keep_training(actor, event)
    audit.record(actor, AuditEvent.EVENT_ATTENDANCE_MARKED, event, changes={"n": changed})
    return changed


def _keep_training(actor: Actor, event: Event) -> None:
    """A record for each who came, none for who did not; one written by hand is not touched."""
    if event.hours is None or event.learning is None or event.starts_at is None:
        return
    rows = db.session.scalars(sa.select(EventRegistration).where(EventRegistration.event_id == event.id)).all()
    gone = [each.person_id for each in rows if each.state != Attendance.ATTENDED]
    db.session.execute(
        sa.delete(TrainingRecord).where(
            TrainingRecord.event_id == event.id, TrainingRecord.person_id.in_(gone), TrainingRecord.file_id.is_(None)
        )
    )
    zone, now = event.organization.time_zone, clock.now()
    for each in rows:
        if each.state == Attendance.ATTENDED:
            row = {
                "public_id": new_public_id(), "created_at": now, "updated_at": now, "version": 1,
                "person_id": each.person_id, "event_id": event.id,
                "organization_id": each.organization_id or event.organization_id, "recorded_by_id": actor.person_id,
                "learning": event.learning, "title": event.title, "provider": event.organization.short_name,
                "is_distance": bool(event.link and not event.place), "hours": event.hours,
                "finished_on": clock.day_of(event.ends_at or event.starts_at, zone), "document": "", "number": "",
            }  # fmt: skip
            upsert(TrainingRecord.__table__, row, keys=("person_id", "event_id"),
                   changing=("hours", "learning", "title", "finished_on"))  # fmt: skip
