"""«Сообщить куратору»: about which pair, what happened, and what became of it."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.mentorships.concerned import concerns
from portal.mentorships.health import actions
from portal.mentorships.health.forms import CallForm
from portal.mentorships.health.labels import CALL_READERS, CALL_SEEN_BY
from portal.mentorships.health.models import CuratorCall
from portal.mentorships.health.queries import warning_of, who_reads
from portal.mentorships.health.views.blueprints import calls as bp
from portal.mentorships.kinds import OPEN
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries import WITH_MEMBERS
from portal.people.readings import show_list

TELL = Permission.CURATOR_TELL
_LOADED = (
    joinedload(CuratorCall.sent_by), joinedload(CuratorCall.mentorship).joinedload(Mentorship.organization),
    joinedload(CuratorCall.mentorship).joinedload(Mentorship.group),
    joinedload(CuratorCall.mentorship).selectinload(Mentorship.members).joinedload(MentorshipMember.person),
)  # fmt: skip


@bp.get("/calls/new")
@requires(TELL)
def choose() -> Response:
    """About which pair; the only one is chosen."""
    actor = current_actor()
    query = select_allowed(actor, TELL, Mentorship).where(Mentorship.state.in_(OPEN))
    pairs = db.session.scalars(query.options(*WITH_MEMBERS).order_by(Mentorship.id.desc()).limit(50)).all()
    if len(pairs) == 1:
        return see_other(url_for(".confirm", public_id=pairs[0].public_id))
    show_list(actor, "calls.choose", {each.person_id for pair in pairs for each in pair.members})
    return page("health/choose.html", pairs=pairs)


@bp.get("/mentorships/<public_id>/call")
@requires(TELL)
def confirm(public_id: str) -> Response:
    """What happened, how soon somebody is wanted, who reads it."""
    return _call_page(_pair(public_id), CallForm(formdata=None))


@bp.post("/mentorships/<public_id>/call")
@requires(TELL)
@at_most("20 per hour")
def send(public_id: str) -> Response:
    """It stands in the queue of the curators at once."""
    pair, form = _pair(public_id), CallForm()
    if not form.validate():
        return _call_page(pair, form, 422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, f"call-{public_id}")
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome, done="sent"))
    call = actions.tell_curator(
        current_actor(), pair, urgency=form.how_soon, text=form.text.data or "",
        to_psychologist=bool(form.to_psychologist.data),
    )  # fmt: skip
    submissions.set_outcome(key, call.public_id)
    shown = url_for(".show", public_id=call.public_id, done="sent")
    db.session.commit()
    return see_other(shown)


@bp.get("/calls/<public_id>")
@requires(Permission.CALL_READ)
def show(public_id: str) -> Response:
    """What was told, who reads it, where it stands."""
    actor = current_actor()
    call = get_or_404(actor, CuratorCall, public_id, Permission.CALL_READ, *_LOADED)
    pair = call.mentorship
    people = {each.person_id for each in pair.members} | {call.sent_by_id or 0} - {0}
    show_list(actor, "calls.show", people, organization_id=pair.organization_id)
    warning = warning_of(call)
    return page(
        "health/call.html", call=call, pair=pair, warning=warning, is_own=call.sent_by_id == actor.person_id,
        keeps=pair.organization_id in actor.organization_ids(Role.CURATOR)
        and not concerns(actor.person_id, pair),
        seen_by=CALL_SEEN_BY[who_reads(pair)],
        done=request.args.get("done", ""),
    )  # fmt: skip


def _pair(public_id: str) -> Mentorship:
    return get_or_404(current_actor(), Mentorship, public_id, TELL, *WITH_MEMBERS)


def _call_page(pair: Mentorship, form: CallForm, status: int = 200) -> Response:
    show_list(current_actor(), "calls.confirm", [each.person_id for each in pair.members],
              organization_id=pair.organization_id)  # fmt: skip
    return page("health/new_call.html", fragment="call_form", status=status, pair=pair, form=form,
                seen_by=CALL_READERS[who_reads(pair)])  # fmt: skip
