"""Items of a plan: a form for one, buttons that move it, its result with files."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import files, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import is_fragment, page, see_other
from portal.mentorships.plans.actions import add_item, change_item, move_item, remove_file, remove_item, tell_result
from portal.mentorships.plans.actions.items import may_mark
from portal.mentorships.plans.actions.rules import today_of
from portal.mentorships.plans.catalogue import activities_of, sections_of
from portal.mentorships.plans.forms import ItemFields, ItemForm, NewItemForm, ResultForm
from portal.mentorships.plans.labels import activity_label, section_label
from portal.mentorships.plans.models import Plan, PlanFile, PlanItem
from portal.mentorships.plans.queries import format_of
from portal.mentorships.plans.views.blueprints import plans as bp
from portal.mentorships.plans.views.opening import one_item, one_plan
from portal.mentorships.plans.views.plans import plan_page
from portal.mentorships.plans.words import item_words, result_words

PURPOSE = "plan-item"


@bp.get("/<public_id>/items/new")
@requires(Permission.PLAN_EDIT)
def new_item(public_id: str) -> Response:
    """One more item."""
    plan, form = one_plan(public_id, Permission.PLAN_EDIT), NewItemForm(formdata=None)
    form.section.data = request.args.get("section", "")
    return _item_page(plan, None, form)


@bp.post("/<public_id>/items")
@requires(Permission.PLAN_EDIT)
def create_item(public_id: str) -> Response:
    """Write it down, once however often the button is pressed."""
    plan, form = one_plan(public_id, Permission.PLAN_EDIT, lock=True), NewItemForm()
    _offer(plan, form)
    if not form.validate():
        return _item_page(plan, None, form, status=422)
    if submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{public_id}") is None:
        try:
            add_item(current_actor(), plan, form.facts)
        except Refusal as refusal:
            db.session.rollback()
            form.title.errors = [refusal.message]
            return _item_page(one_plan(public_id, Permission.PLAN_EDIT), None, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="added"))


@bp.get("/<public_id>/items/<item_id>")
@requires(Permission.PLAN_EDIT)
def edit_item(public_id: str, item_id: str) -> Response:
    """The item as a form."""
    item = one_item(public_id, item_id, Permission.PLAN_EDIT)
    return _item_page(item.plan, item, ItemForm(formdata=None, obj=item))


@bp.post("/<public_id>/items/<item_id>")
@requires(Permission.PLAN_EDIT)
def update_item(public_id: str, item_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    item, form = one_item(public_id, item_id, Permission.PLAN_EDIT, lock=True), ItemForm()
    _offer(item.plan, form, item)
    if not form.validate():
        return _item_page(item.plan, item, form, status=422)
    check_version(item.version, request.form.get("version"), stands=item_words(item), typed=item_words(form.facts))
    try:
        change_item(current_actor(), item, form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.title.errors = [refusal.message]
        item = one_item(public_id, item_id, Permission.PLAN_EDIT)
        return _item_page(item.plan, item, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.post("/<public_id>/items/<item_id>/moves")
@requires(Permission.PLAN_EDIT)
def move(public_id: str, item_id: str) -> Response:
    """«Выше» or «Ниже»: the items come back for htmx."""
    item = one_item(public_id, item_id, Permission.PLAN_EDIT, lock=True)
    move_item(current_actor(), item, up=request.form.get("where") == "up")
    db.session.commit()
    if not is_fragment():
        return see_other(url_for(".show", public_id=public_id, _anchor=f"item_{item_id}"))
    return plan_page(one_plan(public_id, Permission.PLAN_EDIT))


@bp.post("/<public_id>/items/<item_id>/removal")
@requires(Permission.PLAN_EDIT)
def remove(public_id: str, item_id: str) -> Response:
    """Take it out of the draft."""
    remove_item(current_actor(), one_item(public_id, item_id, Permission.PLAN_EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="removed"))


@bp.get("/<public_id>/items/<item_id>/result")
@requires(Permission.PLAN_EDIT)
def result(public_id: str, item_id: str) -> Response:
    """What came of it, as a form; today is proposed."""
    item = one_item(public_id, item_id, Permission.PLAN_EDIT)
    form = ResultForm(formdata=None, obj=item)
    form.mark.data = str(item.mark or "")
    if item.done_on is None:
        form.done_on.data = today_of(item.plan)
    return _result_page(item, form)


@bp.post("/<public_id>/items/<item_id>/result")
@requires(Permission.PLAN_EDIT)
def tell(public_id: str, item_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    item, form = one_item(public_id, item_id, Permission.PLAN_EDIT, lock=True), ResultForm()
    if not form.validate():
        return _result_page(item, form, status=422)
    stands = {"result": item.result, "done_on": item.done_on}
    check_version(item.version, request.form.get("version"), stands=result_words(stands),
                  typed=result_words(form.facts))  # fmt: skip
    try:
        tell_result(current_actor(), item, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.result.errors = [refusal.message]
        return _result_page(one_item(public_id, item_id, Permission.PLAN_EDIT), form, status=422)
    said = "finished" if item.done_on else "told"
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done=said))


@bp.get("/<public_id>/items/<item_id>/files/<file_id>")
@requires(Permission.PLAN_READ)
def file(public_id: str, item_id: str, file_id: str) -> Response:
    """What shows the result."""
    return files.send(_attached(one_item(public_id, item_id, Permission.PLAN_READ), file_id).file)


@bp.post("/<public_id>/items/<item_id>/files/<file_id>/removal")
@requires(Permission.PLAN_EDIT)
def detach(public_id: str, item_id: str, file_id: str) -> Response:
    """It was attached by mistake."""
    item = one_item(public_id, item_id, Permission.PLAN_EDIT, lock=True)
    remove_file(current_actor(), item, _attached(item, file_id))
    db.session.commit()
    return see_other(url_for(".result", public_id=public_id, item_id=item_id))


def _attached(item: PlanItem, file_id: str) -> PlanFile:
    found = next((each for each in item.files if each.public_id == file_id), None)
    if found is None:
        raise NotSeen
    return found


def _offer(plan: Plan, form: ItemFields, item: PlanItem | None = None) -> None:
    sections, known = sections_of(plan.kind, format_of(plan)), activities_of(format_of(plan))
    if item is not None:  # what stands there stays a choice
        sections = {**sections, item.section: section_label(item.section)}
        known = {**known, **({item.activity: activity_label(item.activity)} if item.activity else {})}
    form.offer(sections, known)


def _item_page(plan: Plan, item: PlanItem | None, form: Any, status: int = 200) -> Response:
    _offer(plan, form, item)
    return page("plans/item.html", fragment="item_form", status=status, plan=plan, item=item, form=form)


def _result_page(item: PlanItem, form: ResultForm, status: int = 200) -> Response:
    return page(
        "plans/result.html", fragment="result_form", status=status, plan=item.plan, item=item, form=form,
        marks=may_mark(current_actor(), item.plan),
    )  # fmt: skip
