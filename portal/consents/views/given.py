"""One consent: the text that was signed, who signed and how, the scan, and what may be done with it."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.actions import accept_confirmation
from portal.consents.kinds import Decision, Evidence, Item, Purpose
from portal.consents.models import Consent
from portal.consents.queries.texts import policy_of
from portal.consents.views.blueprints import consents as bp
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.files import send
from portal.core.web.pages import page, see_other


@bp.get("/<public_id>")
@requires(Permission.CONSENT_READ)
def show(public_id: str) -> Response:
    """The consent as it was given, verbatim."""
    consent = _consent(public_id, Permission.CONSENT_READ)
    may = permissions_on(current_actor(), consent)
    is_written = Purpose(consent.purpose).is_written
    takes_portal = Evidence.PORTAL.value in policy_of(consent.organization).evidence and not is_written
    return page(
        "consents/show.html", consent=consent, may_record=Permission.CONSENT_RECORD in may, takes_portal=takes_portal,
        is_mine=Permission.CONSENT_GIVE in may, items=_items(consent),
        today=clock.today(consent.organization.time_zone), purpose=Purpose(consent.purpose),
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/paper")
@requires(Permission.CONSENT_READ)
def paper(public_id: str) -> Response:
    """The scan of the signed sheet, through the gate of its consent."""
    consent = _consent(public_id, Permission.CONSENT_READ)
    if consent.file is None:
        raise NotSeen
    return send(consent.file)


@bp.post("/<public_id>/acceptance")
@requires(Permission.CONSENT_RECORD)
def accept_portal(public_id: str) -> Response:
    """Let a waiting confirmation on the portal count."""
    accept_confirmation(current_actor(), _consent(public_id, Permission.CONSENT_RECORD, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="accepted"))


def _consent(public_id: str, permission: Permission, *, lock: bool = False) -> Consent:
    loaded = () if lock else (
        joinedload(Consent.person), joinedload(Consent.given_by), joinedload(Consent.text), joinedload(Consent.file),
        joinedload(Consent.organization), joinedload(Consent.checked_by), joinedload(Consent.withdrawn_by),
    )  # fmt: skip
    return get_or_404(current_actor(), Consent, public_id, permission, *loaded, lock=lock)


def _items(consent: Consent) -> list[tuple[str, str]]:
    """Decisions on publication in words."""
    found = []
    for code, said in (consent.items or {}).items():
        words = [Decision(said["decision"]).label, said.get("condition")]
        found.append((Item(code).label, ": ".join(filter(None, words))))
    return found
