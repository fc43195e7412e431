"""Withdrawing and refusing: either ends every signature of the purpose, and the rooms above stop in the same breath."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.actions.signing import refuse_signature, zone_of
from portal.consents.kinds import Evidence, Purpose
from portal.consents.models import Consent, ConsentRefusal, ConsentText
from portal.consents.signals import consent_withdrawn, withdrawal_considered
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import StoredFile
from portal.core.i18n import _
from portal.core.text import clean_text
from portal.people.models import Organization, Person

DESTROY_WITHIN = timedelta(days=30)  # 152-ФЗ ст. 21 ч. 5
LONGEST_REASON = 500


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What a withdrawal came to: the consents that ended, until when data is destroyed, what the rooms did."""

    consents: Sequence[Consent]
    destroy_by: date
    done: Sequence[str]


def withdraw_consent(
    actor: Actor,
    person: Person,
    organization: Organization,
    purpose: Purpose,
    *,
    by: Person,
    reason: str = "",
    from_paper: bool = False,
) -> Ended:
    """End every signature of this purpose today, whoever gave it, and tell the rooms above.

    `by` is the person or a representative; `from_paper` marks what a curator enters from a letter. To begin anew
    every needed signature is given again. Raises Refusal when there is nothing to withdraw or `by` may not.
    """
    today = clock.today(organization.time_zone)
    refuse_signature(person, by, today)
    ended = _end(person, organization.id, purpose, by=by, reason=clean_text(reason)[:LONGEST_REASON], on=today)
    if not ended:
        raise Refusal(_("Отзывать нечего: такого согласия сейчас нет."))
    for consent in ended:
        changes = {"by": by.public_id, "how": Evidence.PAPER if from_paper else Evidence.PORTAL}
        audit.record(actor, AuditEvent.CONSENT_WITHDRAWN, consent, changes=changes)
    done = _tell(actor, person, organization.id, purpose, today)
    return Ended(consents=ended, destroy_by=today + DESTROY_WITHIN, done=done)


def refuse_consent(
    actor: Actor,
    person: Person,
    text: ConsentText,
    *,
    refused_by: Person,
    evidence: Evidence,
    refused_on: date,
    file: StoredFile | None = None,
) -> ConsentRefusal:
    """Record that somebody was asked to sign `text` and said no; signatures of the purpose given before end with it.

    Raises Refusal when who refused may not decide for the person or the day has not come.
    """
    by_representative = refuse_signature(person, refused_by, refused_on)
    today = clock.today(zone_of(text.organization_id))
    if refused_on > today:
        raise Refusal(_("День отказа ещё не наступил."))
    purpose = Purpose(text.purpose)
    ended = _end(person, text.organization_id, purpose, by=refused_by, reason=_("Отказ"), on=today)
    refusal = ConsentRefusal(
        person_id=person.id, organization_id=text.organization_id, text_id=text.id, purpose=purpose,
        refused_by_id=refused_by.id, by_representative=by_representative, evidence=evidence, refused_on=refused_on,
        recorded_by_id=actor.person_id, file_id=file.id if file else None,
    )  # fmt: skip
    db.session.add(refusal)
    db.session.flush()
    changes = {"by": refused_by.public_id, "ended": len(ended)}
    audit.record(actor, AuditEvent.CONSENT_REFUSED, refusal, changes=changes)
    if ended:
        _tell(actor, person, text.organization_id, purpose, today)
    return refusal


def what_follows(actor: Actor, person: Person, organization: Organization, purpose: Purpose) -> list[str]:
    """What a withdrawal would do, in sentences of the rooms above; changes nothing."""
    told = withdrawal_considered.send(actor, person_id=person.id, organization_id=organization.id, purpose=purpose)
    return _sentences(told)


def _end(
    person: Person, organization_id: int, purpose: Purpose, *, by: Person, reason: str, on: date
) -> Sequence[Consent]:
    """Mark every signature that stands or waits as withdrawn on the day."""
    standing = db.session.scalars(
        sa.select(Consent)
        .where(
            Consent.person_id == person.id, Consent.organization_id == organization_id, Consent.purpose == purpose,
            Consent.withdrawn_on.is_(None), sa.or_(Consent.ends_on.is_(None), Consent.ends_on >= on),
        )
        .order_by(Consent.id)
        .with_for_update(of=Consent)
    ).all()  # fmt: skip
    for consent in standing:
        consent.withdrawn_on, consent.withdrawn_by_id, consent.withdrawn_reason = on, by.id, reason
    db.session.flush()
    return standing


def _tell(actor: Actor, person: Person, organization_id: int, purpose: Purpose, today: date) -> list[str]:
    told = consent_withdrawn.send(
        actor, person_id=person.id, organization_id=organization_id, purpose=purpose, on=today,
        destroy_by=today + DESTROY_WITHIN,
    )  # fmt: skip
    return _sentences(told)


def _sentences(told: list[tuple[Any, Any]]) -> list[str]:
    return [answer for _receiver, answer in told if isinstance(answer, str) and answer]
