"""What this room does when rooms below speak, in the same transaction."""

from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.models import Consent
from portal.consents.queries import basis_for
from portal.consents.signals import consent_given, consent_withdrawn
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _, ru_date
from portal.privacy.actions.requests import close, destroy_after_withdrawal
from portal.privacy.kinds import RequestKind, RequestState
from portal.privacy.models import SubjectRequest


@consent_withdrawn.connect
def make_destruction_task(
    actor: Actor, *, person_id: int, organization_id: int, purpose: Purpose, **_more: Any
) -> str | None:
    """A withdrawal gives the operator 30 days to destroy; where nothing was ever given, nothing is destroyed."""
    was_given = sa.exists().where(
        Consent.person_id == person_id, Consent.organization_id == organization_id, Consent.purpose == purpose
    )
    if not db.session.scalar(sa.select(was_given)):
        return None
    asked = destroy_after_withdrawal(actor, person_id=person_id, organization_id=organization_id, purpose=purpose)
    return _("Данные, которые держались на этом согласии, будут стёрты до %(day)s.", day=ru_date(asked.due_on))


@consent_given.connect
def call_off_destruction(actor: Actor, *, consent: Consent, **_more: Any) -> None:
    """A consent that is given again before the data was destroyed keeps the data."""
    purpose = Purpose(consent.purpose)
    if basis_for(consent.person_id, consent.organization_id, purpose, clock.today(actor.time_zone)) is None:
        return  # one signature of two
    waiting = db.session.scalars(
        sa.select(SubjectRequest).where(
            SubjectRequest.person_id == consent.person_id, SubjectRequest.kind == RequestKind.WITHDRAWAL,
            SubjectRequest.organization_id == consent.organization_id, SubjectRequest.purpose == consent.purpose,
            SubjectRequest.state == RequestState.OPEN,
        )
    ).all()  # fmt: skip
    for asked in waiting:
        close(actor, asked, RequestState.CANCELLED, "")
