"""Learners who come to a group and go to another."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.actions import move_to_group
from portal.people.forms.days import day_of
from portal.people.forms.groups import ComingForm, LeavingForm
from portal.people.models import Group, Membership
from portal.people.queries import groups_of
from portal.people.queries.groups import Place, learners_of, possible_newcomers
from portal.people.queries.organizations import LONGEST_SEARCH
from portal.people.readings import show_list
from portal.people.views.blueprints import groups as bp
from portal.people.views.groups import one_group

MOST = 60


@bp.get("/<public_id>/learners/new")
@requires(Permission.GROUP_EDIT)
def choose_learners(public_id: str) -> Response:
    """Learners of the organisation who are elsewhere or in no group yet: tick them."""
    group, form = one_group(public_id), ComingForm(formdata=None)
    form.starts_on.data = clock.today(group.organization.time_zone)
    _offer_newcomers(form, group)
    return _coming_page(group, form)


@bp.post("/<public_id>/learners")
@requires(Permission.GROUP_EDIT)
def add_learners(public_id: str) -> Response:
    """Enter the ticked ones in the group from a day, all or nobody."""
    group, form = one_group(public_id, lock=True), ComingForm()
    if submissions.claim(form.submission_key.data or "", f"coming:{public_id}", _body_of(form)) is not None:
        return see_other(url_for(".show", public_id=public_id))
    places = _offer_newcomers(form, group, locked=True)
    if not form.validate():
        _offer_newcomers(form, group)
        return _coming_page(group, form, status=422)
    chosen = [places[key] for key in form.places.data or ()]
    try:
        move_to_group(current_actor(), chosen, group, on=day_of(form.starts_on))
    except Refusal as refusal:
        form.starts_on.errors = [refusal.message]
        _offer_newcomers(form, group)
        return _coming_page(group, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="came", n=len(chosen)))


@bp.get("/<public_id>/moves/new")
@requires(Permission.GROUP_EDIT)
def choose_moves(public_id: str) -> Response:
    """Learners of this group: tick who goes to which other."""
    group, form = one_group(public_id), LeavingForm(formdata=None)
    form.starts_on.data = clock.today(group.organization.time_zone)
    _offer_leavers(form, group)
    return _leaving_page(group, form)


@bp.post("/<public_id>/moves")
@requires(Permission.GROUP_EDIT)
def move_learners(public_id: str) -> Response:
    """Move the ticked ones to another group of the same organisation from a day, all or nobody."""
    group, form = one_group(public_id, lock=True), LeavingForm()
    if submissions.claim(form.submission_key.data or "", f"leaving:{public_id}", _body_of(form)) is not None:
        return see_other(url_for(".show", public_id=public_id))
    places = _offer_leavers(form, group, locked=True)
    if not form.validate():
        _offer_leavers(form, group)
        return _leaving_page(group, form, status=422)
    chosen = [places[key] for key in form.places.data or ()]
    try:
        move_to_group(current_actor(), chosen, one_group(form.group.data), on=day_of(form.starts_on))
    except Refusal as refusal:
        form.starts_on.errors = [refusal.message]
        _offer_leavers(form, group)
        return _leaving_page(group, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="left", n=len(chosen)))


def _offer_newcomers(form: ComingForm, group: Group, *, locked: bool = False) -> dict[str, Membership]:
    """The choices of the form; locked, those who were ticked, however the search stands now."""
    today = clock.today(group.organization.time_zone)
    text = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    query = possible_newcomers(current_actor(), group, text, today)
    query = _locked(query, form) if locked else query.limit(MOST)
    rows = db.session.execute(query).all()
    if not locked:
        show_list(current_actor(), "groups.choose_learners", [row.Person.id for row in rows])
    form.places.choices = [_choice(row.place, row.Person.full_name, row.group_name or _("без группы")) for row in rows]
    return {str(row.place.id): row.place for row in rows}


def _offer_leavers(form: LeavingForm, group: Group, *, locked: bool = False) -> dict[str, Membership]:
    today = clock.today(group.organization.time_zone)
    query = learners_of(current_actor(), group, today)
    rows = db.session.execute(_locked(query, form) if locked else query.limit(MOST)).all()
    if not locked:
        show_list(current_actor(), "groups.choose_moves", [row.Person.id for row in rows])
    form.places.choices = [_choice(row.place, row.Person.full_name) for row in rows]
    others = [each for each in groups_of(group.organization_id, today) if each.id != group.id]
    form.group.choices = [SelectChoice(each.public_id, each.name) for each in others]
    return {str(row.place.id): row.place for row in rows}


def _choice(place: Membership, name: str, hint: str = "") -> SelectChoice:
    return SelectChoice(str(place.id), f"{name} ({hint})" if hint else name)


def _locked(query: Any, form: ComingForm | LeavingForm) -> Any:
    """The ticked places alone, taken for this transaction: two curators do not move the same learner."""
    ticked = [int(key) for key in form.places.data or () if key.isascii() and key.isdigit() and len(key) < 10]
    return query.where(Place.id.in_(ticked)).with_for_update(of=Place)


def _body_of(form: ComingForm | LeavingForm) -> str:
    return submissions.hash_body(sorted((name, str(value)) for name, value in form.values.items()))


def _coming_page(group: Group, form: ComingForm, status: int = 200) -> Response:
    answer = page(
        "groups/choose_learners.html", fragment="learner_choices", status=status, group=group, form=form,
        text=request.args.get("q", ""),
    )  # fmt: skip
    db.session.rollback()  # nothing was done: the key of the form stays free
    return answer


def _leaving_page(group: Group, form: LeavingForm, status: int = 200) -> Response:
    answer = page("groups/choose_moves.html", fragment="move_form", status=status, group=group, form=form)
    db.session.rollback()
    return answer
