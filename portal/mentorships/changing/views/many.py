"""The same change for many pairs at once: first a page that names them, then the deed, all or none."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other
from portal.mentorships.changing import actions
from portal.mentorships.changing.forms import EndingForm, ExtensionForm
from portal.mentorships.changing.queries import MOST_CHOSEN, chosen_pairs
from portal.mentorships.kinds import Ending
from portal.mentorships.models import Mentorship
from portal.mentorships.registry.queries import PairFilter
from portal.mentorships.views.blueprints import mentorships as bp
from portal.people.forms.days import day_of
from portal.people.readings import show_list

CHANGE = Permission.MENTORSHIP_CHANGE


@bp.get("/extensions")
@requires(CHANGE)
def plan_extensions() -> Response:
    """Which pairs, and until when."""
    return _many_page("extensions", _chosen(), ExtensionForm(formdata=None))


@bp.post("/extensions")
@requires(CHANGE)
def extend_many() -> Response:
    """The same planned last day for all of them."""
    pairs, form = _chosen(lock=True), ExtensionForm()
    if not form.validate():
        return _many_page("extensions", pairs, form, 422)
    try:
        actions.extend_each(current_actor(), pairs, until=day_of(form.planned_until), reason=form.reason.data or "")
    except Refusal as refusal:
        db.session.rollback()
        form.planned_until.errors = [refusal.message]
        return _many_page("extensions", _chosen(), form, 422)
    db.session.commit()
    return see_other(url_for(".index", done="extended"))


@bp.get("/endings")
@requires(CHANGE)
def plan_endings() -> Response:
    """Which pairs, and why."""
    return _many_page("endings", _chosen(), EndingForm(formdata=None))


@bp.post("/endings")
@requires(CHANGE)
def end_many() -> Response:
    """Today is the last day of all of them."""
    pairs, form = _chosen(lock=True), EndingForm()
    if not form.validate():
        return _many_page("endings", pairs, form, 422)
    actions.end_each(current_actor(), pairs, ending=Ending(form.ending.data), reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".index", done="ended"))


def _chosen(*, lock: bool = False) -> Sequence[Mentorship]:
    """One foreign pair among those that were ticked hides them all (404): a form never names one by itself."""
    actor, said = current_actor(), request.values
    found = chosen_pairs(actor, said, clock.today(actor.time_zone), lock=lock)
    if said.get("everybody") != "1" and len(found) != len(set(said.getlist("pair"))):
        raise NotSeen
    return found


def _many_page(name: str, pairs: Sequence[Mentorship], form: ExtensionForm | EndingForm, status: int = 200) -> Response:
    people = {each.person_id for pair in pairs for each in pair.members}
    show_list(current_actor(), f"mentorships.{name}", people)
    fields = [("pair", each.public_id) for each in pairs]
    kept: dict[str, Any] = dict(PairFilter.from_args(request.values).as_args)
    return page(
        f"mentorships/{name}.html", fragment=f"{name}_form", status=status, pairs=pairs, form=form, fields=fields,
        back=url_for(".index", **kept), most=MOST_CHOSEN,
    )  # fmt: skip
