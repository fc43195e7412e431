"""Pages of administration."""

from datetime import date
from importlib.metadata import PackageNotFoundError, version

from flask import Blueprint, current_app, request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.admin import queries
from portal.core import mail
from portal.core.audit import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.mail import LetterState, OutboxMessage
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate

bp = Blueprint("admin", __name__, url_prefix="/admin")
LETTER_STATES = {
    LetterState.PENDING: (_("ждёт"), "info"),
    LetterState.SENDING: (_("отправляется"), "info"),
    LetterState.SENT: (_("отправлено"), "good"),
    LetterState.PARKED: (_("отложено"), "bad"),
}


@bp.get("")
@requires(Permission.ADMIN_READ)
def index() -> Response:
    """The state of the portal in words."""
    lines = queries.state_of_portal(
        current_actor(), var=current_app.extensions["settings"].var, version=version_words(),
        has_mail=bool(current_app.config["SMTP_URL"]),
    )  # fmt: skip
    return page("admin/index.html", lines=lines)


@bp.get("/audit")
@requires(Permission.AUDIT_READ)
def audit() -> Response:
    """The journal of deeds, filtered by event and day."""
    event, day = request.args.get("event", ""), _day(request.args.get("on", ""))
    found = paginate(queries.entries(current_actor(), event=event, on=day), scalars=False)
    return page("admin/audit.html", fragment="audit_list", entries=found, event=event,
                on=day.isoformat() if day else "", events=_event_choices())  # fmt: skip


@bp.get("/outbox")
@requires(Permission.OUTBOX_READ)
def outbox() -> Response:
    """Letters, newest first."""
    state = request.args.get("state", "")
    found = paginate(queries.letters(current_actor(), state=state))
    return page("admin/outbox.html", fragment="letter_list", letters=found, state=state, states=LETTER_STATES)


@bp.get("/outbox/<public_id>")
@requires(Permission.OUTBOX_READ)
def letter(public_id: str) -> Response:
    """One letter as it was written: without a mail server this is where it is read."""
    found = _letter(public_id)
    settings = current_app.extensions["settings"]
    text = queries.without_keys(found.text) if settings.is_production else found.text
    return page("admin/letter.html", letter=found, text=text, states=LETTER_STATES, parked=LetterState.PARKED)


@bp.post("/outbox/<public_id>/retry")
@requires(Permission.OUTBOX_READ)
def retry(public_id: str) -> Response:
    """Take a parked letter up again."""
    found = _letter(public_id)
    if found.state != LetterState.PARKED:
        raise Refusal(_("Письмо не отложено, повторять нечего."))
    mail.try_again(found)
    db.session.commit()
    return see_other(url_for(".letter", public_id=public_id))


def _letter(public_id: str) -> OutboxMessage:
    return get_or_404(current_actor(), OutboxMessage, public_id, Permission.OUTBOX_READ)


def _event_choices() -> list[tuple[str, str]]:
    return sorted(((event.value, event.sentence) for event in AuditEvent), key=lambda choice: choice[1])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def version_words() -> str:
    """The version of the installed portal."""
    try:
        return version("territory")
    except PackageNotFoundError:
        return _("не установлена как пакет")
