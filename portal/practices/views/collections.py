"""Collections of practices: read by everybody once published, put together by a methodologist."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.people.queries import organizations_with_settings
from portal.practices.actions import (
    make_collection,
    move_in_collection,
    publish_collection,
    put_into_collection,
    take_out_of_collection,
)
from portal.practices.forms import CollectionForm
from portal.practices.models import PracticeCollection
from portal.practices.queries import collections_for, items_of
from portal.practices.views.blueprints import collections as bp
from portal.practices.views.opening import one_practice

PURPOSE = "practice-collection"


@bp.get("")
@requires(Permission.PRACTICE_READ)
def index() -> Response:
    """Collections that the reader may open."""
    found = paginate(collections_for(current_actor()), scalars=False)
    return page("practices/collections.html", found=found, may_edit=current_actor().has(Permission.COLLECTION_EDIT))


@bp.get("/new")
@requires(Permission.COLLECTION_EDIT)
def new() -> Response:
    """A collection begins with its name."""
    return _new_page(CollectionForm(formdata=None))


@bp.post("/new")
@requires(Permission.COLLECTION_EDIT)
def create() -> Response:
    """Begin it, once however often the button is pressed."""
    actor, form = current_actor(), CollectionForm()
    is_valid, organization = (
        form.validate(),
        form.chosen(organizations_with_settings(actor, Permission.COLLECTION_EDIT)),
    )
    if not is_valid or organization is None:
        return _new_page(form, status=422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, f"{PURPOSE}-{actor.person_id}", submissions.hash_body(form.title.data))
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    made = make_collection(actor, organization, title=form.title.data or "", about=form.about.data or "")
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.PRACTICE_READ)
def show(public_id: str) -> Response:
    """Its practices in their order."""
    collection = get_or_404(current_actor(), PracticeCollection, public_id, Permission.PRACTICE_READ)
    may_edit = Permission.COLLECTION_EDIT in permissions_on(current_actor(), collection)
    return page("practices/collection.html", collection=collection, found=items_of(collection), may_edit=may_edit)


@bp.post("/<public_id>")
@requires(Permission.COLLECTION_EDIT)
def change(public_id: str) -> Response:
    """One deed: a practice comes in, moves, goes; the collection opens or closes."""
    actor = current_actor()
    collection = get_or_404(actor, PracticeCollection, public_id, Permission.COLLECTION_EDIT, lock=True)
    deed = request.form.get("deed", "")
    if deed in ("open", "close"):
        publish_collection(actor, collection, is_open=deed == "open")
    else:
        practice = one_practice(request.form.get("practice", ""), Permission.PRACTICE_READ)
        if deed == "put":
            put_into_collection(actor, collection, practice)
        elif deed in ("up", "down"):
            move_in_collection(actor, collection, practice, by=-1 if deed == "up" else 1)
        elif deed == "take":
            take_out_of_collection(actor, collection, practice)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id))


@bp.post("/put")
@requires(Permission.COLLECTION_EDIT)
def put() -> Response:
    """From the card of a practice into the collection that was chosen there."""
    actor = current_actor()
    collection = get_or_404(
        actor, PracticeCollection, request.form.get("collection", ""), Permission.COLLECTION_EDIT, lock=True
    )
    put_into_collection(actor, collection, one_practice(request.form.get("practice", ""), Permission.PRACTICE_READ))
    target = url_for(".show", public_id=collection.public_id)
    db.session.commit()
    return see_other(target)


def _new_page(form: CollectionForm, status: int = 200) -> Response:
    organizations = organizations_with_settings(current_actor(), Permission.COLLECTION_EDIT)
    form.offer(organizations)
    return page(
        "practices/new_collection.html", fragment="collection_form", status=status, form=form,
        organizations=organizations,
    )  # fmt: skip
