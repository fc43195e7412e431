"""Pause, return, reserve, leaving: the mentor stays in the base, waits, or goes."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.matching.mentors.actions import leave as let_go
from portal.matching.mentors.actions import pause as take_a_pause
from portal.matching.mentors.actions import reserve as keep_in_reserve
from portal.matching.mentors.actions import resume as go_on
from portal.matching.mentors.forms import PauseForm, ReasonForm
from portal.matching.mentors.views.blueprints import mentors as bp
from portal.matching.mentors.views.opening import one_profile


@bp.get("/<public_id>/pause")
@requires(Permission.MENTOR_FILL)
def plan_pause(public_id: str) -> Response:
    """From when, until when and why."""
    profile, form = one_profile(public_id, Permission.MENTOR_FILL), PauseForm(formdata=None)
    form.starts_on.data = clock.today(profile.organization.time_zone)
    return page("mentors/pause.html", profile=profile, form=form)


@bp.post("/<public_id>/pause")
@requires(Permission.MENTOR_FILL)
def pause(public_id: str) -> Response:
    """The mentor takes nobody for these days."""
    profile, form = one_profile(public_id, Permission.MENTOR_FILL, lock=True), PauseForm()
    if not form.validate():
        return page("mentors/pause.html", fragment="pause_form", status=422, profile=profile, form=form)
    try:
        take_a_pause(current_actor(), profile, **form.facts)
    except Refusal as refusal:
        form.starts_on.errors = [refusal.message]
        return page("mentors/pause.html", fragment="pause_form", status=422, profile=profile, form=form)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="paused"))


@bp.post("/<public_id>/return")
@requires(Permission.MENTOR_FILL)
def resume(public_id: str) -> Response:
    """The pause is over."""
    go_on(current_actor(), one_profile(public_id, Permission.MENTOR_FILL, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="resumed"))


@bp.get("/<public_id>/reserve")
@requires(Permission.MENTOR_EDIT)
def confirm_reserve(public_id: str) -> Response:
    """What the reserve means, before it is done."""
    profile = one_profile(public_id, Permission.MENTOR_EDIT)
    return page("mentors/reserve.html", profile=profile, form=ReasonForm(formdata=None))


@bp.post("/<public_id>/reserve")
@requires(Permission.MENTOR_EDIT)
def reserve(public_id: str) -> Response:
    """Into the reserve."""
    profile, form = one_profile(public_id, Permission.MENTOR_EDIT, lock=True), ReasonForm()
    if not form.validate():
        return page("mentors/reserve.html", fragment="reserve_form", status=422, profile=profile, form=form)
    keep_in_reserve(current_actor(), profile, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="reserved"))


@bp.get("/<public_id>/leaving")
@requires(Permission.MENTOR_EDIT)
def confirm_leaving(public_id: str) -> Response:
    """What leaving means, before it is done."""
    profile = one_profile(public_id, Permission.MENTOR_EDIT)
    return page("mentors/leaving.html", profile=profile, form=ReasonForm(formdata=None))


@bp.post("/<public_id>/leaving")
@requires(Permission.MENTOR_EDIT)
def leave(public_id: str) -> Response:
    """The mentor leaves the base."""
    profile, form = one_profile(public_id, Permission.MENTOR_EDIT, lock=True), ReasonForm()
    if not form.validate():
        return page("mentors/leaving.html", fragment="leaving", status=422, profile=profile, form=form)
    let_go(current_actor(), profile, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="left"))
