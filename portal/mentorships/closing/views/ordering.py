"""One order on the end of many pairs: first a page that names them, then the draft."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.forms import CreatingForm
from portal.core.web.pages import page, see_other
from portal.mentorships.changing.forms import EndingForm
from portal.mentorships.changing.queries import MOST_CHOSEN, chosen_pairs
from portal.mentorships.closing import actions
from portal.mentorships.closing.views.blueprints import closing as bp
from portal.mentorships.kinds import Ending
from portal.mentorships.models import Mentorship
from portal.mentorships.registry.queries import PairFilter
from portal.people.readings import show_list

CHANGE = Permission.MENTORSHIP_CHANGE
MADE = "closing-order"


class EndOrderForm(EndingForm, CreatingForm):
    """Why these pairs end; the order is made once."""


@bp.get("/closing-order")
@requires(CHANGE)
def plan_order() -> Response:
    """Which pairs, and why."""
    return _order_page(_chosen(), EndOrderForm(formdata=None))


@bp.post("/closing-order")
@requires(CHANGE)
def draft_order() -> Response:
    """Draft one order for all of them; a second click opens the same draft."""
    pairs, form = _chosen(lock=True), EndOrderForm()
    if not form.validate():
        return _order_page(pairs, form, 422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, MADE)
    if used is not None:
        return see_other(url_for("documents.show", public_id=used.outcome))
    try:
        made = actions.draft_end(
            current_actor(), pairs, ending=Ending(form.ending.data), reason=form.reason.data or ""
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.ending.errors = [refusal.message]
        return _order_page(_chosen(), form, 422)
    submissions.set_outcome(key, made.public_id)
    target = url_for("documents.show", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


def _chosen(*, lock: bool = False) -> Sequence[Mentorship]:
    """One foreign pair among those that were ticked hides them all (404)."""
    actor, said = current_actor(), request.values
    found = chosen_pairs(actor, said, clock.today(actor.time_zone), lock=lock)
    if said.get("everybody") != "1" and len(found) != len(set(said.getlist("pair"))):
        raise NotSeen
    return found


def _order_page(pairs: Sequence[Mentorship], form: EndOrderForm, status: int = 200) -> Response:
    people = {each.person_id for pair in pairs for each in pair.members}
    show_list(current_actor(), "closing.plan_order", people)
    kept: dict[str, Any] = dict(PairFilter.from_args(request.values).as_args)
    return page(
        "closing/order.html", fragment="order_form", status=status, pairs=pairs, form=form, most=MOST_CHOSEN,
        fields=[("pair", each.public_id) for each in pairs], back=url_for("mentorships.index", **kept),
    )  # fmt: skip
