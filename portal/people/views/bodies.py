"""Collegial bodies: the list, a new one, the card, its changes and its last day."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import ru_date
from portal.core.web.forms import check_version
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.panels import panels_of
from portal.core.web.tables import paginate
from portal.people.actions import add_body, close_body, edit_body, reopen_body
from portal.people.actions.bodies import NameTaken
from portal.people.forms.bodies import BodyForm, NewBodyForm
from portal.people.forms.days import day_of
from portal.people.forms.organizations import LastDayForm
from portal.people.kinds import OrganizationKind
from portal.people.labels import BODY_KINDS, body_kind_label
from portal.people.models import CollegialBody, Organization
from portal.people.queries import organizations_with_settings
from portal.people.queries.bodies import BodyFilter, find_bodies, members_of_body
from portal.people.queries.organizations import LifeState
from portal.people.readings import show_list
from portal.people.views.blueprints import bodies as bp

PURPOSE = "collegial-body"


@bp.get("")
@requires(Permission.BODY_READ)
def index() -> Response:
    """Bodies that the reader may see, by organisation."""
    actor, wanted = current_actor(), BodyFilter.from_args(request.args)
    found = paginate(find_bodies(actor, wanted, clock.today(actor.time_zone)), scalars=False)
    organizations = [] if is_fragment() else organizations_with_settings(actor, Permission.BODY_READ)
    return page(
        "bodies/index.html", fragment="body_list", found=found, wanted=wanted, states=LifeState, kinds=BODY_KINDS,
        organizations=organizations, may_edit=actor.has(Permission.BODY_EDIT),
    )  # fmt: skip


@bp.get("/new")
@requires(Permission.BODY_EDIT)
def new() -> Response:
    """A form for one body."""
    form = NewBodyForm(formdata=None)
    chosen = _offer_organizations(form, request.args.get("organization", ""))
    form.starts_on.data = clock.today(chosen.time_zone)
    return page("bodies/new.html", form=form)


@bp.post("")
@requires(Permission.BODY_EDIT)
def create() -> Response:
    """Open the body, once however often the button is pressed."""
    form = NewBodyForm()
    organization = _offer_organizations(form, form.organization.data or "")
    if not form.validate():
        return page("bodies/new.html", fragment="body_form", status=422, form=form)
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body(sorted((k, str(v)) for k, v in form.values.items())))
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = add_body(current_actor(), organization, **form.facts)
    except NameTaken as refusal:
        db.session.rollback()
        _offer_organizations(form, form.organization.data or "")
        form.name.errors = [refusal.message]
        return page("bodies/new.html", fragment="body_form", status=422, form=form)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.BODY_READ)
def show(public_id: str) -> Response:
    """The body: who sits in it now, who sat earlier; sittings and decisions come from the rooms above."""
    actor = current_actor()
    body = get_or_404(actor, CollegialBody, public_id, Permission.BODY_READ, joinedload(CollegialBody.organization))
    today = clock.today(body.organization.time_zone)
    members = [each for each in members_of_body(body.id) if not each.person.erased_on]
    show_list(actor, "bodies.show", [each.person_id for each in members], organization_id=body.organization_id)
    return page(
        "bodies/show.html", body=body, today=today, may=permissions_on(actor, body), P=Permission,
        now_in=[each for each in members if each.ends_on is None or each.ends_on >= today],
        earlier=[each for each in members if each.ends_on is not None and each.ends_on < today],
        panels=panels_of("bodies.show", body), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/edit")
@requires(Permission.BODY_EDIT)
def edit(public_id: str) -> Response:
    """The card as a form."""
    body = one_body(public_id)
    return page("bodies/edit.html", form=BodyForm(formdata=None, obj=body), body=body)


@bp.post("/<public_id>/edit")
@requires(Permission.BODY_EDIT)
def update(public_id: str) -> Response:
    """Save the card; somebody else's change in between is shown beside one's own (409)."""
    body, form = one_body(public_id, lock=True), BodyForm()
    if not form.validate():
        return page("bodies/edit.html", fragment="body_form", status=422, form=form, body=body)
    _check_version(form, body)
    try:
        edit_body(current_actor(), body, **form.facts)
    except Refusal as refusal:
        (form.name if isinstance(refusal, NameTaken) else form.starts_on).errors = [refusal.message]
        return page("bodies/edit.html", fragment="body_form", status=422, form=form, body=body)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/closure")
@requires(Permission.BODY_EDIT)
def confirm_closure(public_id: str) -> Response:
    """What closing means, before it is done."""
    body, form = one_body(public_id), LastDayForm(formdata=None)
    form.ends_on.data = clock.today(body.organization.time_zone)
    return page("bodies/confirm_closure.html", body=body, form=form)


@bp.post("/<public_id>/closure")
@requires(Permission.BODY_EDIT)
def close(public_id: str) -> Response:
    """Record the last day of the body and of everybody's part in it."""
    body, form = one_body(public_id, lock=True), LastDayForm()
    if form.validate():
        try:
            close_body(current_actor(), body, on=day_of(form.ends_on))
            db.session.commit()
            return see_other(url_for(".show", public_id=public_id, done="closed"))
        except Refusal as refusal:
            form.ends_on.errors = [refusal.message]
    return page("bodies/confirm_closure.html", status=422, body=body, form=form)


@bp.post("/<public_id>/reopening")
@requires(Permission.BODY_EDIT)
def reopen(public_id: str) -> Response:
    """Take the closing back."""
    reopen_body(current_actor(), one_body(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="reopened"))


def one_body(public_id: str, *, lock: bool = False) -> CollegialBody:
    """The body that the reader may change."""
    loaded = joinedload(CollegialBody.organization)
    return get_or_404(current_actor(), CollegialBody, public_id, Permission.BODY_EDIT, loaded, lock=lock)


def _offer_organizations(form: NewBodyForm, public_id: str) -> Organization:
    led = organizations_with_settings(current_actor(), Permission.BODY_EDIT)
    usual = [each for each in led if each.kind != OrganizationKind.MUNICIPALITY] or list(led)
    chosen = next((each for each in led if each.public_id == public_id), None) if public_id else next(iter(usual), None)
    if chosen is None:
        raise NotSeen
    form.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in led]
    form.organization.data = chosen.public_id
    return chosen


def _check_version(form: BodyForm, body: CollegialBody) -> None:
    labels = [form.kind.label.text, form.name.label.text, form.starts_on.label.text]
    stands = [body_kind_label(body.kind), body.name, ru_date(body.starts_on, "full")]
    facts = form.facts
    typed = [body_kind_label(facts["kind"]), facts["name"], ru_date(facts["starts_on"], "full")]
    check_version(
        body.version, request.form.get("version"), stands=dict(zip(labels, stands, strict=True)),
        typed=dict(zip(labels, typed, strict=True)),
    )  # fmt: skip
