"""The page of a batch: preview with its errors, progress, or what came of it."""

import io

from flask import request, send_file, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.export import write_workbook
from portal.core.i18n import _
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.tables import paginate
from portal.imports.actions import answer_question, put_aside, resume, writable_rows
from portal.imports.models import BatchState, ImportBatch
from portal.imports.previews import kind_of
from portal.imports.queries import VIEWS, errors_book, place_name, rows_to_show
from portal.imports.views.blueprints import imports as bp
from portal.imports.views.opening import AT_WORK, batch_of, next_steps

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 50


@bp.get("/<public_id>")
@requires(Permission.IMPORT)
def show(public_id: str) -> Response:
    """Whatever the state of the batch calls for."""
    batch = batch_of(public_id)
    if batch.state == BatchState.UPLOADED:
        return see_other(url_for(".columns", public_id=public_id))
    if is_fragment() and batch.state not in AT_WORK and request.args.get("waiting"):
        return see_other(url_for(".show", public_id=public_id))
    view = _asked_view(batch)
    rows = paginate(rows_to_show(batch, view), per_page=PER_PAGE)
    kind, at_work = kind_of(batch), batch.state in AT_WORK
    labels = {column.key: column.label for column in kind.columns}
    return page(
        "imports/show.html", fragment="import_state", batch=batch, kind=kind, rows=rows, view=view, states=BatchState,
        labels=labels, writable=writable_rows(batch), at_work=at_work, steps=next_steps(batch),
        place=place_name(current_actor(), batch), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/errors.xlsx")
@requires(Permission.IMPORT)
def errors(public_id: str) -> Response:
    """The rows that were left out, to be corrected and loaded again."""
    made = io.BytesIO()
    write_workbook(made, errors_book(batch_of(public_id)))
    made.seek(0)
    response = send_file(made, mimetype=XLSX, as_attachment=True, download_name=_("Строки с ошибками.xlsx"))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/<public_id>/rows/<int(max=99999):number>")
@requires(Permission.IMPORT)
def answer(public_id: str, number: int) -> Response:
    """Say who a person is whom the row leaves open."""
    answer_question(current_actor(), batch_of(public_id, lock=True), number, request.form.get("answer", ""))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="answered"))


@bp.post("/<public_id>/resumption")
@requires(Permission.IMPORT)
def go_on(public_id: str) -> Response:
    """Give work that stopped to the worker once more."""
    resume(current_actor(), batch_of(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id))


@bp.get("/<public_id>/removal")
@requires(Permission.IMPORT)
def confirm_removal(public_id: str) -> Response:
    """What putting the file aside means."""
    return page("imports/confirm_removal.html", batch=batch_of(public_id))


@bp.post("/<public_id>/removal")
@requires(Permission.IMPORT)
def remove(public_id: str) -> Response:
    """Give the file up."""
    put_aside(current_actor(), batch_of(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".index"))


def _asked_view(batch: ImportBatch) -> str:
    """The rows asked for; else those that need a person, or the new ones where none does."""
    asked = request.args.get("view", "")
    if asked in (*VIEWS, "kept"):
        return asked
    needs_somebody = any(batch.count(each) for each in ("error", "skip", "changed"))
    return "attention" if needs_somebody or not batch.count("new") else "new"
