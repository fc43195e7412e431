"""Confirmation: what will be written and what stays out, then the deed."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.imports.actions import Loading, ask_for_loading, begin_loading, finish_loading, writable_rows
from portal.imports.actions.confirming import IN_THE_REQUEST
from portal.imports.models import BatchState
from portal.imports.previews import kind_of
from portal.imports.queries import place_name
from portal.imports.views.blueprints import imports as bp
from portal.imports.views.opening import batch_of


@bp.get("/<public_id>/confirmation")
@requires(Permission.IMPORT)
def confirm(public_id: str) -> Response:
    """Consequences before the verb."""
    batch = batch_of(public_id)
    if batch.state != BatchState.PREVIEWED:
        return see_other(url_for(".show", public_id=public_id))
    return page(
        "imports/confirm.html", batch=batch, kind=kind_of(batch), writable=writable_rows(batch),
        left=batch.count("error") + batch.count("skip"), place=place_name(current_actor(), batch),
        submission_key=submissions.new_key(),
    )  # fmt: skip


@bp.post("/<public_id>/confirmation")
@requires(Permission.IMPORT)
def load(public_id: str) -> Response:
    """Write the rows: up to 300 at once, all or none; more by the worker, chunk by chunk, each row exactly once."""
    actor, batch = current_actor(), batch_of(public_id, lock=True)
    key, target = request.form.get("submission_key", ""), url_for(".show", public_id=public_id)
    if submissions.claim(key, f"import-load:{public_id}") is not None:
        return see_other(target)
    begin_loading(actor, batch)
    if writable_rows(batch) > IN_THE_REQUEST:
        ask_for_loading(actor, batch)
    else:
        loading = Loading(actor, batch)
        while loading.step():
            pass
        finish_loading(actor, batch)
    db.session.commit()
    return see_other(target)
