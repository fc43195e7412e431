"""What a candidate said in the questionnaire of candidates, as facts of a profile: the same codes on both sides.

Read it for the person alone: one's own answers one may always read, whoever else needs the right to answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.matching.mentors.kinds import TraitKind
from portal.matching.mentors.labels import MINUTES, WEEKDAYS
from portal.matching.mentors.models import MOST_PLACES, MentorProfile
from surveys.models import (
    Answer,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
)

CODE = "mentor_candidate"
TEXTS = {"MC_COMPETENCIES": "competences", "MC_ACHIEVEMENTS": "achievements", "MC_INTERESTS": "interests",
         "MC_PREV_TEXT": "about"}  # fmt: skip
CHOICES = {"MC_AREAS": TraitKind.AREA, "MC_MENTEE_AGE": TraitKind.AGE, "CHANNELS": TraitKind.CHANNEL,
           "MC_TRAINING": TraitKind.TRAINING}  # fmt: skip
HOUR = 60


@dataclass(frozen=True, kw_only=True)
class OwnWords:
    """The latest answers: when, texts by column of the profile, choices by kind, places and minutes a week if said."""

    answered_at: datetime
    texts: Mapping[str, str]
    traits: Mapping[TraitKind, list[str]]
    capacity: int | None
    minutes_week: int | None


def own_words(profile: MentorProfile) -> OwnWords | None:
    """The person's latest submitted answers to the candidates' questionnaire here; None where there are none."""
    latest = db.session.execute(
        sa.select(Response.id, Response.submitted_at)
        .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .join(SurveyAssignment, SurveyAssignment.id == Response.assignment_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Response.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(
            SurveyInvitation.person_id == profile.person_id,
            SurveyAssignment.organization_id == profile.organization_id,
            Questionnaire.code == CODE,
            Response.state == ResponseState.SUBMITTED,
        )
        .order_by(Response.submitted_at.desc())
        .limit(1)
    ).one_or_none()
    if latest is None:
        return None
    rows = db.session.execute(sa.select(Answer.item_code, Answer.value).where(Answer.response_id == latest.id))
    return words_of({row.item_code: row.value for row in rows}, latest.submitted_at)


def words_of(answers: Mapping[str, Any], answered_at: datetime) -> OwnWords:
    """The same from answers at hand, by item code; what is not an answer of the kind is left out."""
    traits = {kind: _codes(answers.get(code)) for code, kind in CHOICES.items()}
    traits[TraitKind.TIME] = [
        f"{day}.{part}" for day in WEEKDAYS for part in _codes(answers.get(f"TIME_{day.upper()}"))
    ]
    hours, places = _number(answers.get("MC_HOURS")), _number(answers.get("MC_CAPACITY"))
    minutes = int(hours * HOUR) if hours is not None else None
    return OwnWords(
        answered_at=answered_at,
        texts={column: str(answers[code]) for code, column in TEXTS.items() if isinstance(answers.get(code), str)},
        traits={kind: codes for kind, codes in traits.items() if codes},
        capacity=int(places) if places is not None and 1 <= places <= MOST_PLACES else None,
        minutes_week=minutes if minutes in MINUTES else None,
    )


def _codes(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
