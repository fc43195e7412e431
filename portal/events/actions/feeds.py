"""The secret address of a personal calendar: made, renewed, switched off. Only its hash is kept."""

import hashlib
import secrets

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.events.models import CalendarFeed


def renew_feed(actor: Actor) -> str:
    """A new secret for the address; the old one stops at once. It is told now and never again."""
    if actor.person_id is None:
        raise Refusal(_("Личный календарь есть у того, кто вошёл на портал."))
    secret = secrets.token_urlsafe(24)
    row = {"person_id": actor.person_id, "token_hash": digest_of(secret), "renewed_at": clock.now()}
    upsert(CalendarFeed.__table__, row, keys=("person_id",), changing=("token_hash", "renewed_at"))
    audit.record(actor, AuditEvent.CALENDAR_FEED_RENEWED, None)
    return secret


def close_feed(actor: Actor) -> None:
    """The address opens nothing any more; again changes nothing."""
    db.session.execute(sa.delete(CalendarFeed).where(CalendarFeed.person_id == actor.person_id))
    audit.record(actor, AuditEvent.CALENDAR_FEED_CLOSED, None)


def digest_of(secret: str) -> str:
    """What is kept of the secret: it has 192 random bits, so a plain hash does."""
    return hashlib.sha256(secret.encode()).hexdigest()
