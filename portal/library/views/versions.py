"""Versions of a material: adding one, taking the file of one."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import files, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other
from portal.library.actions import add_version as add
from portal.library.forms import VersionForm
from portal.library.models import Material
from portal.library.views.blueprints import library as bp
from portal.library.views.materials import numbered, one_material

PURPOSE = "material-version"


@bp.get("/<public_id>/versions/new")
@requires(Permission.MATERIAL_EDIT)
def new_version(public_id: str) -> Response:
    """The next version begins with the text of the one that is shown."""
    material, form = one_material(public_id, Permission.MATERIAL_EDIT), VersionForm(formdata=None)
    shown = numbered(material, material.current_number)
    form.text.data, form.link.data = shown.text, shown.link
    return _version_page(material, form)


@bp.post("/<public_id>/versions/new")
@requires(Permission.MATERIAL_EDIT)
def add_version(public_id: str) -> Response:
    """It takes the place of the one that is shown, once however often the button is pressed."""
    form = VersionForm()
    is_valid = form.validate()
    material = one_material(public_id, Permission.MATERIAL_EDIT, lock=True)
    if not is_valid:
        return _version_page(material, form, status=422)
    if submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{public_id}") is None:
        try:
            add(current_actor(), material, form.body, change_note=form.change_note.data or "")
        except Refusal as refusal:
            db.session.rollback()
            form.file.errors = [refusal.message]
            return _version_page(one_material(public_id, Permission.MATERIAL_EDIT), form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="renewed"))


@bp.get("/<public_id>/versions/<int:number>/file")
@requires(Permission.MATERIAL_READ)
@at_most("240 per hour")
def file(public_id: str, number: int) -> Response:
    """The file of a version."""
    shown = numbered(one_material(public_id, Permission.MATERIAL_READ), number)
    if shown.file is None:
        raise NotSeen
    return files.send(shown.file)


def _version_page(material: Material, form: VersionForm, status: int = 200) -> Response:
    return page("library/new_version.html", fragment="version_form", status=status, material=material, form=form)
