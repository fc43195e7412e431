"""Talks and observations: what the staff learnt beside the person's own answers, signed and never laid over them."""

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries import missing_for
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_text
from surveys.doors import missing_paper
from surveys.items import Value
from surveys.models import Clarification, ClarificationKind, Mode, SurveyAssignment, SurveyInvitation

LONGEST_NOTE = 5000


def add_clarification(
    actor: Actor, wave: SurveyAssignment, invitation: SurveyInvitation, *, kind: ClarificationKind, happened_on: date,
    note: str, answers: Mapping[str, Value],
) -> Clarification:  # fmt: skip
    """Write down what was learnt; it may come before the person answers and after the wave has closed.

    Raises Refusal for a wave without names, a day in the future, a person without a consent, or where nothing is said.
    """
    text = clean_text(note)[:LONGEST_NOTE]
    if wave.mode != Mode.NAMED or invitation.person_id is None or actor.person_id is None:
        raise Refusal(_("Уточнение пишут только к именной анкете."))
    today = clock.today(wave.organization.time_zone)
    if happened_on > today:
        raise Refusal(_("Беседа ещё не состоялась: дата стоит в будущем."))
    if not text and not answers:
        raise Refusal(_("Запишите, что стало известно."))
    missing = missing_for(invitation.person_id, wave.organization_id, Purpose.PARTICIPATION, today)
    if missing:
        raise Refusal(missing_paper(tuple(missing)))
    clarification = Clarification(
        invitation_id=invitation.id, entered_by_id=actor.person_id, kind=kind, happened_on=happened_on, note=text,
        answers=dict(answers),
    )  # fmt: skip
    db.session.add(clarification)
    db.session.flush()
    audit.record(actor, AuditEvent.CLARIFICATION_ADDED, clarification, organization_id=wave.organization_id)
    return clarification


def withdraw_clarification(actor: Actor, clarification: Clarification) -> None:
    """Take back what was written wrong; twice changes nothing."""
    if clarification.withdrawn_at is None:
        clarification.withdrawn_at = clock.now()
        clarification.note, clarification.answers = "", {}
        db.session.flush()
        audit.record(actor, AuditEvent.CLARIFICATION_WITHDRAWN, clarification)


def clarifications_of(invitation_id: int) -> Sequence[Clarification]:
    """What stands beside the answers of one invitation, the earliest first."""
    return db.session.scalars(
        sa.select(Clarification)
        .where(Clarification.invitation_id == invitation_id, Clarification.withdrawn_at.is_(None))
        .options(joinedload(Clarification.entered_by))
        .order_by(Clarification.happened_on, Clarification.id)
    ).all()
