"""One order on many awards: first a page that names them, then the draft."""

from collections.abc import Sequence

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import CreatingForm
from portal.core.web.pages import page, see_other
from portal.recognition import actions
from portal.recognition.models import Nomination
from portal.recognition.views.blueprints import awards as bp
from portal.recognition.views.opening import chosen_nominations, note_reading

KEEP, MADE = Permission.AWARD_KEEP, "award-order"


@bp.get("/order")
@requires(KEEP)
def plan_order() -> Response:
    """Which awards."""
    return _order_page(chosen_nominations(), CreatingForm(formdata=None))


@bp.post("/order")
@requires(KEEP)
def draft_order() -> Response:
    """Draft one order for all of them; a second click opens the same draft."""
    chosen, form = chosen_nominations(lock=True), CreatingForm()
    key = form.submission_key.data or ""
    used = submissions.claim(key, MADE)
    if used is not None:
        return see_other(url_for("documents.show", public_id=used.outcome))
    try:
        made = actions.draft_order(current_actor(), chosen)
    except Refusal as refusal:
        db.session.rollback()
        return _order_page(chosen_nominations(), form, 422, refusal.message)
    submissions.set_outcome(key, made.public_id)
    target = url_for("documents.show", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


def _order_page(chosen: Sequence[Nomination], form: CreatingForm, status: int = 200, refusal: str = "") -> Response:
    note_reading(chosen, "awards.plan_order")
    return page("recognition/order.html", fragment="order_form", status=status, chosen=chosen, form=form,
                refusal=refusal)  # fmt: skip
