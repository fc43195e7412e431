"""Groups and classes: the list, a new one, the card, its changes and its last day."""

from collections.abc import Sequence

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
from portal.people.actions import add_group, close_group, edit_group, reopen_group
from portal.people.actions.groups import USUAL_KIND
from portal.people.forms.days import day_of
from portal.people.forms.groups import GroupFields, GroupForm, NewGroupForm
from portal.people.forms.organizations import LastDayForm
from portal.people.kinds import GroupKind, OrganizationKind
from portal.people.models import Group, Organization
from portal.people.queries import organizations_with_settings
from portal.people.queries.groups import (
    GroupFilter,
    find_groups,
    former_names,
    learners_of,
    transfers_of,
)
from portal.people.queries.organizations import LifeState
from portal.people.readings import show_list
from portal.people.views.blueprints import groups as bp

PURPOSE = "group"


@bp.get("")
@requires(Permission.GROUP_READ)
def index() -> Response:
    """Groups that the reader may see, by organisation and course."""
    actor, wanted = current_actor(), GroupFilter.from_args(request.args)
    found = paginate(find_groups(actor, wanted, clock.today(actor.time_zone)), scalars=False)
    organizations = [] if is_fragment() else organizations_with_settings(actor, Permission.GROUP_READ)
    return page(
        "groups/index.html", fragment="group_list", found=found, wanted=wanted, states=LifeState,
        organizations=organizations, may_edit=actor.has(Permission.GROUP_EDIT),
    )  # fmt: skip


@bp.get("/new")
@requires(Permission.GROUP_EDIT)
def new() -> Response:
    """A form for one group; many come by import."""
    form = NewGroupForm(formdata=None)
    chosen = _offer_organizations(form, request.args.get("organization", ""))
    form.kind.data = USUAL_KIND.get(OrganizationKind(chosen.kind), GroupKind.STUDY).value
    form.starts_on.data = clock.today(chosen.time_zone)
    return page("groups/new.html", form=form)


@bp.post("")
@requires(Permission.GROUP_EDIT)
def create() -> Response:
    """Open the group, once however often the button is pressed."""
    form = NewGroupForm()
    organization = _offer_organizations(form, form.organization.data or "")
    if not form.validate():
        return _new_again(form)
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body(sorted((k, str(v)) for k, v in form.values.items())))
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = add_group(current_actor(), organization, **form.facts)
    except Refusal as refusal:
        form.name.errors = [refusal.message]
        return _new_again(form)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.GROUP_READ)
def show(public_id: str) -> Response:
    """The group: learners by name; curators and consents come from the rooms above."""
    actor = current_actor()
    group = get_or_404(actor, Group, public_id, Permission.GROUP_READ, joinedload(Group.organization))
    today = clock.today(group.organization.time_zone)
    learners = paginate(learners_of(actor, group, today), per_page=50, scalars=False)
    show_list(actor, "groups.show", [row.Person.id for row in learners.rows], organization_id=group.organization_id)
    return page(
        "groups/show.html", fragment="learner_list", group=group, today=today, learners=learners,
        may=permissions_on(actor, group), P=Permission, panels=[] if is_fragment() else panels_of("groups.show", group),
        former=former_names(transfers_of(group.organization_id), group.id), done=request.args.get("done", ""),
        number=request.args.get("n", 0, type=int),
    )  # fmt: skip


@bp.get("/<public_id>/edit")
@requires(Permission.GROUP_EDIT)
def edit(public_id: str) -> Response:
    """The card as a form."""
    group = one_group(public_id)
    form = GroupForm(formdata=None, obj=group)
    form.course.data = str(group.course or "")
    return page("groups/edit.html", form=form, group=group)


@bp.post("/<public_id>/edit")
@requires(Permission.GROUP_EDIT)
def update(public_id: str) -> Response:
    """Save the card; somebody else's change in between is shown beside one's own (409)."""
    group, form = one_group(public_id, lock=True), GroupForm()
    if not form.validate():
        return page("groups/edit.html", fragment="group_form", status=422, form=form, group=group)
    _check_version(form, group)
    try:
        edit_group(current_actor(), group, **form.facts)
    except Refusal as refusal:
        form.name.errors = [refusal.message]
        return page("groups/edit.html", fragment="group_form", status=422, form=form, group=group)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/closure")
@requires(Permission.GROUP_EDIT)
def confirm_closure(public_id: str) -> Response:
    """What closing means, before it is done."""
    group, form = one_group(public_id), LastDayForm(formdata=None)
    form.ends_on.data = clock.today(group.organization.time_zone)
    return page("groups/confirm_closure.html", group=group, form=form)


@bp.post("/<public_id>/closure")
@requires(Permission.GROUP_EDIT)
def close(public_id: str) -> Response:
    """Record the last day."""
    group, form = one_group(public_id, lock=True), LastDayForm()
    if form.validate():
        try:
            close_group(current_actor(), group, on=day_of(form.ends_on))
            db.session.commit()
            return see_other(url_for(".show", public_id=public_id, done="closed"))
        except Refusal as refusal:
            form.ends_on.errors = [refusal.message]
    return page("groups/confirm_closure.html", status=422, group=group, form=form)


@bp.post("/<public_id>/reopening")
@requires(Permission.GROUP_EDIT)
def reopen(public_id: str) -> Response:
    """Take the closing back."""
    reopen_group(current_actor(), one_group(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="reopened"))


def one_group(public_id: str, *, lock: bool = False) -> Group:
    """The group that the reader may change."""
    return get_or_404(
        current_actor(), Group, public_id, Permission.GROUP_EDIT, joinedload(Group.organization), lock=lock
    )


def led_organizations() -> Sequence[Organization]:
    """Organisations in which the reader keeps groups. Raises NotSeen where there is none."""
    found = organizations_with_settings(current_actor(), Permission.GROUP_EDIT)
    if not found:
        raise NotSeen
    return found


def chosen_organization(public_id: str) -> tuple[Organization, Sequence[Organization]]:
    """The organisation named, or the first that has groups of its own to lead; and all of them, for the choice."""
    led = led_organizations()
    usual = [each for each in led if each.kind != OrganizationKind.MUNICIPALITY] or led
    chosen = next((each for each in led if each.public_id == public_id), None if public_id else usual[0])
    if chosen is None:
        raise NotSeen
    return chosen, led


def _offer_organizations(form: NewGroupForm, public_id: str) -> Organization:
    chosen, led = chosen_organization(public_id)
    form.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in led]
    form.organization.data = chosen.public_id
    return chosen


def _new_again(form: NewGroupForm) -> Response:
    answer = page("groups/new.html", fragment="group_form", status=422, form=form)
    db.session.rollback()  # nothing was done: the key of the form stays free
    return answer


def _check_version(form: GroupFields, group: Group) -> None:
    stands = {
        form.name.label.text: group.name, form.course.label.text: str(group.course or ""),
        form.starts_on.label.text: ru_date(group.starts_on, "full"),
    }  # fmt: skip
    typed = {
        form.name.label.text: form.name.data or "", form.course.label.text: form.course.data or "",
        form.starts_on.label.text: ru_date(form.starts_on.data, "full"),
    }  # fmt: skip
    check_version(group.version, request.form.get("version"), stands=stands, typed=typed)
