"""Who comes to the sessions, how far everybody is, certificates."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.events.courses.actions import issue_certificates, mark_session
from portal.events.courses.queries import came_to, enrolled, progress_of, sessions_of
from portal.events.courses.views.blueprints import courses as bp
from portal.events.courses.views.opening import one_course, one_session
from portal.people.readings import show_list

MOST_MARKS = 1_000


@bp.get("/<public_id>/sessions/<session_id>")
@requires(Permission.EVENT_EDIT)
def attendance(public_id: str, session_id: str) -> Response:
    """Ticks of one session."""
    course = one_course(public_id, Permission.EVENT_EDIT)
    session, found = one_session(course.event, session_id), enrolled(course.event)
    show_list(current_actor(), "courses.attendance", [each.person_id for each in found],
              organization_id=course.event.organization_id)  # fmt: skip
    return page(
        "courses/attendance.html", event=course.event, session=session, found=found, came=came_to(session),
        zone=course.event.organization.time_zone, has_begun=session.starts_at <= clock.now(),
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.post("/<public_id>/sessions/<session_id>")
@requires(Permission.EVENT_EDIT)
def mark(public_id: str, session_id: str) -> Response:
    """Save who came. Nobody's mark is changed who was not on the form."""
    course = one_course(public_id, Permission.EVENT_EDIT, lock=True)
    listed, came = (request.form.getlist(name)[:MOST_MARKS] for name in ("listed", "came"))
    mark_session(current_actor(), course.event, one_session(course.event, session_id), listed=listed, came=came)
    db.session.commit()
    return see_other(url_for(".attendance", public_id=public_id, session_id=session_id, done="marked"))


@bp.get("/<public_id>/progress")
@requires(Permission.EVENT_EDIT)
def progress(public_id: str) -> Response:
    """How far everybody is, and who gets a certificate."""
    course = one_course(public_id, Permission.EVENT_EDIT)
    people = [each.person for each in enrolled(course.event)]
    show_list(current_actor(), "courses.progress", [each.id for each in people],
              organization_id=course.event.organization_id)  # fmt: skip
    found, ends_at = progress_of(course, people), course.event.ends_at
    return page(
        "courses/progress.html", course=course, event=course.event, found=found,
        n_sessions=len(sessions_of([course.event_id])), is_over=ends_at is not None and ends_at <= clock.now(),
        ready=sum(each.is_enough and each.record is None for each in found), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.post("/<public_id>/progress")
@requires(Permission.EVENT_EDIT)
def issue(public_id: str) -> Response:
    """Certificates for all who have attended enough; again adds nothing."""
    issue_certificates(current_actor(), one_course(public_id, Permission.EVENT_EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".progress", public_id=public_id, done="issued"))
