"""The alarm when an account reaches for too many people: written at once, told to administrators once an hour."""

from datetime import timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.i18n import _
from portal.core.notices import notify
from portal.privacy.queries.handlers import administrators

QUIET = timedelta(hours=1)


def alarm(actor: Actor) -> None:
    """Tell the administrators that this account was stopped; repeated stops within QUIET tell nobody again."""
    lately = sa.exists().where(
        AuditEntry.person_id == actor.person_id,
        AuditEntry.event == AuditEvent.DISCLOSURE_STOPPED,
        AuditEntry.happened_at > clock.now() - QUIET,
    )
    if db.session.scalar(sa.select(lately)):
        return
    organization_id = next((grant.organization_id for grant in actor.grants if grant.organization_id), None)
    audit.record(actor, AuditEvent.DISCLOSURE_STOPPED, None, organization_id=organization_id)
    text = _("Тревога: с одной учётной записи за сутки открыто слишком много людей. Проверьте журнал.")
    notify(administrators(), "alarm", text, "/privacy/incidents/new")
