"""Undoing: what will go, what stays and why, then the deed."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.imports.actions import begin_undoing, plan_undoing, undo_import
from portal.imports.actions.undoing import IN_THE_REQUEST
from portal.imports.models import BatchState
from portal.imports.queries import rows_by_number
from portal.imports.views.blueprints import imports as bp
from portal.imports.views.opening import batch_of

MOST_SHOWN = 200


@bp.get("/<public_id>/undo")
@requires(Permission.IMPORT)
def confirm_undo(public_id: str) -> Response:
    """Row by row what cannot be undone, and why."""
    batch = batch_of(public_id)
    if batch.state != BatchState.DONE:
        return see_other(url_for(".show", public_id=public_id))
    plan = plan_undoing(batch)
    staying = plan.staying
    return page(
        "imports/confirm_undo.html", batch=batch, going=len(plan.going), staying=staying[:MOST_SHOWN],
        more=max(0, len(staying) - MOST_SHOWN), rows=rows_by_number(batch, [n for n, _why in staying[:MOST_SHOWN]]),
        submission_key=submissions.new_key(),
    )  # fmt: skip


@bp.post("/<public_id>/undo")
@requires(Permission.IMPORT)
def undo(public_id: str) -> Response:
    """Undo all that can be undone, in one transaction; a large one is the worker's."""
    actor, batch = current_actor(), batch_of(public_id, lock=True)
    key, target = request.form.get("submission_key", ""), url_for(".show", public_id=public_id)
    if submissions.claim(key, f"import-undo:{public_id}") is not None:
        return see_other(target)
    plan = plan_undoing(batch)
    if len(plan.numbers) > IN_THE_REQUEST:
        begin_undoing(actor, batch)
    else:
        undo_import(actor, batch, plan)
    db.session.commit()
    return see_other(target)
