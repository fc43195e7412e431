"""Reads about courses: the list, sessions, who came how often and what one has reached."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.db import db
from portal.events.courses.models import Course, CourseSession, SessionAttendance
from portal.events.courses.pair_work import pair_hours
from portal.events.kinds import HOLDS_PLACE
from portal.events.models import Event, EventRegistration, TrainingRecord
from portal.people.models import Person


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far somebody is: sessions attended, hours of them, hours of the pair that count, the certificate if any."""

    person: Person
    sessions: int
    session_hours: int
    pair_hours: int
    hours: int
    is_enough: bool
    record: TrainingRecord | None


def find_courses(actor: Actor) -> sa.Select[Course]:
    """Courses whose event the actor may see, those that end last first."""
    return (
        sa.select(Course)
        .join(Event, Event.id == Course.event_id)
        .where(allowed(actor, Permission.EVENT_READ, Event))
        .options(joinedload(Course.event).joinedload(Event.organization))
        .order_by(sa.func.coalesce(Event.ends_at, Event.created_at).desc(), Course.id)
    )


def course_of(event: Event) -> Course | None:
    """The settings of the course, if the event is one."""
    return db.session.scalars(sa.select(Course).where(Course.event_id == event.id)).one_or_none()


def sessions_of(event_ids: Collection[int]) -> Sequence[CourseSession]:
    """Sessions of these events in the order of time."""
    return db.session.scalars(
        sa.select(CourseSession)
        .where(CourseSession.event_id.in_(event_ids))
        .order_by(CourseSession.starts_at, CourseSession.id)
    ).all()


def session_of(event: Event, public_id: str) -> CourseSession | None:
    """The session of this event, and of no other."""
    return db.session.scalars(
        sa.select(CourseSession).where(CourseSession.event_id == event.id, CourseSession.public_id == public_id)
    ).one_or_none()


def enrolled(event: Event) -> Sequence[EventRegistration]:
    """Who has a place in the course, by name."""
    return db.session.scalars(
        sa.select(EventRegistration)
        .join(Person, Person.id == EventRegistration.person_id)
        .where(EventRegistration.event_id == event.id, EventRegistration.state.in_(HOLDS_PLACE))
        .options(joinedload(EventRegistration.person), joinedload(EventRegistration.organization))
        .order_by(Person.sort_name, EventRegistration.id)
    ).all()


def came_to(session: CourseSession) -> dict[int, bool]:
    """Person → whether there, of those who were marked."""
    rows = db.session.execute(
        sa.select(SessionAttendance.person_id, SessionAttendance.came).where(SessionAttendance.session_id == session.id)
    )
    return dict(rows.all())


def own_marks(event: Event, person_id: int | None) -> dict[int, bool]:
    """Session id → whether the person was there."""
    rows = db.session.execute(
        sa.select(SessionAttendance.session_id, SessionAttendance.came)
        .join(CourseSession, CourseSession.id == SessionAttendance.session_id)
        .where(CourseSession.event_id == event.id, SessionAttendance.person_id == person_id)
    )
    return dict(rows.all())


def progress_of(course: Course, people: Sequence[Person]) -> list[Progress]:
    """How far each of these people is, in their order; four statements however many they are."""
    event, ids = course.event, [each.id for each in people]
    attended = _attended(event, ids)
    worked = _worked(course, ids)
    records = {
        each.person_id: each
        for each in db.session.scalars(
            sa.select(TrainingRecord).where(TrainingRecord.event_id == event.id, TrainingRecord.person_id.in_(ids))
        )
    }
    return [_progress(course, each, attended.get(each.id, (0, 0)), worked.get(each.id, 0), records.get(each.id))
            for each in people]  # fmt: skip


def _progress(
    course: Course, person: Person, came: tuple[int, int], worked: int, record: TrainingRecord | None
) -> Progress:
    sessions, session_hours = came
    counted = min(worked, course.pair_hours)
    hours = session_hours + counted
    if course.event.hours is not None:
        hours = min(hours, course.event.hours)
    return Progress(
        person=person, sessions=sessions, session_hours=session_hours, pair_hours=counted, hours=hours,
        is_enough=sessions >= course.min_sessions and hours > 0, record=record,
    )  # fmt: skip


def _attended(event: Event, ids: Collection[int]) -> dict[int, tuple[int, int]]:
    rows = db.session.execute(
        sa.select(SessionAttendance.person_id, sa.func.count(), sa.func.sum(CourseSession.hours))
        .join(CourseSession, CourseSession.id == SessionAttendance.session_id)
        .where(CourseSession.event_id == event.id, SessionAttendance.came, SessionAttendance.person_id.in_(ids))
        .group_by(SessionAttendance.person_id)
    )
    return {person_id: (int(n), int(hours)) for person_id, n, hours in rows}


def _worked(course: Course, ids: Collection[int]) -> dict[int, int]:
    """Hours of pairs between the first and the last day of the course."""
    event = course.event
    if not course.pair_hours or event.starts_at is None:
        return {}
    zone = event.organization.time_zone
    return pair_hours(ids, clock.day_of(event.starts_at, zone), clock.day_of(event.ends_at or event.starts_at, zone))
