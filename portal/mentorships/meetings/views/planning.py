"""Meetings to come: planned, moved, called off."""

from datetime import timedelta

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.mentorships.meetings import actions
from portal.mentorships.meetings.forms import DropForm, MoveForm, PlanForm, suggest
from portal.mentorships.meetings.kinds import MeetingKind
from portal.mentorships.meetings.labels import MEMBERS_AND_STAFF
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.queries import next_kind, rhythm_of
from portal.mentorships.meetings.views.blueprints import meetings as bp
from portal.mentorships.meetings.views.opening import one_meeting, pair_to_meet
from portal.mentorships.models import Mentorship

PURPOSE, MOVING = "meeting-plan", "meeting-move"


@bp.get("/mentorships/<public_id>/meetings/plan")
@requires(Permission.MEETING_RECORD)
def confirm_plan(public_id: str) -> Response:
    """The form, with the kind that comes next and the day by which it is due."""
    pair, form = pair_to_meet(public_id, Permission.MEETING_RECORD), PlanForm(formdata=None)
    today = clock.today(pair.organization.time_zone)
    form.kind.data = next_kind(pair, today)
    rhythm = rhythm_of(pair, today)
    form.day.data = max(rhythm.due, today + timedelta(days=1)) if rhythm else None
    return _plan_page(pair, form)


@bp.post("/mentorships/<public_id>/meetings/plan")
@requires(Permission.MEETING_RECORD)
def plan(public_id: str) -> Response:
    """Plan it, once however often the button is pressed."""
    pair, form = pair_to_meet(public_id, Permission.MEETING_RECORD, lock=True), PlanForm()
    if not form.validate():
        return _plan_page(pair, form, status=422)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, f"{PURPOSE}-{pair.public_id}", told)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome, done="planned"))
    try:
        made = actions.plan(
            current_actor(), pair, kind=MeetingKind(form.kind.data), minutes=int(form.minutes.data or 0),
            starts_at=form.starts_at(pair.organization.time_zone), place=form.place.data or "",
            link=form.link.data or "",
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.day.errors = [refusal.message]
        return _plan_page(pair_to_meet(public_id, Permission.MEETING_RECORD), form, status=422)
    target = _made(key, made, "planned")
    db.session.commit()
    return see_other(target)


@bp.get("/meetings/<public_id>/moving")
@requires(Permission.MEETING_RECORD)
def confirm_moving(public_id: str) -> Response:
    """To when."""
    meeting = one_meeting(public_id, Permission.MEETING_RECORD)
    form = MoveForm(formdata=None, data={"place": meeting.place, "link": meeting.link})
    suggest(form, meeting.starts_at, meeting.time_zone)
    return page("meetings/moving.html", meeting=meeting, pair=meeting.mentorship, form=form, seen_by=MEMBERS_AND_STAFF)


@bp.post("/meetings/<public_id>/moving")
@requires(Permission.MEETING_RECORD)
def move(public_id: str) -> Response:
    """Another time; the former one stays in the list as moved."""
    meeting, form = one_meeting(public_id, Permission.MEETING_RECORD, lock=True), MoveForm()
    if not form.validate():
        return _move_page(meeting, form)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, f"{MOVING}-{meeting.public_id}", told)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome, done="moved"))
    try:
        made = actions.move(
            current_actor(), meeting, starts_at=form.starts_at(meeting.mentorship.organization.time_zone),
            place=form.place.data or "", link=form.link.data or "", reason=form.reason.data or "",
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.day.errors = [refusal.message]
        return _move_page(one_meeting(public_id, Permission.MEETING_RECORD), form)
    target = _made(key, made, "moved")
    db.session.commit()
    return see_other(target)


@bp.get("/meetings/<public_id>/dropping")
@requires(Permission.MEETING_RECORD)
def confirm_dropping(public_id: str) -> Response:
    """What calling off means, before it is done; of a past one, that it did not take place."""
    meeting = one_meeting(public_id, Permission.MEETING_RECORD)
    return _drop_page(meeting, DropForm(formdata=None))


@bp.post("/meetings/<public_id>/dropping")
@requires(Permission.MEETING_RECORD)
def drop(public_id: str) -> Response:
    """It does not take place, or did not."""
    meeting, form = one_meeting(public_id, Permission.MEETING_RECORD, lock=True), DropForm()
    if not form.validate():
        return _drop_page(meeting, form, status=422)
    target = url_for(".index", public_id=meeting.mentorship.public_id, done="dropped")
    actions.drop(current_actor(), meeting, reason=form.reason.data or "")
    db.session.commit()
    return see_other(target)


def _made(key: str, meeting: Meeting, done: str) -> str:
    submissions.set_outcome(key, meeting.public_id)
    return url_for(".show", public_id=meeting.public_id, done=done)


def _plan_page(pair: Mentorship, form: PlanForm, status: int = 200) -> Response:
    return page(
        "meetings/plan.html", fragment="plan_form", status=status, pair=pair, form=form, seen_by=MEMBERS_AND_STAFF
    )


def _move_page(meeting: Meeting, form: MoveForm) -> Response:
    return page(
        "meetings/moving.html", fragment="moving_form", status=422, meeting=meeting, pair=meeting.mentorship, form=form,
        seen_by=MEMBERS_AND_STAFF,
    )  # fmt: skip


def _drop_page(meeting: Meeting, form: DropForm, status: int = 200) -> Response:
    is_over = meeting.starts_at <= clock.now()
    return page(
        "meetings/dropping.html", fragment="dropping_form", status=status, meeting=meeting, pair=meeting.mentorship,
        form=form, is_over=is_over, seen_by=MEMBERS_AND_STAFF,
    )  # fmt: skip
