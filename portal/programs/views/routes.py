"""Approval routes: steps in words, added, moved, taken out; a route of its own for a format or a category."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.programs.actions import add_route, remove_route, set_steps
from portal.programs.forms.routes import NewRouteForm, StepForm
from portal.programs.labels import action_label, actors_of
from portal.programs.models import ApprovalRoute, Program
from portal.programs.queries.programs import other_names
from portal.programs.routes import Route, moved, read_route, with_step, without_step
from portal.programs.views.blueprints import programs as bp
from portal.programs.views.programs import one_program

PLACES = {"up": -1, "down": 1}


@bp.get("/<public_id>/routes/new")
@requires(Permission.PROGRAM_EDIT)
def new_route(public_id: str) -> Response:
    """For which format or category there shall be a route of its own."""
    program, form = one_program(public_id), NewRouteForm(formdata=None)
    form.offer_formats(other_names(program))
    return page("programs/new_route.html", form=form, program=program)


@bp.post("/<public_id>/routes")
@requires(Permission.PROGRAM_EDIT)
def create_route(public_id: str) -> Response:
    """Add the route, once however often the button is pressed."""
    program, form = one_program(public_id, lock=True), NewRouteForm()
    form.offer_formats(other_names(program))
    if not form.validate():
        return page("programs/new_route.html", fragment="route_form", status=422, form=form, program=program)
    key, purpose = form.submission_key.data or "", f"program-route-{public_id}"
    used = submissions.claim(key, purpose, submissions.hash_body(sorted(form.facts.items())))
    if used is not None:
        return see_other(url_for(".route", public_id=public_id, route_id=used.outcome))
    made = add_route(current_actor(), program, **form.facts)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".route", public_id=public_id, route_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/routes/<route_id>")
@requires(Permission.PROGRAM_READ)
def route(public_id: str, route_id: str) -> Response:
    """The steps in words; whoever may edit changes them here."""
    one = _route(public_id, route_id, Permission.PROGRAM_READ)
    return _page(one, StepForm(formdata=None))


@bp.post("/<public_id>/routes/<route_id>/steps")
@requires(Permission.PROGRAM_EDIT)
def add_step(public_id: str, route_id: str) -> Response:
    """One step more at the end, once however often the button is pressed."""
    one, form = _route(public_id, route_id, lock=True), StepForm()
    if not form.validate():
        return _page(one, form, status=422)
    key, said = form.submission_key.data or "", sorted((k, str(v)) for k, v in form.values.items())
    if submissions.claim(key, f"route-step-{route_id}", submissions.hash_body(said)) is None:
        set_steps(current_actor(), one, with_step(read_route(one.steps), form.step))
        db.session.commit()
    return see_other(url_for(".route", public_id=public_id, route_id=route_id, done="step"))


@bp.post("/<public_id>/routes/<route_id>/order")
@requires(Permission.PROGRAM_EDIT)
def change_step(public_id: str, route_id: str) -> Response:
    """Move a step up or down, or take it out; a stale page gets both texts (409)."""
    one = _route(public_id, route_id, lock=True)
    steps, code, intent = read_route(one.steps), request.form.get("step", ""), request.form.get("intent", "")
    if intent == "remove":
        changed = without_step(steps, code)
    elif intent in PLACES:
        changed = moved(steps, code, PLACES[intent])
    else:
        raise Refusal(_("Непонятно, что сделать с шагом. Откройте страницу заново."))
    label = _("Шаги")
    check_version(one.version, request.form.get("version"), stands={label: _in_words(steps)},
                  typed={label: _in_words(changed)})  # fmt: skip
    set_steps(current_actor(), one, changed)
    db.session.commit()
    return see_other(url_for(".route", public_id=public_id, route_id=route_id, done=intent))


@bp.post("/<public_id>/routes/<route_id>/removal")
@requires(Permission.PROGRAM_EDIT)
def drop_route(public_id: str, route_id: str) -> Response:
    """Back to the general route."""
    remove_route(current_actor(), _route(public_id, route_id, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="route_removed"))


def _route(
    public_id: str, route_id: str, permission: Permission = Permission.PROGRAM_EDIT, *, lock: bool = False
) -> ApprovalRoute:
    """The route of this programme. Raises NotSeen where the address joins two programmes."""
    loaded = joinedload(ApprovalRoute.program).joinedload(Program.organization)
    one = get_or_404(current_actor(), ApprovalRoute, route_id, permission, loaded, lock=lock)
    if one.program.public_id != public_id:
        raise NotSeen
    return one


def _page(one: ApprovalRoute, form: StepForm, *, status: int = 200) -> Response:
    return page(
        "programs/route.html", fragment="route_steps", status=status, route=one, program=one.program, form=form,
        steps=read_route(one.steps), names=other_names(one.program), P=Permission,
        may=permissions_on(current_actor(), one), done=request.args.get("done", ""),
    )  # fmt: skip


def _in_words(steps: Route) -> str:
    return "\n".join(
        f"{number}. {action_label(step.action)}: {actors_of(step)}" for number, step in enumerate(steps, 1)
    )
