"""Reminders: only to those who have not answered, and never twice within a day, whoever presses the button."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock, mail
from portal.core.audit import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _, ru_date
from portal.core.notices import notify
from portal.people.models import Organization, Person
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
        .returning(SurveyInvitation.public_id, SurveyInvitation.person_id)
        .execution_options(synchronize_session=False)
    ).all()
    if taken:
        _tell(wave, taken)
        audit.record(actor, AuditEvent.SURVEY_REMINDED, wave, changes={"people": len(taken)})
    return len(taken)


def _tell(wave: SurveyAssignment, taken: Any) -> None:
    """A notice to each, and a letter where there is an address."""
    people = [row.person_id for row in taken]
    notify(people, "survey", _("Анкета ждёт вас: %(title)s", title=wave.title), "/my/surveys")
    zone = db.session.scalar(sa.select(Organization.time_zone).where(Organization.id == wave.organization_id))
    with_address = sa.select(Person.id, Person.email).where(Person.id.in_(people), Person.email.is_not(None))
    addresses = {row.id: row.email for row in db.session.execute(with_address)}
    day = clock.today(zone or "UTC")
    for row in taken:
        if address := addresses.get(row.person_id):
            mail.enqueue(
                "survey_reminder", address, event_key=f"survey-reminder:{row.public_id}:{day.isoformat()}",
                title=wave.title, due=ru_date(wave.closes_at, zone=zone) if wave.closes_at else "",
                url=mail.absolute(f"/s/{row.public_id}"),
            )  # fmt: skip
