"""«Не с этим человеком»: one's own page; nobody else ever opens it."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.matching.drafts.actions import avoid, stop_avoiding
from portal.matching.drafts.forms import AvoidanceForm
from portal.matching.drafts.models import MatchingAvoidance
from portal.matching.drafts.queries import own_avoidances
from portal.matching.drafts.views.blueprints import own_avoidances as bp
from portal.matching.mentors.queries.openings import own_mentor_places
from portal.people.models import Organization

PURPOSE = "avoidance"


@bp.get("")
@requires(Permission.AVOIDANCE_KEEP)
def index() -> Response:
    """Whom I named, and the way to name another."""
    return _page(AvoidanceForm(formdata=None))


@bp.post("")
@requires(Permission.AVOIDANCE_KEEP)
@at_most("30 per hour")
def add() -> Response:
    """Remember one more; the same name twice changes nothing."""
    form, places = AvoidanceForm(), _places()
    organization = places.get(form.organization.data or "")
    if not form.validate() or organization is None:
        return _page(form, status=422)
    key, told = form.submission_key.data or "", submissions.hash_body((form.organization.data, form.name.data))
    if submissions.claim(key, PURPOSE, told) is None:
        try:
            avoid(current_actor(), organization, form.name.data or "")
        except Refusal as refusal:
            db.session.rollback()
            form.name.errors = [refusal.message]
            return _page(form, status=422)
    db.session.commit()
    return see_other(url_for(".index", done="added"))


@bp.post("/<public_id>/removal")
@requires(Permission.AVOIDANCE_KEEP)
def remove(public_id: str) -> Response:
    """Take one back."""
    row = get_or_404(current_actor(), MatchingAvoidance, public_id, Permission.AVOIDANCE_KEEP, lock=True)
    stop_avoiding(row)
    db.session.commit()
    return see_other(url_for(".index", done="removed"))


def _places() -> dict[str, Organization]:
    """Organisations in which the reader may be paired, by public id."""
    actor = current_actor()
    if actor.person_id is None:
        return {}
    places = own_mentor_places(actor.person_id, clock.today(actor.time_zone))
    return {each.organization.public_id: each.organization for each in places}


def _page(form: AvoidanceForm, status: int = 200) -> Response:
    places = _places()
    form.offer(places)
    return page(
        "own_avoidances/index.html", fragment="avoidance_form", status=status, form=form, places=places,
        found=own_avoidances(current_actor().person_id), done=request.args.get("done", ""),
    )  # fmt: skip
