"""Work of this room by the clock."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.schedule import every
from surveys import occasions
from surveys.actions.assignments import open_planned
from surveys.actions.inviting import invite_by_days, invite_more, is_asking, zone_of
from surveys.exchange.instruments.taking import forget_old_uploads
from surveys.models import Mode, SurveyAssignment
from surveys.records import scatter_participation, sort_responses_by_chance
from surveys.reminders import remind_by_schedule
from surveys.results.release import release_rest
from surveys.waves.mailing import write_letters

AFTER_THE_END = timedelta(days=1)
WORKER = Actor.system("surveys")


@every(minute="11")
def scatter_unnamed_waves() -> None:
    """Hourly, as long as a wave without names collects and a day longer: no row keeps the company it was written in."""
    for assignment_id in _unnamed_and_collecting():
        scatter_participation(assignment_id)
        db.session.commit()


@every(minute="41", hour="1")
def forget_the_order_of_responses() -> None:
    """Nightly, before the copies are made: responses lie in the order of their random ids, not in that of sending."""
    collecting = _unnamed_and_collecting()
    if collecting:
        sort_responses_by_chance(collecting)
        db.session.commit()


def _unnamed_and_collecting() -> list[int]:
    now = clock.now()
    unnamed = sa.select(SurveyAssignment.id).where(
        SurveyAssignment.mode != Mode.NAMED,
        SurveyAssignment.opens_at <= now,
        sa.or_(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at > now - AFTER_THE_END),
    )
    return list(db.session.scalars(unnamed))


@every(minute="17")
def release_last_figures() -> None:
    """Hourly: a wave whose term has passed shows those answers that still wait, if they are enough people."""
    now = clock.now()
    over = sa.select(SurveyAssignment).where(
        SurveyAssignment.closes_at < now,
        SurveyAssignment.closes_at > now - AFTER_THE_END,
        SurveyAssignment.submitted != SurveyAssignment.released,
    )
    for wave in db.session.scalars(over).all():
        release_rest(wave)
        db.session.commit()


@every(minute="26", hour="4")
def forget_uploads() -> None:
    """Questionnaires that were read from files and are not needed any more."""
    forget_old_uploads()
    db.session.commit()


@every(minute="*")
def open_planned_waves() -> None:
    """Invite into waves whose day has come."""
    for wave in _asking(SurveyAssignment.invited_at.is_(None)):
        open_planned(WORKER, wave)
        db.session.commit()


@every(minute="*")
def write_survey_letters() -> None:
    """Put the letters of waves that are due into the outbox."""
    write_letters()
    db.session.commit()


@every(minute="*/10")
def remind_of_surveys() -> None:
    """Remind on the days that curators chose, from the morning of each organisation on."""
    for wave in _asking(SurveyAssignment.closes_at.is_not(None)):
        remind_by_schedule(WORKER, wave)
        db.session.commit()


@every(minute="23")
def ask_newcomers() -> None:
    """Invite whoever came while a wave is open, where its curator wants so; and those whose days are full today."""
    for wave in _asking(SurveyAssignment.invited_at.is_not(None)):
        kind = occasions.kind_of(wave.occasion)
        try:
            if kind is occasions.OccasionKind.DAYS:
                invite_by_days(WORKER, wave, clock.today(zone_of(wave)))
            elif kind is occasions.OccasionKind.DATE and wave.takes_newcomers:
                invite_more(WORKER, wave)
        except Refusal:  # a rule that nobody knows any more stops this wave, not the others
            db.session.rollback()
        db.session.commit()


def _asking(*where: sa.ColumnElement[bool]) -> list[SurveyAssignment]:
    """Waves that take answers now."""
    query = sa.select(SurveyAssignment).where(is_asking(clock.now()), *where).order_by(SurveyAssignment.id)
    return list(db.session.scalars(query.options(joinedload(SurveyAssignment.organization))))
