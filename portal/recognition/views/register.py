"""The register of awards, its file, one award; one's own awards."""

import io

from flask import request
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.pages import page
from portal.core.web.tables import paginate
from portal.people.handing import hand_out
from portal.recognition import exports
from portal.recognition.forms import DayForm, DecisionForm, OutcomeForm
from portal.recognition.labels import NATURES, STATES
from portal.recognition.models import Nomination
from portal.recognition.queries import (
    AwardFilter,
    entry_of,
    find_nominations,
    kinds_of,
    open_order_of,
)
from portal.recognition.queries import own_awards as awards_of
from portal.recognition.views.blueprints import awards as bp
from portal.recognition.views.blueprints import own_awards
from portal.recognition.views.opening import note_reading, one_nomination

STATE_FORMS = (DecisionForm, DayForm, OutcomeForm)


@bp.get("")
@requires(Permission.AWARD_LIST)
def index() -> Response:
    """Who was put forward, for what, and what became of it."""
    actor, wanted = current_actor(), AwardFilter.from_args(request.args)
    found, kinds = paginate(find_nominations(actor, wanted)), kinds_of(actor)
    note_reading(found.rows, "awards.index")
    return page(
        "recognition/index.html", fragment="award_list", found=found, wanted=wanted, kinds=kinds, natures=NATURES,
        states=STATES, keeps=actor.has(Permission.AWARD_KEEP), edits=actor.has(Permission.AWARD_KIND_EDIT),
    )  # fmt: skip


@bp.get("/awards.xlsx")
@requires(Permission.AWARD_LIST)
@at_most("30 per hour")
def download() -> Response:
    """The same as a table."""
    actor, wanted = current_actor(), AwardFilter.from_args(request.args)
    made = io.BytesIO()
    rows, subjects = exports.write_awards(actor, wanted, made)
    name = _("Реестр поощрений %(day)s.xlsx", day=clock.today(actor.time_zone).isoformat())
    return hand_out(
        actor, made, name=name, kind=exports.KIND, what=exports.fingerprint(wanted), subjects=subjects, rows=rows,
        permission=Permission.AWARD_LIST, filters=sorted(wanted.as_args),
    )  # fmt: skip


@bp.get("/<public_id>")
@requires(Permission.AWARD_READ)
def show(public_id: str) -> Response:
    """One nomination or award: facts, where it stands, what may be done now."""
    return nomination_page(one_nomination(public_id, Permission.AWARD_READ))


@own_awards.get("")
@requires(Permission.AWARD_READ)
def index_of_own() -> Response:
    """«Мои награды»."""
    actor = current_actor()
    return page("recognition/mine.html", found=awards_of(actor.person_id) if actor.person_id else [])


def nomination_page(nomination: Nomination, form: object = None, status: int = 200) -> Response:
    """The page of a nomination; `form` is the one that was refused."""
    db.session.refresh(nomination)
    forms = {each.__name__: each(formdata=None) for each in STATE_FORMS}
    if form is not None:
        forms[type(form).__name__] = form  # type: ignore[assignment]
    for each in forms.values():
        if isinstance(each, DayForm) and each is not form:
            each.on.data = clock.today(nomination.organization.time_zone)
    note_reading([nomination], "awards.show")
    return page(
        "recognition/show.html", fragment="award", status=status, nomination=nomination, P=Permission,
        may=permissions_on(current_actor(), nomination), order=open_order_of(nomination),
        entry=entry_of(nomination), decision=forms["DecisionForm"], day=forms["DayForm"],
        outcome=forms["OutcomeForm"], refused=form, done=request.args.get("done", ""),
    )  # fmt: skip
