"""Changes of one pair: each says what it means before it is done."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.forms import BaseForm
from portal.core.web.pages import page, see_other
from portal.core.web.panels import panels_of
from portal.mentorships.actions.rules import Doubt
from portal.mentorships.changing import actions
from portal.mentorships.changing.forms import (
    EndingForm,
    ExtensionForm,
    LeavingForm,
    MenteeForm,
    MentorForm,
    PauseForm,
)
from portal.mentorships.changing.queries import free_mentors, open_requests
from portal.mentorships.kinds import Ending, MemberSide
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.views.blueprints import mentorships as bp
from portal.mentorships.views.opening import one_pair
from portal.people.forms.days import day_of
from portal.people.readings import show_list

CHANGE = Permission.MENTORSHIP_CHANGE


@bp.get("/<public_id>/pause")
@requires(CHANGE)
def plan_pause(public_id: str) -> Response:
    """What a pause means."""
    return _form_page("pause", one_pair(public_id, CHANGE), PauseForm(formdata=None))


@bp.post("/<public_id>/pause")
@requires(CHANGE)
def pause(public_id: str) -> Response:
    """The pair rests from today."""
    pair, form = one_pair(public_id, CHANGE, lock=True), PauseForm()
    if not form.validate():
        return _form_page("pause", pair, form, 422)
    actions.pause(current_actor(), pair, reason=form.reason.data or "")
    return _done(pair, "paused")


@bp.post("/<public_id>/return")
@requires(CHANGE)
def resume(public_id: str) -> Response:
    """The pair goes on from today."""
    pair = one_pair(public_id, CHANGE, lock=True)
    actions.resume(current_actor(), pair)
    return _done(pair, "resumed")


@bp.get("/<public_id>/extension")
@requires(CHANGE)
def plan_extension(public_id: str) -> Response:
    """Until which day."""
    return _form_page("extension", one_pair(public_id, CHANGE), ExtensionForm(formdata=None))


@bp.post("/<public_id>/extension")
@requires(CHANGE)
def extend(public_id: str) -> Response:
    """Another planned last day."""
    pair, form = one_pair(public_id, CHANGE, lock=True), ExtensionForm()
    if not form.validate():
        return _form_page("extension", pair, form, 422)
    try:
        actions.extend(current_actor(), pair, until=day_of(form.planned_until), reason=form.reason.data or "")
    except Refusal as refusal:
        return _refused("extension", public_id, form, form.planned_until, refusal)
    return _done(pair, "extended")


@bp.get("/<public_id>/mentor")
@requires(CHANGE)
def choose_mentor(public_id: str) -> Response:
    """Who may come in whose place."""
    pair = one_pair(public_id, CHANGE)
    return _mentor_page(pair, MentorForm(formdata=None))


@bp.post("/<public_id>/mentor")
@requires(CHANGE)
def change_mentor(public_id: str) -> Response:
    """Another mentor from today."""
    pair, form = one_pair(public_id, CHANGE, lock=True), MentorForm()
    used = submissions.claim(form.submission_key.data or "", f"mentor-{public_id}")
    if used is not None:
        return see_other(url_for(".show", public_id=public_id))
    free = {each.profile.public_id: each.profile for each in _offer_mentors(pair, form)}
    if not form.validate():
        db.session.rollback()  # the key was not used
        return _mentor_page(one_pair(public_id, CHANGE), form, 422)
    former = _member(pair, form.former.data, MemberSide.MENTOR)
    try:
        actions.change_mentor(
            current_actor(), pair, former, free[form.profile.data], agreed_on=day_of(form.agreed_on),
            reason=form.reason.data or "", insists=bool(form.insists.data),
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.profile.errors = [refusal.message]
        return _mentor_page(one_pair(public_id, CHANGE), form, 422, doubts=isinstance(refusal, Doubt))
    return _done(pair, "mentor")


@bp.get("/<public_id>/mentees")
@requires(CHANGE)
def choose_mentee(public_id: str) -> Response:
    """Who may join."""
    return _mentee_page(one_pair(public_id, CHANGE), MenteeForm(formdata=None))


@bp.post("/<public_id>/mentees")
@requires(CHANGE)
def add_mentee(public_id: str) -> Response:
    """One more mentee from today."""
    pair, form = one_pair(public_id, CHANGE, lock=True), MenteeForm()
    used = submissions.claim(form.submission_key.data or "", f"mentee-{public_id}")
    if used is not None:
        return see_other(url_for(".show", public_id=public_id))
    found = {each.public_id: each for each in _offer_mentees(pair, form)}
    if not form.validate():
        db.session.rollback()  # the key was not used
        return _mentee_page(one_pair(public_id, CHANGE), form, 422)
    try:
        actions.add_mentee(
            current_actor(), pair, found[form.asked.data], agreed_on=day_of(form.agreed_on),
            reason=form.reason.data or "", insists=bool(form.insists.data),
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.asked.errors = [refusal.message]
        return _mentee_page(one_pair(public_id, CHANGE), form, 422, doubts=isinstance(refusal, Doubt))
    return _done(pair, "mentee")


@bp.get("/<public_id>/members/<member_id>/leaving")
@requires(CHANGE)
def confirm_leaving(public_id: str, member_id: str) -> Response:
    """What it means that one mentee leaves."""
    pair = one_pair(public_id, CHANGE)
    return _form_page("leaving", pair, LeavingForm(formdata=None), member=_member(pair, member_id, MemberSide.MENTEE))


@bp.post("/<public_id>/members/<member_id>/leaving")
@requires(CHANGE)
def let_go(public_id: str, member_id: str) -> Response:
    """Today is the last day of one mentee."""
    pair, form = one_pair(public_id, CHANGE, lock=True), LeavingForm()
    member = _member(pair, member_id, MemberSide.MENTEE)
    if not form.validate():
        return _form_page("leaving", pair, form, 422, member=member)
    ending = Ending(form.ending.data)
    actions.let_go(current_actor(), pair, member, ending=ending, reason=form.reason.data or "")
    return _done(pair, "left")


@bp.get("/<public_id>/ending")
@requires(CHANGE)
def confirm_ending(public_id: str) -> Response:
    """What the end means."""
    return _ending_page(one_pair(public_id, CHANGE), EndingForm(formdata=None))


@bp.post("/<public_id>/ending")
@requires(CHANGE)
def close(public_id: str) -> Response:
    """Today is the last day of the pair."""
    pair, form = one_pair(public_id, CHANGE, lock=True), EndingForm()
    if not form.validate():
        return _ending_page(pair, form, 422)
    actions.end_early(current_actor(), pair, ending=Ending(form.ending.data), reason=form.reason.data or "")
    return _done(pair, "ended")


def _ending_page(pair: Mentorship, form: EndingForm, status: int = 200) -> Response:
    return _form_page("ending", pair, form, status, panels=panels_of("mentorships.ending", pair))


def _form_page(name: str, pair: Mentorship, form: BaseForm, status: int = 200, **more: Any) -> Response:
    """The page `mentorships/<name>.html`; it shows who is in the pair."""
    people = [each.person_id for each in pair.members]
    show_list(current_actor(), f"mentorships.{name}", people, organization_id=pair.organization_id)
    template = f"mentorships/{name}.html"
    return page(template, fragment=f"{name}_form", status=status, pair=pair, form=form, **more)


def _refused(name: str, public_id: str, form: BaseForm, field: Any, refusal: Refusal) -> Response:
    db.session.rollback()
    field.errors = [refusal.message]
    return _form_page(name, one_pair(public_id, CHANGE), form, 422)


def _done(pair: Mentorship, what: str) -> Response:
    public_id = pair.public_id
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, changed=what))


def _member(pair: Mentorship, public_id: str, side: MemberSide) -> MentorshipMember:
    for each in pair.members:
        if each.public_id == public_id and each.side == side and each.ends_on is None:
            return each
    raise NotSeen


def _offer_mentors(pair: Mentorship, form: MentorForm) -> list[Any]:
    found = free_mentors(pair, clock.today(pair.organization.time_zone))
    show_list(current_actor(), "mentorships.choose_mentor", [each.person_id for each in found])
    standing = pair.standing(MemberSide.MENTOR)
    form.former.choices = [SelectChoice(each.public_id, each.person.full_name) for each in standing]
    form.profile.choices = [SelectChoice(each.profile.public_id, each.profile.person.full_name) for each in found]
    if len(standing) == 1 and not form.is_submitted():
        form.former.data = standing[0].public_id
    return found


def _mentor_page(pair: Mentorship, form: MentorForm, status: int = 200, *, doubts: bool = False) -> Response:
    found = _offer_mentors(pair, form)
    return _form_page("mentor", pair, form, status, found=found, doubts=doubts or form.insists.data)


def _offer_mentees(pair: Mentorship, form: MenteeForm) -> list[Any]:
    found = list(open_requests(pair))
    show_list(current_actor(), "mentorships.choose_mentee", [each.person_id for each in found])
    form.asked.choices = [SelectChoice(each.public_id, each.person.full_name) for each in found]
    return found


def _mentee_page(pair: Mentorship, form: MenteeForm, status: int = 200, *, doubts: bool = False) -> Response:
    found = _offer_mentees(pair, form)
    return _form_page("mentee", pair, form, status, found=found, doubts=doubts or form.insists.data)
