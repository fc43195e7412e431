"""Requests: the register, the card, clarifying, the base, the end."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.choices import link_key_of
from portal.core.web.forms import check_version
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.panels import panels_of
from portal.core.web.tables import paginate
from portal.matching.actions import accept_into_base, clarify, close
from portal.matching.eligibility import side_of
from portal.matching.forms import AcceptanceForm, ClosureForm, RequestForm, doubtful, variant_choices
from portal.matching.labels import ORIGINS, STATES, all_variants
from portal.matching.languages import RUSSIAN
from portal.matching.models import MentoringRequest
from portal.matching.queries import RequestFilter, find_requests, place_in, remarks_of
from portal.matching.queries.requests import WITHOUT_MENTOR
from portal.matching.views.blueprints import requests as bp
from portal.matching.views.opening import one_request
from portal.matching.words import request_words
from portal.people.queries import organizations_with_settings, reached_groups
from portal.people.readings import show_list
from portal.programs.definitions import formats
from portal.programs.kinds import RouteSubject
from portal.programs.queries import route_of
from portal.programs.routes import Route

FACTS = ("origin", "goal", "variant", "agreed_on", "languages")


@bp.get("")
@requires(Permission.REQUEST_READ)
def index() -> Response:
    """Requests that the reader may see, by name."""
    actor, wanted = current_actor(), RequestFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_requests(actor, wanted, today), scalars=False)
    show_list(actor, "requests.index", [row.MentoringRequest.person_id for row in found.rows])
    is_part = is_fragment()
    return page(
        "requests/index.html", fragment="request_list", found=found, wanted=wanted, states=STATES, origins=ORIGINS,
        variants=all_variants(), formats={code: each.name for code, each in formats().items()},
        without_mentor=WITHOUT_MENTOR, may_nominate=actor.has(Permission.REQUEST_NOMINATE),
        may_export=actor.has(Permission.REQUEST_EDIT), may_import=actor.has(Permission.IMPORT),
        groups=[] if is_part else reached_groups(actor, Permission.REQUEST_READ, today),
        organizations=[] if is_part else organizations_with_settings(actor, Permission.REQUEST_READ),
    )  # fmt: skip


@bp.get("/<public_id>")
@requires(Permission.REQUEST_READ)
def show(public_id: str) -> Response:
    """One request: what for, who asked, whether the person agreed, what a rule of the year says, who decides."""
    actor, asked = current_actor(), one_request(public_id, Permission.REQUEST_READ)
    today = clock.today(asked.organization.time_zone)
    show_list(actor, "requests.show", [asked.person_id], organization_id=asked.organization_id)
    may = permissions_on(actor, asked)
    return page(
        "requests/show.html", asked=asked, may=may, P=Permission, is_own=asked.person_id == actor.person_id,
        remarks=remarks_of(asked, today) if asked.is_open and Permission.REQUEST_NOMINATE in may else [],
        route=_route_into_base(asked), done=request.args.get("done", ""), mind=request.args.get("mind", ""),
        correction=link_key_of(request.args, "correction"),
        panels=panels_of("requests.show", asked),
    )  # fmt: skip


@bp.get("/<public_id>/edit")
@requires(Permission.REQUEST_EDIT)
def edit(public_id: str) -> Response:
    """What is known of the request as a form."""
    asked = one_request(public_id, Permission.REQUEST_EDIT)
    form = RequestForm(formdata=None, obj=asked)
    form.languages.data = asked.languages or [RUSSIAN]
    return _edit_page(asked, form)


@bp.post("/<public_id>/edit")
@requires(Permission.REQUEST_EDIT)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    asked, form = one_request(public_id, Permission.REQUEST_EDIT, lock=True), RequestForm()
    if not form.validate():
        return _edit_page(asked, form, status=422)
    stands = {name: getattr(asked, name) for name in FACTS}
    check_version(asked.version, request.form.get("version"), stands=request_words(stands),
                  typed=request_words(form.facts))  # fmt: skip
    try:
        clarify(current_actor(), asked, **form.facts)
    except Refusal as refusal:
        form.agreed_on.errors = [refusal.message]
        return _edit_page(asked, form, status=422)
    mind = len(doubtful(form)) or None
    db.session.commit()
    back = link_key_of(request.args, "correction")
    return see_other(url_for(".show", public_id=public_id, done="saved", mind=mind, correction=back))


@bp.get("/<public_id>/acceptance")
@requires(Permission.REQUEST_EDIT)
def confirm_acceptance(public_id: str) -> Response:
    """By whose decision the request enters the base."""
    asked, form = one_request(public_id, Permission.REQUEST_EDIT), AcceptanceForm(formdata=None)
    form.decided_on.data = clock.today(asked.organization.time_zone)
    return _acceptance_page(asked, form)


@bp.post("/<public_id>/acceptance")
@requires(Permission.REQUEST_EDIT)
def accept(public_id: str) -> Response:
    """Into the base."""
    asked, form = one_request(public_id, Permission.REQUEST_EDIT, lock=True), AcceptanceForm()
    if not form.validate():
        return _acceptance_page(asked, form, status=422)
    try:
        accept_into_base(current_actor(), asked, **form.facts)
    except Refusal as refusal:
        form.decision.errors = [refusal.message]
        return _acceptance_page(asked, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="accepted"))


@bp.get("/<public_id>/closure")
@requires(Permission.REQUEST_EDIT)
def confirm_closure(public_id: str) -> Response:
    """What closing means, before it is done."""
    asked = one_request(public_id, Permission.REQUEST_EDIT)
    return page("requests/closure.html", asked=asked, form=ClosureForm(formdata=None))


@bp.post("/<public_id>/closure")
@requires(Permission.REQUEST_EDIT)
def end(public_id: str) -> Response:
    """The search is over."""
    asked, form = one_request(public_id, Permission.REQUEST_EDIT, lock=True), ClosureForm()
    if not form.validate():
        return page("requests/closure.html", fragment="closure", status=422, asked=asked, form=form)
    close(current_actor(), asked, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="closed"))


def _edit_page(asked: MentoringRequest, form: RequestForm, status: int = 200) -> Response:
    form.variant.choices = variant_choices([asked.format.code])
    return page(
        "requests/edit.html", fragment="request_form", status=status, asked=asked, form=form,
        correction=link_key_of(request.args, "correction"),
    )  # fmt: skip


def _acceptance_page(asked: MentoringRequest, form: AcceptanceForm, status: int = 200) -> Response:
    today = clock.today(asked.organization.time_zone)
    return page(
        "requests/acceptance.html", fragment="acceptance_form", status=status, asked=asked, form=form,
        route=_route_into_base(asked), remarks=remarks_of(asked, today),
    )  # fmt: skip


def _route_into_base(asked: MentoringRequest) -> Route:
    """Who decides about the base for people of this side."""
    today = clock.today(asked.organization.time_zone)
    place = place_in(asked.person_id, asked.organization_id, asked.format.code, today)
    side = side_of(place) if place else None
    return route_of(asked.cycle.program, category=side or "", subject=RouteSubject.MENTEES)
