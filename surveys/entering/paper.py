"""Sheets of paper typed by the staff: a person's own response where the wave has names, a sheet of nobody elsewhere."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, submissions
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from surveys.actions.public_links import unnamed_invitation
from surveys.actions.responses import submit_response
from surveys.finding import lock_filling
from surveys.items import Fields
from surveys.models import (
    Channel,
    Mode,
    Response,
    ResponseChannel,
    SurveyAssignment,
    SurveyInvitation,
)
from surveys.secrets import slug


def enter_sheet(
    actor: Actor, wave: SurveyAssignment, invitation: SurveyInvitation | None, fields: Fields, key: str
) -> bool:
    """Submit what stands on a sheet; False where the same key of the form has done it before.

    In a named wave `invitation` says whose sheet it is, and who typed it is kept; in the others a sheet is nobody's
    and no typist is kept. Raises Refusal where the person has answered already, the wave takes no answers, a consent
    is missing or nothing stands on the sheet; Incomplete for what cannot be read.
    """
    if not any(fields.values()):
        raise Refusal(_("На листе нет ни одного ответа."))
    if (invitation is None) == (wave.mode == Mode.NAMED):
        raise Refusal(_("В именной анкете выбирают человека, в остальных лист остаётся без имени."))
    if submissions.claim(slug("survey-paper", wave.public_id, key), "survey-paper", day_only=True) is not None:
        return False
    if invitation is None:
        submit_response(actor, unnamed_invitation(wave.id, Channel.PAPER), fields, key, from_paper=True)
        return True
    if lock_filling(invitation).is_answered:
        raise Refusal(_("Ответы этого человека уже приняты: второй лист ничего не добавит."))
    submit_response(actor, invitation, fields, key, from_paper=True)
    mine = sa.update(Response).where(Response.invitation_id == invitation.id)
    db.session.execute(
        mine.values(channel=ResponseChannel.PAPER, entered_by_id=actor.person_id),
        execution_options={"synchronize_session": False},
    )
    audit.record(actor, AuditEvent.RESPONSE_TYPED, invitation, organization_id=wave.organization_id)
    return True
