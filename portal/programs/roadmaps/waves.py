"""Waves of questionnaires that are over, told as facts: the needs are known, the final answers are in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.core import clock
from portal.core.db import db
from portal.programs.actions import record_fact
from portal.programs.models import ProgramFact
from portal.programs.roadmaps.kinds import FactKind
from surveys.models import Questionnaire, QuestionnaireVersion, SurveyAssignment

LOOKS_BACK = timedelta(days=60)
SYSTEM = Actor.system("roadmaps")
KINDS = {
    "needs": FactKind.NEEDS_CLOSED,
    "candidacy": FactKind.MENTOR_WAVE_CLOSED,
    "profile": FactKind.MENTOR_WAVE_CLOSED,
    "compatibility": FactKind.COMPATIBILITY_CLOSED,
    "endline": FactKind.FINAL_CLOSED,
    "satisfaction": FactKind.FINAL_CLOSED,
}


def tell_of_waves(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Record each wave with answers that ended lately as a fact, once; returns how many were news."""
    told = 0
    for wave, purpose, ended in _ended():
        if should_stop():
            break
        told += record_fact(SYSTEM, wave.organization, KINDS[purpose], ended.date(), wave)
        db.session.commit()
    return told


def _ended() -> list[Any]:
    now = clock.now()
    ended = sa.func.coalesce(SurveyAssignment.closed_at, SurveyAssignment.closes_at)
    known = sa.exists().where(
        ProgramFact.organization_id == SurveyAssignment.organization_id,
        ProgramFact.subject == sa.literal("survey_assignment:").concat(SurveyAssignment.public_id),
    )
    return list(
        db.session.execute(
            sa.select(SurveyAssignment, Questionnaire.purpose, sa.type_coerce(ended, SurveyAssignment.closed_at.type))
            .join(QuestionnaireVersion, QuestionnaireVersion.id == SurveyAssignment.version_id)
            .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
            .where(Questionnaire.purpose.in_(KINDS), ended.between(now - LOOKS_BACK, now),
                   SurveyAssignment.submitted > 0, ~known)
            .options(joinedload(SurveyAssignment.organization))
            .order_by(SurveyAssignment.id)
        ).all()
    )  # fmt: skip
