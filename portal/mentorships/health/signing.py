"""Signing the check of a month: what was read is frozen with its digest."""

from datetime import date

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.mentorships.health.models import MonthlyCheck
from portal.mentorships.health.queries.months import check_of, content_of, digest_of, first_of
from portal.people.models import Organization


def refuse_month(month: date, today: date) -> None:
    """Only the running month and the one before it are checked: silence is counted as of today."""
    if not (first_of(month) == first_of(today) or (first_of(today) - first_of(month)).days in range(28, 32)):
        raise Refusal(_("Подписать можно проверку этого или прошлого месяца."))


def sign_month(actor: Actor, organization: Organization, month: date, *, digest: str) -> MonthlyCheck:
    """Freeze what the actor has read. Raises Refusal where the figures changed since, or the month is signed."""
    today = clock.today(organization.time_zone)
    refuse_month(month, today)
    content = content_of(organization, month, today)
    if digest_of(content) != digest:
        raise Refusal(_("С тех пор данные изменились. Проверьте их ещё раз и подпишите."))
    row = {
        "organization_id": organization.id, "signed_by_id": actor.person_id, "month": first_of(month),
        "content": content, "digest": digest, "signed_at": clock.now(),
    }  # fmt: skip
    if not upsert(MonthlyCheck.__table__, row, keys=("organization_id", "month")):
        raise Refusal(_("Проверка этого месяца уже подписана."))
    signed = check_of(organization, month)
    if signed is None:
        raise LookupError("the check that was just written")
    audit.record(actor, AuditEvent.MONTH_SIGNED, signed, organization_id=organization.id)
    db.session.flush()
    return signed
