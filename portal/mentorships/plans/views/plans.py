"""The page of a plan and its head."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.mentorships.plans.actions import change_plan
from portal.mentorships.plans.actions.rules import today_of
from portal.mentorships.plans.catalogue import sections_of
from portal.mentorships.plans.forms import HeadForm
from portal.mentorships.plans.models import Plan
from portal.mentorships.plans.queries import format_of, who_is_asked
from portal.mentorships.plans.views.blueprints import plans as bp
from portal.mentorships.plans.views.opening import may_on, note_reading, one_plan
from portal.mentorships.plans.words import head_words, title_of


@bp.get("/<public_id>")
@requires(Permission.PLAN_READ)
def show(public_id: str) -> Response:
    """The plan: goal, items by section, whose turn it is."""
    plan = one_plan(public_id, Permission.PLAN_READ)
    note_reading(plan, "plans.show")
    return plan_page(plan)


@bp.get("/<public_id>/edit")
@requires(Permission.PLAN_EDIT)
def edit(public_id: str) -> Response:
    """Goal and days as a form."""
    plan = one_plan(public_id, Permission.PLAN_EDIT)
    return page("plans/edit.html", plan=plan, form=HeadForm(formdata=None, obj=plan))


@bp.post("/<public_id>/edit")
@requires(Permission.PLAN_EDIT)
def update(public_id: str) -> Response:
    """Save them; somebody else's change in between is shown beside one's own (409)."""
    plan, form = one_plan(public_id, Permission.PLAN_EDIT, lock=True), HeadForm()
    if not form.validate():
        return page("plans/edit.html", fragment="head_form", status=422, plan=plan, form=form)
    stands = {"goal": plan.goal, "starts_on": plan.starts_on, "ends_on": plan.ends_on}
    check_version(plan.version, request.form.get("version"), stands=head_words(stands), typed=head_words(form.facts))
    try:
        change_plan(current_actor(), plan, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.goal.errors = [refusal.message]
        plan = one_plan(public_id, Permission.PLAN_EDIT)
        return page("plans/edit.html", fragment="head_form", status=422, plan=plan, form=form)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/versions/<int:number>")
@requires(Permission.PLAN_READ)
def version(public_id: str, number: int) -> Response:
    """A version as it was approved."""
    plan = one_plan(public_id, Permission.PLAN_READ)
    kept = next((each for each in plan.versions if each.number == number), None)
    if kept is None:
        raise NotSeen
    note_reading(plan, "plans.version")
    return page("plans/version.html", plan=plan, kept=kept, title=title_of(plan))


def plan_page(plan: Plan, status: int = 200, problem: str = "") -> Response:
    """The page, or for htmx its items."""
    actor, known = current_actor(), sections_of(plan.kind, format_of(plan))
    used = dict.fromkeys(each.section for each in plan.items)
    parts = [(code, [each for each in plan.items if each.section == code]) for code in {**known, **used}]
    return page(
        "plans/show.html", fragment="plan_items", status=status, plan=plan, parts=[part for part in parts if part[1]],
        may=may_on(plan), P=Permission, title=title_of(plan), asked=who_is_asked(plan, actor.person_id),
        today=today_of(plan), done=request.args.get("done", ""), problem=problem,
    )  # fmt: skip
