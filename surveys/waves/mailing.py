"""Letters of waves, written by the worker: each invitation says which letter it waits for, and says it once.

An UPDATE takes the word away and its transaction puts the letter into the outbox: whichever worker is first writes
it, and a worker that dies in between leaves the word where it was.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.consents.kinds import Purpose
from portal.consents.queries import has_basis
from portal.core import clock
from portal.core.db import db
from portal.core.digest import over_when, subject_of
from portal.core.mail import For
from portal.people.models import Person
from surveys.letters import survey_invitation, survey_reminder
from surveys.links import token_of
from surveys.models import Mode, Participation, SurveyAssignment, SurveyInvitation
from surveys.storage import compiled
from surveys.waves.words import INVITATION, REMINDER

BATCH = 100
A_DAY = timedelta(days=1)


def write_letters(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Write every letter that is due, in small transactions; returns how many went into the outbox."""
    written = 0
    while not should_stop():
        due = _due()
        if not due:
            break
        for kind in (INVITATION, REMINDER):
            written += _write(kind, [row.id for row in due if row.letter_due == kind])
        db.session.commit()
    return written


def _due() -> Sequence[Any]:
    return db.session.execute(
        sa.select(SurveyInvitation.id, SurveyInvitation.letter_due)
        .where(SurveyInvitation.letter_due.is_not(None))
        .order_by(SurveyInvitation.id)
        .limit(BATCH)
    ).all()


def _write(kind: str, ids: list[int]) -> int:
    """Take these letters and write them; a letter for somebody who answered meanwhile, or may not, is dropped."""
    if not ids:
        return 0
    taking = (
        sa.update(SurveyInvitation)
        .where(SurveyInvitation.id.in_(ids), SurveyInvitation.letter_due == kind)
        .values(letter_due=None, updated_at=SurveyInvitation.updated_at)
        .returning(SurveyInvitation.id)
        .execution_options(synchronize_session=False)
    )
    taken = list(db.session.scalars(taking))
    return sum(_send(kind, invitation) for invitation in _reachable(taken))


def _reachable(ids: list[int]) -> Sequence[SurveyInvitation]:
    """Those of the invitations whose people have an address, may answer and have not."""
    now = clock.now()
    basis = has_basis(SurveyInvitation.person_id, SurveyAssignment.organization_id, Purpose.PARTICIPATION, now.date())
    return db.session.scalars(
        sa.select(SurveyInvitation)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .join(Person, Person.id == SurveyInvitation.person_id)
        .where(
            SurveyInvitation.id.in_(ids),
            SurveyInvitation.withdrawn_at.is_(None),
            Person.email.is_not(None),
            Person.email != "",
            SurveyAssignment.opens_at <= now,
            SurveyAssignment.closed_at.is_(None),
            sa.or_(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at >= now),
            ~sa.exists().where(Participation.invitation_id == SurveyInvitation.id),
            sa.or_(SurveyAssignment.mode != Mode.NAMED, basis),
        )
        .options(
            joinedload(SurveyInvitation.person),
            joinedload(SurveyInvitation.assignment).joinedload(SurveyAssignment.organization),
        )
        .order_by(SurveyInvitation.id)
    ).all()


def _send(kind: str, invitation: SurveyInvitation) -> bool:
    wave, person = invitation.assignment, invitation.person
    if person is None or not person.email:
        return False
    zone = wave.organization.time_zone
    closes_on = wave.closes_at.astimezone(ZoneInfo(zone)).date() if wave.closes_at else None
    path, organization = f"/s/{token_of(invitation)}", wave.organization.short_name
    if kind == INVITATION:
        return survey_invitation(
            person.email, title=wave.title, organization=organization, path=path, closes_on=closes_on,
            minutes=compiled(wave.version_id).minutes, is_anonymous=wave.mode != Mode.NAMED,
            event_key=f"survey-invitation:{invitation.public_id}:{invitation.link_revision}",
            reader=For(person_id=person.id, zone=zone, by=wave.closes_at - A_DAY if wave.closes_at else None),
        )  # fmt: skip
    today_ends = clock.end_of_day(clock.today(zone), zone)
    return survey_reminder(
        person.email, title=wave.title, organization=organization, path=path, closes_on=closes_on,
        event_key=f"survey-reminder:{invitation.public_id}:{clock.today(zone).isoformat()}",
        may_be_elsewhere=wave.takes_unnamed_elsewhere,
        reader=For(person_id=person.id, zone=zone, by=today_ends),  # the curator chose the day
    )  # fmt: skip


@over_when("survey_invitation", "survey_reminder")
def asks_nobody_any_more(event_keys: Sequence[str]) -> list[str]:
    """Which letters ask for what is submitted, withdrawn or closed meanwhile."""
    now, asked = clock.now(), SurveyInvitation
    waits = set(
        db.session.scalars(
            sa.select(asked.public_id)
            .join(SurveyAssignment, SurveyAssignment.id == asked.assignment_id)
            .where(
                asked.public_id.in_([subject_of(key) for key in event_keys]), asked.withdrawn_at.is_(None),
                SurveyAssignment.closed_at.is_(None),
                sa.or_(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at >= now),
                ~sa.exists().where(Participation.invitation_id == asked.id),
            )
        )
    )  # fmt: skip
    return [key for key in event_keys if subject_of(key) not in waits]
