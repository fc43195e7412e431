"""The library: the list with its filters, a material, adding, changing, taking down."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.library import actions
from portal.library.forms import FactsForm, MaterialForm
from portal.library.kinds import Facet
from portal.library.labels import KINDS, choices_of
from portal.library.models import Material, MaterialVersion
from portal.library.queries import MaterialFilter, find_materials, is_asked, reading_of
from portal.library.views.blueprints import library as bp
from portal.people.queries import organizations_with_settings

PURPOSE = "material"


@bp.get("")
@requires(Permission.MATERIAL_READ)
def index() -> Response:
    """What the reader may read, the latest first; keepers also see what was taken down."""
    actor, wanted = current_actor(), MaterialFilter.from_args(request.args)
    return page(
        "library/index.html", fragment="materials", found=paginate(find_materials(actor, wanted), scalars=False),
        wanted=wanted, kinds=KINDS, facets={facet: choices_of(facet) for facet in Facet},
        may_edit=actor.has(Permission.MATERIAL_EDIT),
    )  # fmt: skip


@bp.get("/<public_id>")
@requires(Permission.MATERIAL_READ)
def show(public_id: str) -> Response:
    """The latest version."""
    material = one_material(public_id, Permission.MATERIAL_READ)
    return material_page(material, material.current_number)


@bp.get("/<public_id>/versions/<int:number>")
@requires(Permission.MATERIAL_READ)
def version(public_id: str, number: int) -> Response:
    """An earlier version, as it was."""
    return material_page(one_material(public_id, Permission.MATERIAL_READ), number)


@bp.get("/new")
@requires(Permission.MATERIAL_EDIT)
def new() -> Response:
    """An empty form."""
    return _new_page(MaterialForm(formdata=None))


@bp.post("/new")
@requires(Permission.MATERIAL_EDIT)
def create() -> Response:
    """Put it into the library, once however often the button is pressed."""
    actor, form = current_actor(), MaterialForm()
    is_valid = form.validate()
    organization = form.chosen(organizations_with_settings(actor, Permission.MATERIAL_EDIT))
    if not is_valid or organization is None:
        return _new_page(form, status=422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, f"{PURPOSE}-{actor.person_id}", submissions.hash_body(form.title.data))
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = actions.add_material(actor, organization, form.facts, form.body)
    except Refusal as refusal:
        db.session.rollback()
        form.file.errors = [refusal.message]
        return _new_page(form, status=422)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/edit")
@requires(Permission.MATERIAL_EDIT)
def edit(public_id: str) -> Response:
    """What is said about it, as a form."""
    material = one_material(public_id, Permission.MATERIAL_EDIT)
    form = FactsForm(formdata=None, obj=material)
    form.show(material)
    return page("library/edit.html", form=form, material=material)


@bp.post("/<public_id>/edit")
@requires(Permission.MATERIAL_EDIT)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    material, form = one_material(public_id, Permission.MATERIAL_EDIT, lock=True), FactsForm()
    if not form.validate():
        return page("library/edit.html", fragment="material_form", status=422, form=form, material=material)
    labels = {name: str(form[name].label.text) for name in ("title", "about")}
    check_version(
        material.version, request.form.get("version"),
        stands={words: getattr(material, name) for name, words in labels.items()},
        typed={words: form[name].data or "" for name, words in labels.items()},
    )  # fmt: skip
    actions.change_material(current_actor(), material, form.facts)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


@bp.get("/<public_id>/archive")
@requires(Permission.MATERIAL_EDIT)
def confirm_archive(public_id: str) -> Response:
    """What taking it down means, before it is done."""
    return page("library/archive.html", material=one_material(public_id, Permission.MATERIAL_EDIT))


@bp.post("/<public_id>/archive")
@requires(Permission.MATERIAL_EDIT)
def archive(public_id: str) -> Response:
    """Take it down, or put it back."""
    material = one_material(public_id, Permission.MATERIAL_EDIT, lock=True)
    returns = request.form.get("deed") == "return"
    (actions.return_material if returns else actions.archive_material)(current_actor(), material)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="returned" if returns else "archived"))


def one_material(public_id: str, permission: Permission, *, lock: bool = False) -> Material:
    """The material on which the reader has the permission."""
    return get_or_404(current_actor(), Material, public_id, permission, lock=lock)


def numbered(material: Material, number: int) -> MaterialVersion:
    """The version of this number. Raises NotSeen where there is none."""
    found = material.numbered(number)
    if found is None:
        raise NotSeen
    return found


def material_page(material: Material, number: int) -> Response:
    """The page of the material with this version."""
    actor, shown = current_actor(), numbered(material, number)
    may, today = permissions_on(actor, material), clock.today(actor.time_zone)
    reading: Any = reading_of(material, actor.person_id) if actor.person_id and material.asks_newcomers else None
    asks = (
        actor.person_id is not None and reading is None and Permission.MATERIAL_CONFIRM in may
        and material.archived_on is None and material.asks_newcomers and is_asked(material, actor.person_id, today)
    )  # fmt: skip
    return page(
        "library/show.html", material=material, version=shown, may=may, P=Permission, reading=reading, asks=asks,
        done=request.args.get("done", ""),
    )  # fmt: skip


def _new_page(form: MaterialForm, status: int = 200) -> Response:
    organizations = organizations_with_settings(current_actor(), Permission.MATERIAL_EDIT)
    form.offer(organizations)
    return page(
        "library/new.html", fragment="material_form", status=status, form=form, organizations=organizations
    )  # fmt: skip
