"""The page «Сопоставьте столбцы»: which column of the file is what."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.imports.actions import ask_for_preview, choose_columns, is_large, make_preview
from portal.imports.forms import chosen_columns
from portal.imports.headings import is_never_read, missing
from portal.imports.models import BatchState, ImportBatch
from portal.imports.previews import kind_of
from portal.imports.sources import read_file
from portal.imports.views.blueprints import imports as bp
from portal.imports.views.opening import batch_of


@bp.get("/<public_id>/columns")
@requires(Permission.IMPORT)
def columns(public_id: str) -> Response:
    """What the portal recognised; whoever knows better corrects it."""
    batch = batch_of(public_id)
    if batch.state not in (BatchState.UPLOADED, BatchState.PREVIEWED):
        return see_other(url_for(".show", public_id=public_id))
    return _columns_page(batch, {place: key for key, place in batch.mapping.items()}, batch.options, status=200)


@bp.post("/<public_id>/columns")
@requires(Permission.IMPORT)
@at_most("300 per hour")
def match(public_id: str) -> Response:
    """Read all rows with these columns and judge them: a small table now, a large one by the worker."""
    batch = batch_of(public_id)
    chosen = chosen_columns(request.form, len(batch.headings))
    options = {option.key: option.key in request.form.getlist("options") for option in kind_of(batch).options}
    file = batch.file
    if file is None:
        raise Refusal(_("Файла уже нет. Загрузите его снова."))
    aside = is_large(file)
    db.session.rollback()  # reading takes its time; no writer waits for it
    table = None if aside else read_file(file)
    batch = batch_of(public_id, lock=True)
    try:
        choose_columns(current_actor(), batch, chosen, options)
    except Refusal as refusal:
        if batch.state not in (BatchState.UPLOADED, BatchState.PREVIEWED):
            raise
        return _columns_page(batch, chosen, options, status=422, error=refusal.message)
    if table is None:
        ask_for_preview(current_actor(), batch)
    else:
        make_preview(current_actor(), batch, table)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id))


def _columns_page(
    batch: ImportBatch, chosen: dict[int, str], options: dict[str, Any], *, status: int, error: str = ""
) -> Response:
    kind = kind_of(batch)
    samples = batch.samples or [[] for _heading in batch.headings]
    lines = [
        {"place": place, "heading": heading, "samples": samples[place], "key": chosen.get(place, ""),
         "is_closed": is_never_read(kind, heading)}
        for place, heading in enumerate(batch.headings)
    ]  # fmt: skip
    if status == 422:
        db.session.rollback()
        batch = batch_of(batch.public_id)
    lacking = missing(kind, {key: place for place, key in chosen.items() if key})
    return page(
        "imports/columns.html", fragment="columns_form", status=status, batch=batch, kind=kind, lines=lines,
        options=options, error=error, lacking=lacking,
    )  # fmt: skip
