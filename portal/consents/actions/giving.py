"""Giving a consent: by the person or by who represents the person by law."""

from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Evidence
from portal.consents.models import Consent, ConsentText
from portal.consents.queries import OWN_SIGNATURE_FROM
from portal.core import audit
from portal.core.audit import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.models import Person, Representation
from portal.people.periods import age_on


def record_consent(
    actor: Actor,
    person: Person,
    text: ConsentText,
    *,
    given_by: Person,
    evidence: Evidence,
    starts_on: date,
    ends_on: date | None = None,
) -> Consent:
    """Record a consent given to `text` by the person or by a representative.

    Raises Refusal when a child under 14 signs alone or when the signer does not represent the person.
    """
    by_representative = given_by.id != person.id
    if by_representative and not _represents(given_by, person, starts_on):
        raise Refusal(_("Подписавший не записан законным представителем."))
    if not by_representative and person.birth_on and age_on(person.birth_on, starts_on) < OWN_SIGNATURE_FROM:
        raise Refusal(_("До 14 лет согласие подписывает законный представитель."))
    consent = Consent(
        person_id=person.id,
        organization_id=text.organization_id,
        text_id=text.id,
        text_hash=text.body_hash,
        purpose=text.purpose,
        given_by_id=given_by.id,
        recorded_by_id=actor.person_id,
        by_representative=by_representative,
        evidence=evidence,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(consent)
    db.session.flush()
    audit.record(actor, AuditEvent.CONSENT_RECORDED, consent)
    return consent


def _represents(signer: Person, person: Person, on: date) -> bool:
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    Representation.person_id == person.id,
                    Representation.representative_id == signer.id,
                    Representation.starts_on <= on,
                    sa.or_(Representation.ends_on.is_(None), Representation.ends_on >= on),
                )
            )
        )
    )
