"""Spaces opened and changed by those who answer for them."""

from collections.abc import Sequence

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.community.actions import change_space, open_space
from portal.community.forms import NewSpaceForm, SpaceForm
from portal.community.kinds import SpaceKind
from portal.community.models import Space
from portal.community.views.blueprints import community as bp
from portal.community.views.opening import claimed, one_space
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.people.kinds import OrganizationKind
from portal.people.models import Group, Organization
from portal.people.queries import groups_of, organizations_with_settings


@bp.get("/new")
@requires(Permission.SPACE_EDIT)
def new() -> Response:
    """A new space; with several organisations the first of them is offered."""
    form, places = NewSpaceForm(formdata=None), _places()
    form.organization.data = request.args.get("organization") or (places[0].public_id if places else "")
    return _new_page(form, places)


@bp.post("")
@requires(Permission.SPACE_EDIT)
def create() -> Response:
    """Open it, once however often the button is pressed."""
    form, places = NewSpaceForm(), _places()
    place = next((one for one in places if one.public_id == form.organization.data), None)
    if not form.validate() or place is None:
        if place is None:
            form.organization.errors = [_("Выберите организацию")]
        return _new_page(form, places, status=422)
    used = claimed(form, "space-new")
    if used is not None:
        return see_other(url_for(".space", public_id=used.outcome))
    group = _chosen(form, place)
    try:
        made = open_space(current_actor(), place, kind=SpaceKind(form.kind.data), group=group, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.title.errors = [refusal.message]
        return _new_page(form, _places(), status=422)
    submissions.set_outcome(form.submission_key.data or "", made.public_id)
    target = url_for(".space", public_id=made.public_id, done="opened")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/edit")
@requires(Permission.SPACE_EDIT)
def edit_space(public_id: str) -> Response:
    """What the space is, as a form."""
    space = one_space(public_id, Permission.SPACE_EDIT)
    form = SpaceForm(formdata=None, obj=space)
    form.readers.data = [one.who for one in space.readers]
    form.group.data = space.group.public_id if space.group else ""
    form.links.data = "\n".join(f"{label} {address}" for label, address in space.links)
    form.is_closed.data = not space.is_open
    return _edit_page(space, form)


@bp.post("/<public_id>/edit")
@requires(Permission.SPACE_EDIT)
def update_space(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    space, form = one_space(public_id, Permission.SPACE_EDIT, lock=True), SpaceForm()
    if not form.validate():
        return _edit_page(space, form, status=422)
    words = form.title.label.text
    check_version(space.version, request.form.get("version"), stands={words: space.title},
                  typed={words: form.title.data or ""})  # fmt: skip
    try:
        change_space(
            current_actor(), space, group=_chosen(form, space.organization), is_closed=bool(form.is_closed.data),
            **form.facts,
        )  # fmt: skip
    except Refusal as refusal:
        form.title.errors = [refusal.message]
        return _edit_page(space, form, status=422)
    db.session.commit()
    return see_other(url_for(".space", public_id=public_id, done="changed"))


def _places() -> Sequence[Organization]:
    return organizations_with_settings(current_actor(), Permission.SPACE_EDIT)


def _chosen(form: SpaceForm, place: Organization) -> Group | None:
    if not form.group.data:
        return None
    return get_or_404(current_actor(), Group, form.group.data, Permission.GROUP_READ)


def _offer(form: SpaceForm, place: Organization | None) -> None:
    groups = groups_of(place.id, clock.today(place.time_zone)) if place else []
    form.group.choices = [SelectChoice("", _("Не выбрана")), *(SelectChoice(one.public_id, one.name) for one in groups)]
    if place is None or place.kind != OrganizationKind.MUNICIPALITY:
        del form.is_wide


def _new_page(form: NewSpaceForm, places: Sequence[Organization], status: int = 200) -> Response:
    place = next((one for one in places if one.public_id == form.organization.data), None)
    form.organization.choices = [SelectChoice(one.public_id, one.short_name) for one in places]
    _offer(form, place)
    return page("community/new_space.html", fragment="space_form", status=status, form=form, places=places)


def _edit_page(space: Space, form: SpaceForm, status: int = 200) -> Response:
    _offer(form, space.organization)
    return page("community/edit_space.html", fragment="space_form", status=status, space=space, form=form)
