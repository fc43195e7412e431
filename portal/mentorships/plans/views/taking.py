"""Where items come from besides a form: proposals, steps of a practice."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other
from portal.mentorships.plans.actions import take_items
from portal.mentorships.plans.catalogue import sections_of
from portal.mentorships.plans.facts import Proposal
from portal.mentorships.plans.forms import ProposalsForm, TakeForm
from portal.mentorships.plans.labels import kind_label
from portal.mentorships.plans.models import Plan
from portal.mentorships.plans.queries import format_of, proposals_for, steps_of, writable_plans
from portal.mentorships.plans.views.blueprints import plans as bp
from portal.mentorships.plans.views.opening import one_plan
from portal.mentorships.plans.words import title_of
from portal.practices.models import Practice, PracticeVersion
from portal.practices.queries import LOADED

PROPOSED, TAKEN = "plan-proposals", "plan-steps"


@bp.get("/<public_id>/proposals")
@requires(Permission.PLAN_EDIT)
def proposals(public_id: str) -> Response:
    """What may be taken into the plan."""
    plan = one_plan(public_id, Permission.PLAN_EDIT)
    return _proposals_page(plan, proposals_for(current_actor(), plan), ProposalsForm(formdata=None))


@bp.post("/<public_id>/proposals")
@requires(Permission.PLAN_EDIT)
def take(public_id: str) -> Response:
    """Take what was ticked, once however often the button is pressed."""
    actor, form = current_actor(), ProposalsForm()
    plan = one_plan(public_id, Permission.PLAN_EDIT, lock=True)
    if submissions.claim(form.submission_key.data or "", f"{PROPOSED}-{public_id}") is None:
        offered = proposals_for(actor, plan)
        form.offer(offered)
        try:
            if not form.validate():
                raise Refusal(form.problems[0][1])
            take_items(actor, plan, form.chosen(offered))
        except Refusal as refusal:
            db.session.rollback()  # the key is free again
            form.items.errors = [refusal.message]
            return _proposals_page(one_plan(public_id, Permission.PLAN_EDIT), offered, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="added"))


@bp.get("/practices/<practice_id>")
@requires(Permission.PLAN_EDIT)
def choose_plan(practice_id: str) -> Response:
    """«В чью пару?»: a draft, and which steps."""
    practice = _practice(practice_id)
    form = TakeForm(formdata=None)
    form.steps.data = [str(each.position) for each in steps_of(_published(practice))]
    return _take_page(practice, form)


@bp.post("/practices/<practice_id>")
@requires(Permission.PLAN_EDIT)
def take_practice(practice_id: str) -> Response:
    """Steps of the published version become items of the plan; they keep the version that was read."""
    actor, practice, form = current_actor(), _practice(practice_id), TakeForm()
    steps = steps_of(_published(practice))
    form.offer(_choices(), steps)
    if not form.validate():
        return _take_page(practice, form, status=422)
    plan = one_plan(form.plan.data or "", Permission.PLAN_EDIT, lock=True)
    target = url_for(".show", public_id=plan.public_id, done="taken")
    if submissions.claim(form.submission_key.data or "", f"{TAKEN}-{plan.public_id}") is None:
        section = next(iter(sections_of(plan.kind, format_of(plan))))
        try:
            take_items(actor, plan, form.chosen(steps, section))
        except Refusal as refusal:
            db.session.rollback()
            form.plan.errors = [refusal.message]
            return _take_page(_practice(practice_id), form, status=422)
    db.session.commit()
    return see_other(target)


def _practice(public_id: str) -> Practice:
    return get_or_404(current_actor(), Practice, public_id, Permission.PRACTICE_READ, *LOADED)


def _published(practice: Practice) -> PracticeVersion:
    if practice.published is None or practice.archived_on is not None:
        raise NotSeen
    return practice.published


def _choices() -> list[tuple[Plan, str]]:
    return [(each, f"{title_of(each)}: {kind_label(each.kind)}") for each in writable_plans(current_actor())]


def _take_page(practice: Practice, form: TakeForm, status: int = 200) -> Response:
    version = _published(practice)
    form.offer(_choices(), steps_of(version))
    return page(
        "plans/take.html", fragment="take_form", status=status, practice=practice, version=version, form=form,
        plans=form.plan.choices,
    )  # fmt: skip


def _proposals_page(plan: Plan, offered: list[Proposal], form: ProposalsForm, status: int = 200) -> Response:
    form.offer(offered)
    return page("plans/proposals.html", fragment="proposals_form", status=status, plan=plan, offered=offered, form=form)
