"""Courses as people read them: the list, the page of one with its sessions, the certificate."""

import io

from flask import request, send_file
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.errors import NotSeen
from portal.core.file_kinds import DOCX
from portal.core.web.pages import page
from portal.core.web.tables import paginate
from portal.events.courses.certificate import certificate_of
from portal.events.courses.queries import find_courses, own_marks, progress_of, sessions_of
from portal.events.courses.views.blueprints import courses as bp
from portal.events.courses.views.opening import one_course
from portal.events.kinds import HOLDS_PLACE
from portal.events.models import Event, TrainingRecord
from portal.events.queries import one_self, own_registration, taken_of


@bp.get("")
@requires(Permission.EVENT_READ)
def index() -> Response:
    """Courses and schools that the reader may see."""
    actor = current_actor()
    return page("courses/index.html", fragment="course_list", found=paginate(find_courses(actor)), now=clock.now(),
                may_edit=actor.has(Permission.EVENT_EDIT))  # fmt: skip


@bp.get("/<public_id>")
@requires(Permission.EVENT_READ)
def show(public_id: str) -> Response:
    """Programme, sessions, what it takes to complete it, and how far one is oneself."""
    actor, course = current_actor(), one_course(public_id, Permission.EVENT_READ)
    event = course.event
    own = own_registration(event, actor.person_id) if actor.person_id else None
    has_place = own is not None and own.state in HOLDS_PLACE
    return page(
        "courses/show.html", course=course, event=event, zone=event.organization.time_zone, own=own,
        sessions=sessions_of([event.id]), marks=own_marks(event, actor.person_id) if has_place else {},
        reached=progress_of(course, [one_self(actor)])[0] if has_place else None, has_place=has_place,
        taken=taken_of(event)[0], now=clock.now(), may=permissions_on(actor, event), P=Permission,
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/certificates/<record_id>.docx")
@requires(Permission.TRAINING_READ)
@at_most("120 per hour")
def certificate(record_id: str) -> Response:
    """The certificate that the portal issued; one's own, or of one's people."""
    record = get_or_404(
        current_actor(), TrainingRecord, record_id, Permission.TRAINING_READ, joinedload(TrainingRecord.person),
        joinedload(TrainingRecord.organization), joinedload(TrainingRecord.event).joinedload(Event.organization),
    )  # fmt: skip
    if not record.number:
        raise NotSeen
    made = send_file(io.BytesIO(certificate_of(record)), mimetype=DOCX, as_attachment=True,
                     download_name=f"{record.document}.docx")  # fmt: skip
    made.headers["Cache-Control"] = "private, no-store"
    return made
