"""What administration puts on the desk: what is broken first, then the state of the portal and the load of the day."""

from typing import Any

import sqlalchemy as sa
from flask import current_app, g, url_for

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.admin.queries import Line, entries, state_of_portal
from portal.admin.views import version_words
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.desk import Step, finder
from portal.core.web.panels import Panel, panel

LATEST = 6
COUNTED = {
    AuditEvent.SIGNED_IN: _("Входов на портал"),
    AuditEvent.RESPONSE_SUBMITTED: _("Именных анкет заполнено"),
    AuditEvent.CONSENT_RECORDED: _("Согласий записано"),
    AuditEvent.PERSON_ADDED: _("Карточек добавлено"),
    AuditEvent.SIGN_IN_REFUSED: _("Неудачных входов"),
}


@finder("admin.faults")
def faults(actor: Actor, reader: Any) -> list[Step]:
    """What does not work: the heading of the administrator's day."""
    return [_step(line) for line in _state(actor) if line.tone == "bad"]


@finder("admin.care")
def care(actor: Actor, reader: Any) -> list[Step]:
    """What will not work soon: an old copy, a disk that fills."""
    return [_step(line) for line in _state(actor) if line.tone == "wait"]


@panel("home.index", order=10)
def state(reader: Any) -> Panel | None:
    """The portal in words, and what was done last."""
    actor = current_actor()
    if not actor.has(Permission.ADMIN_READ):
        return None
    latest = db.session.execute(entries(actor).limit(LATEST)).all()
    return Panel(
        name="portal_state", title=_("Состояние портала"), template="admin/desk_state.html",
        more_label=_("Подробно"), more_url=url_for("admin.index"),
        context={"lines": _state(actor), "latest": latest},
    )  # fmt: skip


@panel("home.index", order=12)
def load(reader: Any) -> Panel | None:
    """What happened on the portal today, counted from the journal."""
    actor = current_actor()
    if not actor.has(Permission.ADMIN_READ):
        return None
    counted = db.session.execute(
        sa.select(AuditEntry.event, sa.func.count())
        .where(
            AuditEntry.happened_at >= clock.start_of_day(clock.today(actor.time_zone), actor.time_zone),
            AuditEntry.event.in_(list(COUNTED)),
        )
        .group_by(AuditEntry.event)
    ).all()
    numbers: dict[str, int] = {row[0]: row[1] for row in counted}
    lines = [(words, numbers.get(event, 0)) for event, words in COUNTED.items()]
    template = "admin/desk_load.html"
    return Panel(name="load", title=_("Сегодня"), template=template, is_aside=True, context={"lines": lines})


def _state(actor: Actor) -> list[Line]:
    """Asked for three times on one page, looked at once."""
    if not actor.has(Permission.ADMIN_READ):
        return []
    if "state_of_portal" not in g:
        g.state_of_portal = state_of_portal(
            actor, var=current_app.extensions["settings"].var, version=version_words(),
            has_mail=bool(current_app.config["SMTP_URL"]),
        )  # fmt: skip
    lines: list[Line] = g.state_of_portal
    return lines


def _step(line: Line) -> Step:
    return Step(
        title=f"{line.label}: {line.status or line.words}", text=line.words, button=_("Разобраться"),
        url=line.url or url_for("admin.index"), tone=line.tone,
    )  # fmt: skip
