"""Steps: one of them with its times and history, a new one, changes, removal."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.programs.roadmaps.actions import add_stage, add_step, edit_step, remove_step
from portal.programs.roadmaps.forms.maps import MarkForm, SkipForm
from portal.programs.roadmaps.forms.steps import NEW_STAGE, NewStepForm, StepForm, facts_of, step_words
from portal.programs.roadmaps.models import Roadmap, RoadmapStep
from portal.programs.roadmaps.queries.maps import (
    documents_to_choose,
    history_of,
    roles_held_in,
    stages_of,
    steps_before,
)
from portal.programs.roadmaps.reading import state_of, unmet, view_of
from portal.programs.roadmaps.views.blueprints import roadmaps as bp
from portal.programs.roadmaps.views.maps import address_of
from portal.programs.roadmaps.views.opening import one_map, one_step

READ, EDIT = Permission.ROADMAP_READ, Permission.PROGRAM_EDIT


@bp.get("/roadmaps/<public_id>/steps/new")
@requires(EDIT)
def new_step(public_id: str) -> Response:
    """A step of one's own as a form."""
    return _new_page(one_map(public_id, EDIT), NewStepForm(formdata=None))


@bp.post("/roadmaps/<public_id>/steps")
@requires(EDIT)
def create_step(public_id: str) -> Response:
    """Add it, once however often the button is pressed."""
    roadmap, form = one_map(public_id, EDIT, lock=True), NewStepForm()
    stages = stages_of(roadmap)
    form.offer(stages)
    if not form.validate():
        return _new_page(roadmap, form, status=422)
    target = address_of(roadmap, done="step")
    told = submissions.hash_body((form.facts, form.stage.data, form.new_stage.data))
    if submissions.claim(form.submission_key.data or "", f"roadmap-step:{public_id}", told) is None:
        actor, chosen = current_actor(), form.stage.data
        stage = next((each for each in stages if each.public_id == chosen), None)
        if chosen == NEW_STAGE or stage is None:
            stage = add_stage(actor, roadmap, title=form.new_stage.data or "")
        add_step(actor, stage, form.facts)
        db.session.commit()
    return see_other(target)


@bp.get("/roadmap-steps/<public_id>")
@requires(READ)
def step(public_id: str) -> Response:
    """What the step is about, when it was or is to be done, by what it is proven."""
    return step_page(one_step(public_id, READ))


@bp.get("/roadmap-steps/<public_id>/edit")
@requires(EDIT)
def edit_a_step(public_id: str) -> Response:
    """The step as a form."""
    one = one_step(public_id, EDIT)
    return page("roadmaps/edit_step.html", form=StepForm.of(one), step=one, back=address_of(one.roadmap))


@bp.post("/roadmap-steps/<public_id>/edit")
@requires(EDIT)
def update_step(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    one, form = one_step(public_id, EDIT, lock=True), StepForm()
    if not form.validate():
        return page(
            "roadmaps/edit_step.html", fragment="step_form", status=422, form=form, step=one,
            back=address_of(one.roadmap),
        )  # fmt: skip
    check_version(one.version, request.form.get("version"), stands=step_words(facts_of(one)),
                  typed=step_words(form.facts))  # fmt: skip
    edit_step(current_actor(), one, form.facts)
    db.session.commit()
    return see_other(url_for(".step", public_id=public_id, done="saved"))


@bp.get("/roadmap-steps/<public_id>/removal")
@requires(EDIT)
def confirm_removal(public_id: str) -> Response:
    """What removing means, before it is done."""
    return page("roadmaps/removal.html", step=one_step(public_id, EDIT))


@bp.post("/roadmap-steps/<public_id>/removal")
@requires(EDIT)
def remove(public_id: str) -> Response:
    """Take the step out."""
    one = one_step(public_id, EDIT, lock=True)
    target = address_of(one.roadmap, done="removed")
    remove_step(current_actor(), one)
    db.session.commit()
    return see_other(target)


def step_page(
    one: RoadmapStep, form: MarkForm | None = None, skipping: SkipForm | None = None, status: int = 200
) -> Response:
    """The page of the step, with forms as they were sent in where something was refused."""
    actor, today = current_actor(), clock.today(one.roadmap.organization.time_zone)
    may = permissions_on(actor, one)
    before = steps_before(one) if one.after else ()
    view = view_of(one, one.stage, today, roles_held_in(one.roadmap.organization_id, today),
                   {each.number: each for each in before})  # fmt: skip
    if form is None:
        form = MarkForm(formdata=None)
        form.done_on.data = today
    form.offer(one, _documents(one) if Permission.ROADMAP_MARK in may else [])
    return page(
        "roadmaps/step.html", fragment="step_card", status=status, step=one, view=view, today=today, may=may,
        P=Permission, form=form, skipping=skipping or SkipForm(formdata=None), history=history_of(one),
        before=[(each, state_of(each, today)) for each in before], unmet=unmet(view, today),
        back=address_of(one.roadmap), done=request.args.get("done", ""),
    )  # fmt: skip


def _documents(one: RoadmapStep) -> list[tuple[str, str]]:
    found = documents_to_choose(current_actor(), one.roadmap.organization_id)
    return [(each.public_id, f"№ {each.number}: {each.title}") for each in found]


def _new_page(roadmap: Roadmap, form: NewStepForm, status: int = 200) -> Response:
    form.offer(stages_of(roadmap))
    return page("roadmaps/new_step.html", fragment="step_form", status=status, form=form, roadmap=roadmap,
                back=address_of(roadmap))  # fmt: skip
