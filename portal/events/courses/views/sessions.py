"""The settings of a course, its sessions and its repetition, by whoever holds the event."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.events.courses.actions import put_session, remove_session, repeat_course, set_up_course
from portal.events.courses.forms import CourseForm, SessionForm
from portal.events.courses.models import Course, CourseSession
from portal.events.courses.queries import course_of, sessions_of
from portal.events.courses.views.blueprints import courses as bp
from portal.events.courses.views.opening import one_course, one_session
from portal.events.models import Event
from portal.events.views.opening import one_event

PURPOSE = "course-session"


@bp.get("/<public_id>/setup")
@requires(Permission.EVENT_EDIT)
def setup(public_id: str) -> Response:
    """What it takes to complete the course; an ordinary event becomes one here."""
    event = one_event(public_id, Permission.EVENT_EDIT)
    course, form = course_of(event), CourseForm(formdata=None)
    form.fill(course, len(sessions_of([event.id])))
    return _setup_page(event, course, form)


@bp.post("/<public_id>/setup")
@requires(Permission.EVENT_EDIT)
def set_up(public_id: str) -> Response:
    """Save it; a stale form is refused (409)."""
    event, form = one_event(public_id, Permission.EVENT_EDIT, lock=True), CourseForm()
    course = course_of(event)
    if not form.validate():
        return _setup_page(event, course, form, status=422)
    check_version(course.version if course else 0, form.version.data, stands=_words(course), typed=_typed(form))
    try:
        set_up_course(current_actor(), event, course, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.pair_hours.errors = [refusal.message]
        event = one_event(public_id, Permission.EVENT_EDIT)
        return _setup_page(event, course_of(event), form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/sessions/new")
@requires(Permission.EVENT_EDIT)
def new_session(public_id: str) -> Response:
    """A session of the course."""
    return _session_page(one_course(public_id, Permission.EVENT_EDIT), None, SessionForm(formdata=None))


@bp.post("/<public_id>/sessions/new")
@requires(Permission.EVENT_EDIT)
def add_session(public_id: str) -> Response:
    """Write it down, once however often the button is pressed."""
    actor, course, form = current_actor(), one_course(public_id, Permission.EVENT_EDIT, lock=True), SessionForm()
    if not form.validate():
        return _session_page(course, None, form, status=422)
    told = submissions.hash_body([course.id, form.title.data])
    used = submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{actor.person_id}", told)
    if used is None:
        put_session(actor, course.event, None, **form.facts(course.event.organization.time_zone))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="session"))


@bp.get("/<public_id>/sessions/<session_id>/edit")
@requires(Permission.EVENT_EDIT)
def edit_session(public_id: str, session_id: str) -> Response:
    """A session as a form."""
    course = one_course(public_id, Permission.EVENT_EDIT)
    session = one_session(course.event, session_id)
    form = SessionForm(formdata=None, obj=session)
    form.fill(session, course.event.organization.time_zone)
    return _session_page(course, session, form)


@bp.post("/<public_id>/sessions/<session_id>/edit")
@requires(Permission.EVENT_EDIT)
def change_session(public_id: str, session_id: str) -> Response:
    """Save it; a stale form is refused (409)."""
    course, form = one_course(public_id, Permission.EVENT_EDIT, lock=True), SessionForm()
    session = one_session(course.event, session_id)
    if not form.validate():
        return _session_page(course, session, form, status=422)
    check_version(session.version, form.version.data, stands={"Тема занятия": session.title},
                  typed={"Тема занятия": form.title.data or ""})  # fmt: skip
    put_session(current_actor(), course.event, session, **form.facts(course.event.organization.time_zone))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="session"))


@bp.post("/<public_id>/sessions/<session_id>/removal")
@requires(Permission.EVENT_EDIT)
def drop_session(public_id: str, session_id: str) -> Response:
    """Take it out of the course."""
    course = one_course(public_id, Permission.EVENT_EDIT, lock=True)
    remove_session(current_actor(), course.event, one_session(course.event, session_id))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="removed"))


@bp.post("/<public_id>/copy")
@requires(Permission.EVENT_EDIT)
def repeat(public_id: str) -> Response:
    """The same course in the next year, in the plan; twice is once."""
    made = repeat_course(current_actor(), one_course(public_id, Permission.EVENT_EDIT, lock=True))
    target = url_for(".show", public_id=made.public_id, done="repeated")
    db.session.commit()
    return see_other(target)


def _words(course: Course | None) -> dict[str, str]:
    return {"Занятий": str(course.min_sessions), "Часов работы пары": str(course.pair_hours)} if course else {}


def _typed(form: CourseForm) -> dict[str, str]:
    return {"Занятий": str(form.min_sessions.data), "Часов работы пары": str(form.pair_hours.data or 0)}


def _setup_page(event: Event, course: Course | None, form: CourseForm, status: int = 200) -> Response:
    return page("courses/setup.html", fragment="course_form", status=status, event=event, course=course, form=form)


def _session_page(course: Course, session: CourseSession | None, form: SessionForm, status: int = 200) -> Response:
    return page("courses/session.html", fragment="session_form", status=status, course=course, event=course.event,
                session=session, form=form)  # fmt: skip
