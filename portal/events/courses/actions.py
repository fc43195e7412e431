"""A course from its setting-up to the certificates; each change writes its entry in the audit trail."""

from collections.abc import Collection
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.documents.numbering import take_number
from portal.events.actions import draft_event
from portal.events.actions.planning import set_times
from portal.events.courses.models import Course, CourseSession, SessionAttendance
from portal.events.courses.queries import Progress, enrolled, progress_of, sessions_of
from portal.events.kinds import Attendance, EventState
from portal.events.models import Event, TrainingRecord

SERIES = "course_certificate"
YEAR = timedelta(weeks=52)  # the same day of the week a year later
MOST_SESSIONS = 100
COPIED = ("title", "kind", "module", "format", "technology", "level", "audience", "audience_words", "place", "link",
          "capacity", "about", "programme", "hours", "learning", "is_public")  # fmt: skip


def set_up_course(
    actor: Actor, event: Event, course: Course | None, *, min_sessions: int, pair_hours: int, paper: str
) -> Course:
    """Make the event a course, or change what it asks for. Call with the event locked."""
    _refuse_cancelled(event)
    if event.hours is None:
        raise Refusal(_("Сначала укажите у события часы и вид обучения."))
    if pair_hours > event.hours:
        raise Refusal(_("Часов работы пары больше, чем во всём курсе: %(n)s.", n=event.hours))
    made = course or Course(event_id=event.id, event=event)
    made.min_sessions, made.pair_hours, made.paper = min_sessions, pair_hours, paper
    if course is None:
        db.session.add(made)
    else:
        course.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.COURSE_SET_UP, event, changes={"sessions": min_sessions, "pair_hours": pair_hours})
    return made


def put_session(
    actor: Actor, event: Event, session: CourseSession | None, *, title: str, starts_at: datetime, ends_at: datetime,
    place: str, link: str, hours: int,
) -> CourseSession:  # fmt: skip
    """Write a session, a new one where none is given; people with a place hear of a changed one."""
    _refuse_cancelled(event)
    if session is None and len(sessions_of([event.id])) >= MOST_SESSIONS:
        raise Refusal(_("Занятий больше, чем можно вести в одном курсе: %(n)s.", n=MOST_SESSIONS))
    made = session or CourseSession(event_id=event.id)
    moved = session is not None and (made.starts_at, made.place, made.link) != (starts_at, place, link)
    made.title, made.starts_at, made.ends_at = title, starts_at, ends_at
    made.place, made.link, made.hours = place, link, hours
    if session is None:
        db.session.add(made)
    else:
        session.version += 1
        session.sequence += moved
    db.session.flush()
    _span(event)
    if moved and event.state == EventState.ANNOUNCED:
        words = _("Изменилось занятие: %(title)s", title=title)
        notify([each.person_id for each in enrolled(event)], "event", words, f"/courses/{event.public_id}")
    audit.record(actor, AuditEvent.COURSE_SESSION_PUT, event)
    return made


def remove_session(actor: Actor, event: Event, session: CourseSession) -> None:
    """It will not be. Raises Refusal where attendance was marked: what was learnt stays."""
    if session.marked_at is not None:
        raise Refusal(_("Посещение уже отмечено: занятие остаётся в курсе."))
    db.session.delete(session)
    db.session.flush()
    _span(event)
    audit.record(actor, AuditEvent.COURSE_SESSION_REMOVED, event)


def mark_session(
    actor: Actor, event: Event, session: CourseSession, *, listed: Collection[str], came: Collection[str]
) -> int:
    """Save who came, by public ids of registrations; whoever was not `listed` keeps the mark. How many are marked.

    Raises Refusal before the session has begun.
    """
    _refuse_cancelled(event)
    if session.starts_at > clock.now():
        raise Refusal(_("Занятие ещё не началось: отметить можно, когда оно начнётся."))
    marked = [each for each in enrolled(event) if each.public_id in listed]
    for each in marked:
        row = {"session_id": session.id, "person_id": each.person_id, "came": each.public_id in came}
        upsert(SessionAttendance.__table__, row, keys=("session_id", "person_id"), changing=("came",))
    session.marked_at = session.marked_at or clock.now()
    db.session.flush()
    audit.record(actor, AuditEvent.COURSE_ATTENDANCE_MARKED, event, changes={"n": len(marked)})
    return len(marked)


def issue_certificates(actor: Actor, course: Course) -> int:
    """A record of training with a number for each who has attended enough and has none; returns how many.

    Call with the event locked. The last session must be over. Hours are those of attended sessions and of the pair,
    no more than the course has.
    """
    event = course.event
    _refuse_cancelled(event)
    if event.hours is None:
        raise Refusal(_("Сначала укажите у события часы и вид обучения."))
    if event.ends_at is None or event.ends_at > clock.now():
        raise Refusal(_("Курс ещё идёт: сертификаты – после последнего занятия."))
    going = enrolled(event)
    ready = [each for each in progress_of(course, [one.person for one in going]) if each.is_enough and not each.record]
    places = {each.person_id: each.organization_id or event.organization_id for each in going}
    for each in ready:
        _issue(actor, course, each, places[each.person.id])
    finished = {each.person.id for each in ready}
    for registration in going:
        if registration.person_id in finished:
            registration.state = Attendance.ATTENDED
    if event.state == EventState.ANNOUNCED:
        event.state, event.version = EventState.HELD, event.version + 1
    db.session.flush()
    audit.record(actor, AuditEvent.COURSE_CERTIFICATES_ISSUED, event, changes={"n": len(ready)})
    return len(ready)


def repeat_course(actor: Actor, course: Course) -> Event:
    """The same course a year later, in the plan: sessions on the same days of the week, nobody enrolled.

    Again it gives the copy that stands already.
    """
    event = course.event
    stands = db.session.scalars(
        sa.select(Event).join(Course, Course.event_id == Event.id).where(
            Course.copied_from_id == course.id, Event.state == EventState.PLANNED
        )
    ).first()  # fmt: skip
    if stands is not None:
        return stands
    facts = {name: getattr(event, name) for name in COPIED}
    made = draft_event(actor, event.organization, school_year=event.school_year + 1, month=event.month, **facts)
    db.session.add(Course(event_id=made.id, event=made, copied_from_id=course.id, min_sessions=course.min_sessions,
                          pair_hours=course.pair_hours, paper=course.paper))  # fmt: skip
    for each in sessions_of([event.id]):
        kept = {name: getattr(each, name) for name in ("title", "place", "link", "hours")}
        times = {"starts_at": each.starts_at + YEAR, "ends_at": each.ends_at + YEAR}
        db.session.add(CourseSession(event_id=made.id, **kept, **times))
    db.session.flush()
    _span(made)
    audit.record(actor, AuditEvent.COURSE_REPEATED, made)
    return made


def _issue(actor: Actor, course: Course, reached: Progress, organization_id: int) -> None:
    event = course.event
    zone, now = event.organization.time_zone, clock.now()
    number, _serial = take_number(event.organization_id, SERIES, clock.today(zone))
    row = {
        "public_id": new_public_id(), "created_at": now, "updated_at": now, "version": 1,
        "person_id": reached.person.id, "event_id": event.id, "organization_id": organization_id,
        "recorded_by_id": actor.person_id, "learning": event.learning, "title": event.title,
        "provider": event.organization.short_name, "is_distance": bool(event.link and not event.place),
        "hours": reached.hours, "finished_on": clock.day_of(event.ends_at or now, zone),
        "document": _("%(what)s № %(number)s", what=course.paper or _("Сертификат"), number=number),
        "number": number, "pair_hours": reached.pair_hours,
    }  # fmt: skip
    db.session.execute(sa.insert(TrainingRecord), [row])
    words = _("Курс пройден, сертификат готов: %(title)s", title=event.title)
    notify([reached.person.id], "event", words, f"/courses/{event.public_id}")


def _span(event: Event) -> None:
    """The course lasts from its first session to its last."""
    found = sessions_of([event.id])
    if not found:
        return
    first, last = found[0].starts_at, max(each.ends_at for each in found)
    if (event.starts_at, event.ends_at) == (first, last):
        return
    set_times(event, first, last)
    db.session.flush()


def _refuse_cancelled(event: Event) -> None:
    if event.state == EventState.CANCELLED:
        raise Refusal(_("Событие отменено: оно больше не меняется."))
