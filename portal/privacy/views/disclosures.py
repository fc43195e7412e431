"""Large files that wait for a second person: asked by one, decided by another, fetched by the first."""

from typing import Any

from flask import current_app, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.sqlite import set_reading
from portal.core.web.errors import answer
from portal.core.web.pages import is_fragment, page, safe_next, see_other
from portal.core.web.tables import paginate
from portal.people.disclosures import LABELS, ApprovalNeeded, TooManySubjects, ask_approval, decide
from portal.people.models import Disclosure, DisclosureState
from portal.privacy.actions.alarms import alarm
from portal.privacy.queries.disclosures import large_files
from portal.privacy.queries.handlers import holders
from portal.privacy.views.blueprints import privacy
from portal.privacy.views.decisions import decision_in

OFFER_LASTS = 3600
STATES = {
    DisclosureState.ASKED: (_("ждёт решения"), "wait"),
    DisclosureState.APPROVED: (_("можно забрать"), "good"),
    DisclosureState.REFUSED: (_("отклонено"), "bad"),
    DisclosureState.GIVEN: (_("выгружено"), "none"),
}


@privacy.get("/disclosures")
@requires(Permission.DISCLOSURE_APPROVE)
def disclosures() -> Response:
    """Files that wait for this reader's decision, and those decided before."""
    found = paginate(large_files(current_actor()))
    return page("privacy/disclosures.html", fragment="disclosure_list", found=found, states=STATES, labels=LABELS,
                asked=DisclosureState.ASKED, done=request.args.get("done", ""))  # fmt: skip


@privacy.post("/disclosures")
@requires(Permission.DESK_READ)
def ask_disclosure() -> Response:
    """Ask a second person about the file that the portal has just refused to give alone."""
    offer, actor = _offer(request.form.get("offer", "")), current_actor()
    asked = ask_approval(actor, **offer)
    waiting = [one for one in holders(Permission.DISCLOSURE_APPROVE, asked.organization_id) if one != actor.person_id]
    notify(waiting, "disclosure", _("Большая выгрузка ждёт вашего решения"), url_for(".disclosures"))
    target = url_for(".disclosure", public_id=asked.public_id)
    db.session.commit()
    return see_other(target)


@privacy.get("/disclosures/<public_id>")
@requires(Permission.DESK_READ)
def disclosure(public_id: str) -> Response:
    """One's own large file: whether it may be fetched by now."""
    asked = get_or_404(current_actor(), Disclosure, public_id, Permission.DESK_READ)
    return page("privacy/disclosure.html", asked=asked, states=STATES, labels=LABELS,
                approved=DisclosureState.APPROVED)  # fmt: skip


@privacy.post("/disclosures/<public_id>/decision")
@requires(Permission.DISCLOSURE_APPROVE)
def decide_disclosure(public_id: str) -> Response:
    """Let the file go once, or refuse; the asker learns it from a notice."""
    asked = get_or_404(current_actor(), Disclosure, public_id, Permission.DISCLOSURE_APPROVE, lock=True)
    is_approved = decision_in(request.form)
    decide(current_actor(), asked, is_approved=is_approved)
    text = _("Выгрузка подтверждена, файл можно забрать") if is_approved else _("Выгрузка отклонена")
    notify([asked.actor_id], "disclosure", text, url_for(".disclosure", public_id=asked.public_id))
    db.session.commit()
    return see_other(url_for(".disclosures", done="approved" if is_approved else "refused"))


@privacy.app_errorhandler(ApprovalNeeded)
def offer_approval(needed: ApprovalNeeded) -> Response:
    """409 with a form that asks a second person; the offer is signed, so nobody asks for another file with it."""
    db.session.rollback()
    if is_fragment():
        return answer(409, needed.message)
    path = safe_next(request.full_path.rstrip("?")) if request.method == "GET" else (request.referrer or "")
    said = {
        "kind": needed.kind, "what": needed.what, "n": needed.n, "organization_id": needed.organization_id,
        "path": safe_next(path.replace(request.host_url.rstrip("/"), "", 1)),
    }  # fmt: skip
    offer = _signer().dumps([current_actor().person_id, said])
    return page("privacy/approval_needed.html", status=409, needed=needed, offer=offer)


@privacy.app_errorhandler(TooManySubjects)
def stop_collecting(stopped: TooManySubjects) -> Response:
    """409, and the alarm in a transaction of its own."""
    db.session.rollback()
    set_reading(False)
    alarm(current_actor())
    db.session.commit()
    return answer(409, stopped.message)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="disclosure")


def _offer(signed: str) -> dict[str, Any]:
    """What the portal itself offered to this person within the last hour."""
    try:
        person_id, said = _signer().loads(signed, max_age=OFFER_LASTS)
    except BadData:
        person_id, said = None, {}
    if person_id is None or person_id != current_actor().person_id:
        raise Refusal(_("Страница устарела. Откройте выгрузку заново и попросите подтверждение ещё раз."))
    return dict(said)
