"""Pages of administration."""

from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flask import Blueprint, current_app, request, send_file, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.admin import queries
from portal.core import mail
from portal.core.audit import record
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.mail import LetterState, OutboxMessage
from portal.core.sqlite import set_reading
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate

MOST_ENTRIES = 50_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
bp = Blueprint("admin", __name__, url_prefix="/admin")
LETTER_STATES = {
    LetterState.PENDING: (_("ждёт"), "info"),
    LetterState.SENDING: (_("отправляется"), "info"),
    LetterState.SENT: (_("отправлено"), "good"),
    LetterState.PARKED: (_("отложено"), "bad"),
    LetterState.HELD: (_("до утреннего письма"), "info"),
    LetterState.GATHERED: (_("в утреннем письме"), "good"),
    LetterState.ON_PORTAL: (_("только на портале"), "none"),
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
    """The journal of deeds, filtered by event, days and subject."""
    wanted = _wanted_entries()
    found = paginate(queries.entries(current_actor(), **wanted), scalars=False)
    said: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value or "" for name, value in wanted.items()
    }
    return page("admin/audit.html", fragment="audit_list", entries=found, events=_event_choices(), **said)


@bp.get("/audit.xlsx")
@requires(Permission.AUDIT_READ)
def audit_file() -> Response:
    """The same entries as a workbook: by subject and period, at most MOST_ENTRIES of them, the latest first."""
    actor = current_actor()
    rows = db.session.execute(queries.entries(actor, **_wanted_entries()).limit(MOST_ENTRIES)).all()
    made = queries.journal_book(rows, actor.time_zone)
    db.session.rollback()
    set_reading(False)
    record(actor, AuditEvent.AUDIT_EXPORTED, None, changes={"n": len(rows)})
    db.session.commit()
    response = send_file(made, mimetype=XLSX, as_attachment=True, download_name=_("Журнал действий.xlsx"))
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _wanted_entries() -> dict[str, Any]:
    """What the address asks for; nonsense asks for nothing."""
    args = request.args
    return {"event": args.get("event", ""), "on": _day(args.get("on", "")), "until": _day(args.get("until", "")),
            "subject": args.get("subject", "").strip()[:40]}  # fmt: skip


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
