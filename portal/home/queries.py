"""What the desk shows to those who lead: waves that collect answers, and results that are ready."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from surveys.models import SurveyAssignment
from surveys.queries import WaveState, is_in

SHOWN = 6
CLOSING_SOON = timedelta(days=3)


def waves_in_care(actor: Actor, now: datetime) -> Sequence[SurveyAssignment]:
    """Waves that the reader leads and that still collect, the nearest deadline first."""
    return db.session.scalars(
        sa.select(SurveyAssignment)
        .where(allowed(actor, Permission.SURVEY_READ, SurveyAssignment), is_in(WaveState.OPEN, now))
        .options(joinedload(SurveyAssignment.organization))
        .order_by(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at, SurveyAssignment.id)
        .limit(SHOWN)
    ).all()


def fresh_results(actor: Actor, now: datetime) -> Sequence[SurveyAssignment]:
    """Waves of the reader's care that ended within sixty days and have answers, the latest first."""
    ended = sa.func.coalesce(SurveyAssignment.closed_at, SurveyAssignment.closes_at)
    return db.session.scalars(
        sa.select(SurveyAssignment)
        .where(
            allowed(actor, Permission.RESULTS_READ, SurveyAssignment),
            ended < now,
            ended > now - timedelta(days=60),
            SurveyAssignment.submitted > 0,
        )
        .options(joinedload(SurveyAssignment.organization))
        .order_by(ended.desc(), SurveyAssignment.id)
        .limit(SHOWN)
    ).all()
