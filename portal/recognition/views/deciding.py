"""What becomes of a nomination: decided, taken back, applied for outside, given."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import BaseForm, check_version
from portal.core.web.pages import see_other
from portal.people.forms.days import day_of
from portal.recognition import actions
from portal.recognition.forms import YES as WON
from portal.recognition.forms import DayForm, DecisionForm, OutcomeForm
from portal.recognition.models import Nomination
from portal.recognition.views.blueprints import awards as bp
from portal.recognition.views.opening import one_nomination
from portal.recognition.views.register import nomination_page

KEEP, DECIDE = Permission.AWARD_KEEP, Permission.AWARD_DECIDE


@bp.post("/<public_id>/decision")
@requires(DECIDE)
def decide(public_id: str) -> Response:
    """Yes or no."""
    form = DecisionForm()
    return _done(
        public_id, DECIDE, form,
        lambda actor, each: actions.decide(actor, each, is_yes=form.is_yes, answer=form.answer.data or ""),
        blamed="answer", done="decided",
    )  # fmt: skip


@bp.post("/<public_id>/withdrawal")
@requires(KEEP)
def withdraw(public_id: str) -> Response:
    """Nobody has decided yet: it is taken back."""
    actions.withdraw(current_actor(), one_nomination(public_id, KEEP, lock=True))
    db.session.commit()
    return see_other(url_for(".index"))


@bp.post("/<public_id>/package")
@requires(KEEP)
def tick(public_id: str) -> Response:
    """Which lines of the application are there."""
    nomination = one_nomination(public_id, KEEP, lock=True)
    actions.tick_package(current_actor(), nomination, request.form.getlist("part"))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="package"))


@bp.post("/<public_id>/application")
@requires(KEEP)
def apply(public_id: str) -> Response:
    """The application went off."""
    form = DayForm()
    return _done(public_id, KEEP, form, lambda actor, each: actions.send_application(actor, each, day_of(form.on)),
                 blamed="on", done="sent")  # fmt: skip


@bp.post("/<public_id>/outcome")
@requires(KEEP)
def conclude(public_id: str) -> Response:
    """What came from outside."""
    form = OutcomeForm()
    return _done(
        public_id, KEEP, form,
        lambda actor, each: actions.record_outcome(
            actor, each, is_won=form.outcome.data == WON, answer=form.answer.data or "", on=day_of(form.on)
        ),
        blamed="answer", done="concluded",
    )  # fmt: skip


@bp.post("/<public_id>/giving")
@requires(KEEP)
def give(public_id: str) -> Response:
    """It was handed over."""
    form = DayForm()
    return _done(public_id, KEEP, form, lambda actor, each: actions.give_by_hand(actor, each, day_of(form.on)),
                 blamed="on", done="given")  # fmt: skip


def _done(
    public_id: str, permission: Permission, form: BaseForm, act: Callable[[Any, Nomination], None], *, blamed: str,
    done: str,
) -> Response:  # fmt: skip
    nomination = one_nomination(public_id, permission, lock=True)
    if not form.validate():
        return nomination_page(nomination, form, 422)
    said = {str(form[blamed].label.text): str(form[blamed].data or "")}
    check_version(nomination.version, request.form.get("version"),
                  stands=dict.fromkeys(said, nomination.answer), typed=said)  # fmt: skip
    try:
        act(current_actor(), nomination)
    except Refusal as refusal:
        db.session.rollback()
        form[blamed].errors = [refusal.message]
        return nomination_page(one_nomination(public_id, permission), form, 422)
    db.session.commit()
    return see_other(url_for("awards.show", public_id=public_id, done=done))
