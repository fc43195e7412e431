"""Requests of groups: the list, filing one, its card, clarifying, the base, the end."""

from collections.abc import Sequence

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.matching.forms import AcceptanceForm, ClosureForm
from portal.matching.groups.actions import accept_group, clarify_group_request, close_group, file_for_group, obstacle
from portal.matching.groups.forms import FilingForm, GroupRequestForm
from portal.matching.groups.models import GroupRequest
from portal.matching.groups.queries import (
    WITH_ITS_THINGS,
    find_group_requests,
    group_openings,
    learners_of,
    side_of_group,
)
from portal.matching.kinds import Origin
from portal.matching.languages import languages_in_words
from portal.people.models import Group
from portal.people.queries import reached_groups
from portal.people.readings import show_list
from portal.programs.kinds import RouteSubject
from portal.programs.models import CycleFormat
from portal.programs.queries import route_of
from portal.programs.routes import Route

PURPOSE = "group-request"
bp = Blueprint("group_requests", __name__, url_prefix="/group-requests")
BLUEPRINTS = (bp,)


@bp.get("")
@requires(Permission.REQUEST_READ)
def index() -> Response:
    """Requests of groups that the reader may see."""
    actor = current_actor()
    return page(
        "group_requests/index.html", found=paginate(find_group_requests(actor)),
        may_nominate=actor.has(Permission.REQUEST_NOMINATE),
    )  # fmt: skip


@bp.get("/new")
@requires(Permission.REQUEST_NOMINATE)
def new() -> Response:
    """Which group asks for a mentor, and with what."""
    form = FilingForm(formdata=None)
    is_curator = Role.GROUP_CURATOR in current_actor().roles
    form.origin.data = Origin.GROUP_CURATOR if is_curator else Origin.CURATOR
    return _filing_page(form)


@bp.post("")
@requires(Permission.REQUEST_NOMINATE)
def create() -> Response:
    """File it, once however often the button is pressed."""
    form, (groups, openings) = FilingForm(), _choices()
    group, opening = form.chosen(groups, openings)
    if not form.validate() or group is None or opening is None:
        return _filing_page(form, status=422)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, f"{PURPOSE}-{current_actor().person_id}", told)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = file_for_group(current_actor(), group, opening, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.opening.errors = [refusal.message]
        return _filing_page(form, status=422)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.REQUEST_READ)
def show(public_id: str) -> Response:
    """One request: what for, who of the group is ready, who waits for a consent, who decides."""
    actor, asked = current_actor(), _one(public_id, Permission.REQUEST_READ)
    today, may = clock.today(asked.organization.time_zone), permissions_on(actor, asked)
    learners = learners_of([asked.group_id], asked.organization_id, today).get(asked.group_id, [])
    show_list(actor, "group_requests.show", [each.person.id for each in learners],
              organization_id=asked.organization_id)  # fmt: skip
    return page(
        "group_requests/show.html", asked=asked, may=may, P=Permission, learners=learners, route=_route(asked),
        problem=obstacle(asked, today) if asked.is_open else "", done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/edit")
@requires(Permission.REQUEST_EDIT)
def edit(public_id: str) -> Response:
    """What is known of the request as a form."""
    asked = _one(public_id, Permission.REQUEST_EDIT)
    return _form_page("edit", asked, GroupRequestForm(formdata=None, obj=asked))


@bp.post("/<public_id>/edit")
@requires(Permission.REQUEST_EDIT)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    asked, form = _one(public_id, Permission.REQUEST_EDIT, lock=True), GroupRequestForm()
    if not form.validate():
        return _form_page("edit", asked, form, status=422)
    check_version(asked.version, request.form.get("version"), stands=_words(asked.goal, asked.languages),
                  typed=_words(form.goal.data or "", form.languages.data or ()))  # fmt: skip
    try:
        clarify_group_request(current_actor(), asked, **form.facts)
    except Refusal as refusal:
        form.goal.errors = [refusal.message]
        return _form_page("edit", asked, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/acceptance")
@requires(Permission.REQUEST_EDIT)
def confirm_acceptance(public_id: str) -> Response:
    """By whose decision the group enters the base."""
    asked, form = _one(public_id, Permission.REQUEST_EDIT), AcceptanceForm(formdata=None)
    form.decided_on.data = clock.today(asked.organization.time_zone)
    return _form_page("acceptance", asked, form)


@bp.post("/<public_id>/acceptance")
@requires(Permission.REQUEST_EDIT)
def accept(public_id: str) -> Response:
    """Into the base."""
    asked, form = _one(public_id, Permission.REQUEST_EDIT, lock=True), AcceptanceForm()
    if not form.validate():
        return _form_page("acceptance", asked, form, status=422)
    try:
        accept_group(current_actor(), asked, **form.facts)
    except Refusal as refusal:
        form.decision.errors = [refusal.message]
        return _form_page("acceptance", asked, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="accepted"))


@bp.get("/<public_id>/closure")
@requires(Permission.REQUEST_EDIT)
def confirm_closure(public_id: str) -> Response:
    """What closing means, before it is done."""
    return _form_page("closure", _one(public_id, Permission.REQUEST_EDIT), ClosureForm(formdata=None))


@bp.post("/<public_id>/closure")
@requires(Permission.REQUEST_EDIT)
def end(public_id: str) -> Response:
    """The search is over."""
    asked, form = _one(public_id, Permission.REQUEST_EDIT, lock=True), ClosureForm()
    if not form.validate():
        return _form_page("closure", asked, form, status=422)
    try:
        close_group(current_actor(), asked, reason=form.reason.data or "")
    except Refusal as refusal:
        form.reason.errors = [refusal.message]
        return _form_page("closure", asked, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="closed"))


def _one(public_id: str, permission: Permission, *, lock: bool = False) -> GroupRequest:
    return get_or_404(current_actor(), GroupRequest, public_id, permission, *WITH_ITS_THINGS, lock=lock)


def _choices() -> tuple[Sequence[Group], Sequence[CycleFormat]]:
    """Groups that the reader may bring into the base, and formats that run for learners of their organisations."""
    actor = current_actor()
    today = clock.today(actor.time_zone)
    groups = reached_groups(actor, Permission.REQUEST_NOMINATE, today)
    return groups, group_openings({each.organization_id: each.organization for each in groups}.values(), today)


def _filing_page(form: FilingForm, status: int = 200) -> Response:
    groups, openings = _choices()
    form.offer(groups, openings)
    return page("group_requests/new.html", fragment="filing_form", status=status, form=form,
                can_file=bool(groups and openings))  # fmt: skip


def _form_page(
    name: str, asked: GroupRequest, form: GroupRequestForm | AcceptanceForm | ClosureForm, status: int = 200
) -> Response:
    problem = obstacle(asked, clock.today(asked.organization.time_zone)) if name == "acceptance" else ""
    return page(f"group_requests/{name}.html", fragment=f"{name}_form", status=status, asked=asked, form=form,
                route=_route(asked) if name == "acceptance" else (), problem=problem)  # fmt: skip


def _route(asked: GroupRequest) -> Route:
    """Who decides about the base for learners of this side: the same route as of a single request."""
    side = side_of_group(asked.organization)
    return route_of(asked.cycle.program, category=side, subject=RouteSubject.MENTEES)


def _words(goal: str, languages: Sequence[str]) -> dict[str, str]:
    return {_("С чем нужна помощь группе"): goal, _("Языки"): languages_in_words(languages) or _("не указаны")}
