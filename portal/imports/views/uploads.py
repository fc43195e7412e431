"""The list of imports, the upload of a file, and the empty table to fill in."""

import io

from flask import request, send_file, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.export import write_workbook
from portal.core.files import safe_name, store
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.imports.actions import upload_table
from portal.imports.forms import UploadForm
from portal.imports.previews import kind_of
from portal.imports.queries import find_batches, kinds_for, template_book
from portal.imports.registry import Importable, Place
from portal.imports.sources import look_into
from portal.imports.views.blueprints import imports as bp

PURPOSE = "import-upload"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@requires(Permission.IMPORT)
def index() -> Response:
    """What can be loaded, and what has been."""
    actor = current_actor()
    kinds = kinds_for(actor)
    names = {place.id: place.name for _kind, places in kinds for place in places}
    batches = paginate(find_batches(actor))
    return page("imports/index.html", batches=batches, kinds=kinds, kind_of=kind_of, names=names)


@bp.get("/new")
@requires(Permission.IMPORT)
def new() -> Response:
    """The form of an upload."""
    form = UploadForm(request.args, meta={"csrf": False})
    return _form_page(form, *_chosen(form), status=200)


@bp.post("")
@requires(Permission.IMPORT)
@at_most("300 per hour")
def create() -> Response:
    """Look into the file before anything is written, then keep it with its headings."""
    form = UploadForm()
    kind, place, places = _chosen(form)
    if not form.validate():
        return _form_page(form, kind, place, places, status=422)
    upload, name = form.file.data, safe_name(form.file.data.filename)
    db.session.rollback()  # a file may take its time; no writer waits for it
    try:
        look = look_into(upload.stream, name)
        key = form.submission_key.data or ""
        used = submissions.claim(key, PURPOSE, submissions.hash_body((kind.key, place.id, name)))
        if used is not None:
            return see_other(url_for(".show", public_id=used.outcome))
        batch = upload_table(current_actor(), kind.key, place.id, store(upload.stream, name), look)
    except Refusal as refusal:
        db.session.rollback()
        form.file.errors = [refusal.message]
        return _form_page(form, kind, place, places, status=422)
    submissions.set_outcome(key, batch.public_id)
    target = url_for(".columns", public_id=batch.public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/template")
@requires(Permission.IMPORT)
def template() -> Response:
    """An empty table with the right headings and an example."""
    wanted = request.args.get("kind", "")
    kind = next((kind for kind, _places in kinds_for(current_actor()) if kind.key == wanted), None)
    if kind is None:
        raise NotSeen
    made = io.BytesIO()
    write_workbook(made, template_book(kind))
    made.seek(0)
    return send_file(made, mimetype=XLSX, as_attachment=True, download_name=f"{kind.title}.xlsx")


def _chosen(form: UploadForm) -> tuple[Importable, Place, list[Place]]:
    """The kind and the organisation that the form names, for those to whom they are open."""
    open_kinds = kinds_for(current_actor())
    wanted = form.kind.data or (open_kinds[0][0].key if open_kinds else "")
    found = next(((kind, places) for kind, places in open_kinds if kind.key == wanted), None)
    if found is None:
        raise NotSeen
    kind, places = found
    form.kind.data = kind.key
    form.organization.choices = [(place.public_id, place.name) for place in places]
    said = form.organization.data or places[0].public_id
    place = next((place for place in places if place.public_id == said), None)
    if place is None:
        raise NotSeen
    form.organization.data = place.public_id
    return kind, place, list(places)


def _form_page(form: UploadForm, kind: Importable, place: Place, places: list[Place], *, status: int) -> Response:
    return page(
        "imports/new.html", fragment="upload_form", status=status, form=form, kind=kind, place=place, places=places
    )
