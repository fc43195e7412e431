"""Reminders: only to those who have not answered, and never twice within a day, whoever presses the button."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from portal.people.models import Organization
from surveys.letters import survey_reminder
from surveys.links import token_of
from surveys.models import Participation, SurveyAssignment, SurveyInvitation

PAUSE = timedelta(hours=24)


def remind(actor: Actor, wave: SurveyAssignment) -> int:
    """Remind whoever has not answered and was not reminded within a day; returns how many were.

    One UPDATE takes the invitations, so two workers cannot both have them. Raises Refusal for a wave that is not open.
    """
    now = clock.now()
    if not wave.is_open(now):
        raise Refusal(_("Сбор ответов не идёт: напоминать не о чем."))
    taken = db.session.execute(
        sa.update(SurveyInvitation)
        .where(
            SurveyInvitation.assignment_id == wave.id,
            SurveyInvitation.withdrawn_at.is_(None),
            SurveyInvitation.person_id.is_not(None),
            ~sa.exists().where(Participation.invitation_id == SurveyInvitation.id),
            sa.or_(SurveyInvitation.reminded_at.is_(None), SurveyInvitation.reminded_at <= now - PAUSE),
        )
        .values(reminded_at=now)
        .returning(SurveyInvitation.id)
        .execution_options(synchronize_session=False)
    )
    ids = list(taken.scalars())
    if ids:
        _tell(wave, ids)
        audit.record(actor, AuditEvent.SURVEY_REMINDED, wave, changes={"people": len(ids)})
    return len(ids)


def _tell(wave: SurveyAssignment, ids: list[int]) -> None:
    """A notice to each, and a letter with the personal link where there is an address."""
    organization: Organization = wave.organization
    today = clock.today(organization.time_zone)
    closes_on = wave.closes_at.astimezone(ZoneInfo(organization.time_zone)).date() if wave.closes_at else None
    invitations = db.session.scalars(
        sa.select(SurveyInvitation)
        .where(SurveyInvitation.id.in_(ids))
        .options(joinedload(SurveyInvitation.person))
        .order_by(SurveyInvitation.id)
    ).all()
    people = [each.person for each in invitations if each.person]
    notify([each.id for each in people], "survey", _("Анкета ждёт вас: %(title)s", title=wave.title), "/my/surveys")
    for each in invitations:
        if each.person and each.person.email:
            survey_reminder(
                each.person.email, title=wave.title, organization=organization.short_name,
                path=f"/s/{token_of(each)}", closes_on=closes_on,
                event_key=f"survey-reminder:{each.public_id}:{today.isoformat()}",
            )  # fmt: skip
