"""The page of a final event for everybody whom the organiser lets in, its programme, its report."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.events.finals.actions import freeze_figures, put_item, remove_item
from portal.events.finals.forms import ItemForm
from portal.events.finals.kinds import FINAL
from portal.events.finals.models import ProgrammeItem
from portal.events.finals.queries import candidates, figures_of, item_of, may_be_named, programme_of
from portal.events.finals.sources import parts_of
from portal.events.finals.views.blueprints import finals as bp
from portal.events.models import Event
from portal.events.views.opening import one_event
from portal.people.readings import show_list

PURPOSE = "programme-item"


@bp.get("/<public_id>")
@requires(Permission.EVENT_READ)
def show(public_id: str) -> Response:
    """Programme, what was presented, awards, numbers. Names stand where consent to publication does."""
    event = _final(public_id, Permission.EVENT_READ)
    may, items = permissions_on(current_actor(), event), programme_of(event)
    is_ours = Permission.EVENT_EDIT in may
    people = {each.person_id for item in items for each in item.presenters}
    named = may_be_named(event) if people else set()
    show_list(current_actor(), "finals.show", people if is_ours else named, organization_id=event.organization_id)
    return page(
        "finals/show.html", event=event, zone=event.organization.time_zone, items=items, named=named, is_ours=is_ours,
        parts=parts_of(event), figures=figures_of(event), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/items/new")
@requires(Permission.EVENT_EDIT)
def new(public_id: str) -> Response:
    """An item of the programme."""
    return _item_page(_final(public_id, Permission.EVENT_EDIT), None, ItemForm(formdata=None))


@bp.post("/<public_id>/items/new")
@requires(Permission.EVENT_EDIT)
def create(public_id: str) -> Response:
    """Put it at the end, once however often the button is pressed."""
    actor, event, form = current_actor(), _final(public_id, Permission.EVENT_EDIT, lock=True), ItemForm()
    if not form.validate():
        return _item_page(event, None, form, status=422)
    told = submissions.hash_body([event.id, form.title.data])
    if submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{actor.person_id}", told) is None:
        put_item(actor, event, None, **form.facts)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/items/<item_id>")
@requires(Permission.EVENT_EDIT)
def edit(public_id: str, item_id: str) -> Response:
    """An item as a form."""
    event = _final(public_id, Permission.EVENT_EDIT)
    item = _item(event, item_id)
    form = ItemForm(formdata=None, obj=item)
    form.fill(item, candidates(event))
    return _item_page(event, item, form)


@bp.post("/<public_id>/items/<item_id>")
@requires(Permission.EVENT_EDIT)
def update(public_id: str, item_id: str) -> Response:
    """Save it; a stale form is refused (409)."""
    event, form = _final(public_id, Permission.EVENT_EDIT, lock=True), ItemForm()
    item = _item(event, item_id)
    if not form.validate():
        return _item_page(event, item, form, status=422)
    check_version(item.version, form.version.data, stands={"Название": item.title},
                  typed={"Название": form.title.data or ""})  # fmt: skip
    put_item(current_actor(), event, item, **form.facts)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.post("/<public_id>/items/<item_id>/removal")
@requires(Permission.EVENT_EDIT)
def remove(public_id: str, item_id: str) -> Response:
    """Take it out."""
    event = _final(public_id, Permission.EVENT_EDIT, lock=True)
    remove_item(current_actor(), event, _item(event, item_id))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="removed"))


@bp.post("/<public_id>/figures")
@requires(Permission.EVENT_EDIT)
def freeze(public_id: str) -> Response:
    """Keep the numbers as they are; again changes nothing."""
    freeze_figures(current_actor(), _final(public_id, Permission.EVENT_EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="frozen"))


def _final(public_id: str, permission: Permission, *, lock: bool = False) -> Event:
    event = one_event(public_id, permission, lock=lock)
    if event.kind != FINAL or event.is_restricted:
        raise NotSeen
    return event


def _item(event: Event, public_id: str) -> ProgrammeItem:
    found = item_of(event, public_id)
    if found is None:
        raise NotSeen
    return found


def _item_page(event: Event, item: ProgrammeItem | None, form: ItemForm, status: int = 200) -> Response:
    people = candidates(event)
    show_list(current_actor(), "finals.item", [each.person_id for each in people],
              organization_id=event.organization_id)  # fmt: skip
    form.offer(people)
    return page("finals/item.html", fragment="item_form", status=status, event=event, item=item, form=form)
