"""The way of a plan as buttons: hand in, agree, approve, give back with words, begin the next version."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import NotAllowed, Refusal
from portal.core.web.pages import page, see_other
from portal.mentorships.plans import actions
from portal.mentorships.plans.forms import ReturnForm
from portal.mentorships.plans.models import Plan
from portal.mentorships.plans.queries import who_is_asked
from portal.mentorships.plans.views.blueprints import plans as bp
from portal.mentorships.plans.views.opening import may_on, one_plan
from portal.mentorships.plans.views.plans import plan_page


@bp.post("/<public_id>/submission")
@requires(Permission.PLAN_EDIT)
def submit(public_id: str) -> Response:
    """It is written: others are asked."""
    return _do(public_id, Permission.PLAN_EDIT, actions.submit, "submitted")


@bp.post("/<public_id>/agreement")
@requires(Permission.PLAN_EDIT)
def agree(public_id: str) -> Response:
    """Yes of the side that is asked, or of the curator who has it on paper."""
    _refuse_others(one_plan(public_id, Permission.PLAN_EDIT))
    return _do(public_id, Permission.PLAN_EDIT, actions.agree, "agreed")


@bp.post("/<public_id>/approval")
@requires(Permission.PLAN_APPROVE)
def approve(public_id: str) -> Response:
    """The plan holds."""
    return _do(public_id, Permission.PLAN_APPROVE, actions.approve, "approved")


@bp.post("/<public_id>/versions")
@requires(Permission.PLAN_EDIT)
def begin_version(public_id: str) -> Response:
    """The approved plan may be changed again."""
    return _do(public_id, Permission.PLAN_EDIT, actions.begin_version, "begun")


@bp.get("/<public_id>/return")
@requires(Permission.PLAN_EDIT)
def confirm_return(public_id: str) -> Response:
    """What has to change."""
    plan = one_plan(public_id, Permission.PLAN_EDIT)
    return page("plans/return.html", plan=plan, form=ReturnForm(formdata=None))


@bp.post("/<public_id>/return")
@requires(Permission.PLAN_EDIT)
def give_back(public_id: str) -> Response:
    """Back to the draft, with words."""
    plan, form = one_plan(public_id, Permission.PLAN_EDIT, lock=True), ReturnForm()
    if not form.validate():
        return page("plans/return.html", fragment="return_form", status=422, plan=plan, form=form)
    try:
        actions.return_plan(current_actor(), plan, words=form.words.data or "")
    except Refusal as refusal:
        db.session.rollback()
        form.words.errors = [refusal.message]
        plan = one_plan(public_id, Permission.PLAN_EDIT)
        return page("plans/return.html", fragment="return_form", status=422, plan=plan, form=form)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="returned"))


def _refuse_others(plan: Plan) -> None:
    """Raise NotAllowed for whoever is neither asked nor approves; a plan that asks nobody says so itself."""
    asks = plan.state in ("with_mentee", "with_mentor")
    if asks and who_is_asked(plan, current_actor().person_id) is None and Permission.PLAN_APPROVE not in may_on(plan):
        raise NotAllowed


def _do(public_id: str, permission: Permission, deed: Callable[..., Any], said: str) -> Response:
    plan = one_plan(public_id, permission, lock=True)
    try:
        deed(current_actor(), plan)
    except Refusal as refusal:
        db.session.rollback()
        return plan_page(one_plan(public_id, permission), status=422, problem=refusal.message)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done=said))
