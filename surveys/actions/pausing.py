"""Named questionnaires rest on a consent: they are withdrawn when it ends and come back with a new one."""

from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.i18n import _
from portal.core.notices import notify
from surveys.models import Mode, Response, ResponseState, SurveyAssignment, SurveyInvitation
from surveys.waves.words import INVITATION


def unanswered_invitations(person_id: int, organization_id: int, *, lock: bool = False) -> list[SurveyInvitation]:
    """Named invitations of the person in waves of the organisation, not withdrawn and not submitted."""
    submitted = sa.exists().where(
        Response.invitation_id == SurveyInvitation.id, Response.state == ResponseState.SUBMITTED
    )
    found = _named(person_id, organization_id).where(SurveyInvitation.withdrawn_at.is_(None), ~submitted)
    return list(db.session.scalars(found.with_for_update(of=SurveyInvitation) if lock else found))


def pause_invitations(actor: Actor, person_id: int, organization_id: int, *, on: date) -> list[SurveyInvitation]:
    """Withdraw what is not answered because the consent ended on the day; links handed out end for good."""
    invitations = unanswered_invitations(person_id, organization_id, lock=True)
    for invitation in invitations:
        invitation.withdrawn_at, invitation.consent_ended_on = clock.now(), on
        invitation.link_revision += 1
    db.session.flush()
    for invitation in invitations:
        audit.record(actor, AuditEvent.SURVEY_INVITATION_WITHDRAWN, invitation, organization_id=organization_id)
    return invitations


def restore_invitations(actor: Actor, person_id: int, organization_id: int) -> int:
    """Ask again what was withdrawn with the consent, in waves that still take answers; returns how many.

    The person is told by a notice. What a curator withdrew stays withdrawn, and old links stay dead.
    """
    now = clock.now()
    still_open = sa.and_(
        SurveyAssignment.closed_at.is_(None),
        sa.or_(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at >= now),
    )
    invitations = db.session.scalars(
        _named(person_id, organization_id)
        .where(SurveyInvitation.consent_ended_on.is_not(None), still_open)
        .with_for_update(of=SurveyInvitation)
    ).all()
    for invitation in invitations:
        invitation.withdrawn_at = invitation.consent_ended_on = None
    db.session.flush()
    for invitation in invitations:
        audit.record(actor, AuditEvent.SURVEY_INVITATION_RESTORED, invitation, organization_id=organization_id)
    if invitations:
        notify([person_id], "survey", _("Согласие есть: анкеты снова ждут вас"), "/my/surveys")
    return len(invitations)


def write_again(person_id: int, organization_id: int) -> None:
    """Let the worker write the letters that waited for a consent; one that was written before is not written twice."""
    waiting = [each.id for each in unanswered_invitations(person_id, organization_id)]
    if waiting:
        renewed = sa.update(SurveyInvitation).where(SurveyInvitation.id.in_(waiting))
        db.session.execute(renewed.values(letter_due=INVITATION))


def _named(person_id: int, organization_id: int) -> sa.Select[SurveyInvitation]:
    return (
        sa.select(SurveyInvitation)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .where(
            SurveyInvitation.person_id == person_id,
            SurveyAssignment.organization_id == organization_id,
            SurveyAssignment.mode == Mode.NAMED,
        )
        .order_by(SurveyInvitation.id)
    )
