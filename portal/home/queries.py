"""What the desk shows: questionnaires that wait for the reader, and waves that lag behind in the reader's care."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from surveys.models import Answer, Participation, QuestionnaireVersion, Response, SurveyAssignment, SurveyInvitation

SHOWN = 6
CLOSING_SOON = timedelta(days=3)


def is_collecting(now: datetime) -> sa.ColumnElement[bool]:
    """The clause «this wave takes answers at this moment»."""
    return sa.and_(
        SurveyAssignment.opens_at <= now,
        SurveyAssignment.closed_at.is_(None),
        sa.or_(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at >= now),
    )


def waiting_surveys(person_id: int, now: datetime) -> Sequence[Any]:
    """Open questionnaires that the person has not submitted, the nearest deadline first, with answers saved so far."""
    saved = (
        sa.select(sa.func.count())
        .select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.invitation_id == SurveyInvitation.id)
        .scalar_subquery()
    )
    return db.session.execute(
        sa.select(
            SurveyInvitation.public_id,
            SurveyAssignment.title,
            SurveyAssignment.closes_at,
            QuestionnaireVersion.minutes,
            saved.label("saved"),
        )
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == SurveyAssignment.version_id)
        .outerjoin(Participation, Participation.invitation_id == SurveyInvitation.id)
        .where(
            SurveyInvitation.person_id == person_id,
            SurveyInvitation.withdrawn_at.is_(None),
            Participation.invitation_id.is_(None),
            is_collecting(now),
        )
        .order_by(SurveyAssignment.closes_at.is_(None), SurveyAssignment.closes_at, SurveyAssignment.id)
        .limit(SHOWN)
    ).all()


def waves_in_care(actor: Actor, now: datetime) -> Sequence[SurveyAssignment]:
    """Waves that the reader leads and that still collect, the nearest deadline first."""
    return db.session.scalars(
        sa.select(SurveyAssignment)
        .where(allowed(actor, Permission.SURVEY_READ, SurveyAssignment), is_collecting(now))
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
