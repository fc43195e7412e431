"""Meetings that took place: written down in three taps, put right."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.mentorships.meetings import actions
from portal.mentorships.meetings.forms import CorrectionForm, RecordForm
from portal.mentorships.meetings.labels import MEMBERS_AND_STAFF
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.moments import just_over, wall_clock
from portal.mentorships.meetings.queries import next_kind, waiting_of
from portal.mentorships.meetings.views.blueprints import meetings as bp
from portal.mentorships.meetings.views.opening import one_meeting, pair_to_meet, standing
from portal.mentorships.meetings.words import meeting_words
from portal.mentorships.models import Mentorship

PURPOSE = "meeting-record"


@bp.get("/mentorships/<public_id>/meetings/record")
@requires(Permission.MEETING_RECORD)
def confirm_record(public_id: str) -> Response:
    """The form filled in: the planned meeting that is over, or one that has just ended; saving is the next tap."""
    pair, form = pair_to_meet(public_id, Permission.MEETING_RECORD), RecordForm(formdata=None)
    zone = pair.organization.time_zone
    planned = waiting_of(pair, clock.now())
    if planned is None:
        form.put(*just_over(zone))
        form.kind.data = next_kind(pair, clock.today(zone))
    else:
        form.put(*wall_clock(planned.starts_at, zone))
        form.kind.data, form.minutes.data, form.place.data = planned.kind, planned.minutes, planned.place
    form.attended.data = [each.public_id for each in standing(pair)]
    return _record_page(pair, form)


@bp.post("/mentorships/<public_id>/meetings/record")
@requires(Permission.MEETING_RECORD)
def record(public_id: str) -> Response:
    """Write it down, once however often the button is pressed; what the other side wrote is joined."""
    pair, form = pair_to_meet(public_id, Permission.MEETING_RECORD, lock=True), RecordForm()
    if not form.validate():
        return _record_page(pair, form, status=422)
    key = form.submission_key.data or ""
    body = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, f"{PURPOSE}-{pair.public_id}", body)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome, done="recorded"))
    try:
        made = actions.record(current_actor(), pair, form.told(pair.organization.time_zone, standing(pair)))
    except Refusal as refusal:
        db.session.rollback()
        form.day.errors = [refusal.message]
        return _record_page(pair_to_meet(public_id, Permission.MEETING_RECORD), form, status=422)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="recorded")
    db.session.commit()
    return see_other(target)


@bp.get("/meetings/<public_id>/edit")
@requires(Permission.MEETING_RECORD)
def edit(public_id: str) -> Response:
    """What is written of the meeting as a form."""
    meeting = one_meeting(public_id, Permission.MEETING_RECORD)
    form = CorrectionForm(formdata=None, obj=meeting)
    form.put(*wall_clock(meeting.starts_at, meeting.mentorship.organization.time_zone))
    form.attended.data = [each.member.public_id for each in meeting.sides if each.attended]
    return _edit_page(meeting, form)


@bp.post("/meetings/<public_id>/edit")
@requires(Permission.MEETING_RECORD)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    meeting, form = one_meeting(public_id, Permission.MEETING_RECORD, lock=True), CorrectionForm()
    if not form.validate():
        return _edit_page(meeting, form, status=422)
    zone = meeting.mentorship.organization.time_zone
    told = form.told(zone, [each.member for each in meeting.sides])
    check_version(meeting.version, request.form.get("version"), stands=meeting_words(meeting, zone),
                  typed=meeting_words(told, zone))  # fmt: skip
    try:
        actions.correct(current_actor(), meeting, told)
    except Refusal as refusal:
        db.session.rollback()
        form.day.errors = [refusal.message]
        return _edit_page(one_meeting(public_id, Permission.MEETING_RECORD), form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


def _record_page(pair: Mentorship, form: RecordForm, status: int = 200) -> Response:
    members = standing(pair)
    form.offer(members)
    return page(
        "meetings/record.html", fragment="record_form", status=status, pair=pair, form=form, is_group=len(members) > 2,
        asks_reason=form.asks_reason(pair.organization.time_zone), seen_by=MEMBERS_AND_STAFF,
    )  # fmt: skip


def _edit_page(meeting: Meeting, form: CorrectionForm, status: int = 200) -> Response:
    members = [each.member for each in meeting.sides]
    form.offer(members)
    return page(
        "meetings/edit.html", fragment="meeting_form", status=status, meeting=meeting, pair=meeting.mentorship,
        form=form, is_group=len(members) > 2, seen_by=MEMBERS_AND_STAFF,
        asks_reason=form.asks_reason(meeting.mentorship.organization.time_zone),
    )  # fmt: skip
