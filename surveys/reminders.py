"""Reminders: only to those who have not answered, and never twice within a day, whoever presses the button.

The deed marks whom to remind and leaves a notice; the letters are written by the worker (`surveys.waves.mailing`).
"""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries import has_basis
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.notices import notify
from surveys.models import Mode, Participation, ReminderRound, SurveyAssignment, SurveyInvitation
from surveys.waves.words import REMINDER

PAUSE = timedelta(hours=24)
MORNING = 9
"""The hour of the organisation from which scheduled reminders go out."""


def remind(actor: Actor, wave: SurveyAssignment) -> int:
    """Remind whoever has not answered, may answer and was not reminded within a day; returns how many were.

    One UPDATE takes the invitations, so two workers cannot both have them. Raises Refusal for a wave that is not open.
    """
    now = clock.now()
    if not wave.is_open(now):
        raise Refusal(_("Сбор ответов не идёт: напоминать не о чем."))
    where = [
        SurveyInvitation.assignment_id == wave.id,
        SurveyInvitation.withdrawn_at.is_(None),
        SurveyInvitation.person_id.is_not(None),
        ~sa.exists().where(Participation.invitation_id == SurveyInvitation.id),
        sa.or_(SurveyInvitation.reminded_at.is_(None), SurveyInvitation.reminded_at <= now - PAUSE),
    ]
    if wave.mode == Mode.NAMED:
        today = clock.today(wave.organization.time_zone)
        where.append(has_basis(SurveyInvitation.person_id, wave.organization_id, Purpose.PARTICIPATION, today))
    taken = db.session.execute(
        sa.update(SurveyInvitation)
        .where(*where)
        .values(reminded_at=now, letter_due=REMINDER, updated_at=SurveyInvitation.updated_at)
        .returning(SurveyInvitation.person_id)
        .execution_options(synchronize_session=False)
    )
    people = [person_id for person_id in taken.scalars() if person_id is not None]
    if people:
        notify(people, "survey", _("Анкета ждёт вас: %(title)s", title=wave.title), "/my/surveys")
        audit.record(actor, AuditEvent.SURVEY_REMINDED, wave, changes={"people": len(people)})
    return len(people)


def remind_by_schedule(actor: Actor, wave: SurveyAssignment) -> int:
    """Remind if today is one of the days that the curator chose and nobody has done it; returns how many were.

    The row of the round decides between two workers: whoever inserts it reminds.
    """
    due_on = due_today(wave)
    if due_on is None:
        return 0
    row = {"assignment_id": wave.id, "due_on": due_on, "reminded": 0, "created_at": clock.now(),
           "updated_at": clock.now()}  # fmt: skip
    if not upsert(ReminderRound.__table__, row, keys=("assignment_id", "due_on")):
        return 0
    count = remind(actor, wave)
    mine = sa.and_(ReminderRound.assignment_id == wave.id, ReminderRound.due_on == due_on)
    db.session.execute(sa.update(ReminderRound).where(mine).values(reminded=count))
    return count


def due_today(wave: SurveyAssignment) -> date | None:
    """Today in the zone of the wave, if a reminder stands for it and it is morning there; None otherwise."""
    zone, now = wave.organization.time_zone, clock.now()
    if wave.closes_at is None or not wave.is_open(now) or not wave.reminders:
        return None
    today = clock.day_of(now, zone)
    days_left = (clock.day_of(wave.closes_at, zone) - today).days
    begins = clock.start_of_day(today, zone) + timedelta(hours=MORNING)
    return today if days_left in wave.reminders and now >= begins else None
