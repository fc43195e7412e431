"""What the other side says: it was so, or it was not."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.mentorships.meetings import actions
from portal.mentorships.meetings.forms import DisputeForm
from portal.mentorships.meetings.labels import MEMBERS_AND_STAFF
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.views.blueprints import meetings as bp
from portal.mentorships.meetings.views.opening import one_meeting


@bp.post("/meetings/<public_id>/confirmation")
@requires(Permission.MEETING_RECORD)
def confirm(public_id: str) -> Response:
    """It was so."""
    actions.confirm(current_actor(), one_meeting(public_id, Permission.MEETING_RECORD, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="confirmed"))


@bp.get("/meetings/<public_id>/objection")
@requires(Permission.MEETING_RECORD)
def confirm_objection(public_id: str) -> Response:
    """What an objection means, and the words for it."""
    return _objection_page(one_meeting(public_id, Permission.MEETING_RECORD), DisputeForm(formdata=None))


@bp.post("/meetings/<public_id>/objection")
@requires(Permission.MEETING_RECORD)
def object_to(public_id: str) -> Response:
    """It was not so."""
    meeting, form = one_meeting(public_id, Permission.MEETING_RECORD, lock=True), DisputeForm()
    if not form.validate():
        return _objection_page(meeting, form, status=422)
    actions.dispute(current_actor(), meeting, words=form.words.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="disputed"))


def _objection_page(meeting: Meeting, form: DisputeForm, status: int = 200) -> Response:
    return page(
        "meetings/objection.html", fragment="objection_form", status=status, meeting=meeting, pair=meeting.mentorship,
        form=form, seen_by=MEMBERS_AND_STAFF,
    )  # fmt: skip
