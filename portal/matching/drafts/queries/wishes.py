"""What mentees said in the questionnaires of needs, as codes that mentors use too. Read for matching, never shown."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.matching.drafts.kinds import CriterionCode
from portal.matching.mentors.labels import DAYTIMES, WEEKDAYS
from surveys.models import (
    Answer,
    Questionnaire,
    QuestionnaireVersion,
    Response,
    ResponseState,
    SurveyAssignment,
    SurveyInvitation,
)

QUESTIONNAIRES = ("needs_student", "needs_teacher")
GRADE = "grade"
"""The class that the person named, for whom the register does not know it."""
MOST_AREAS = 3
SINGLE = {"NS_LEVEL": GRADE}
ORDER = "TD_TOP"
SEVERAL = {"NS_GOAL": CriterionCode.AREA, ORDER: CriterionCode.AREA, "CHANNELS": CriterionCode.CHANNEL,
           "NS_MENTOR_KIND": CriterionCode.MENTOR_KIND}  # fmt: skip
TIMES = {f"TIME_{day.upper()}": day for day in WEEKDAYS}
ANY_KIND, KINDS = "any", frozenset({"senior", "student", "teacher", "employer"})

Wishes = Mapping[str, frozenset[str]]


def wishes_of(organization_id: int, person_ids: Sequence[int]) -> dict[int, Wishes]:
    """Person → codes by criterion, from the latest submitted answers in the organisation; nothing where none are."""
    latest = (
        sa.select(
            SurveyInvitation.person_id, Response.id,
            sa.func.row_number().over(
                partition_by=SurveyInvitation.person_id, order_by=(Response.submitted_at.desc(), Response.id.desc())
            ).label("age"),
        )
        .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .join(SurveyAssignment, SurveyAssignment.id == Response.assignment_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == Response.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(
            SurveyInvitation.person_id.in_(person_ids), SurveyAssignment.organization_id == organization_id,
            Questionnaire.code.in_(QUESTIONNAIRES), Response.state == ResponseState.SUBMITTED,
        )
        .subquery()
    )  # fmt: skip
    rows = db.session.execute(
        sa.select(latest.c.person_id, Answer.item_code, Answer.value)
        .join(Answer, Answer.response_id == latest.c.id)
        .where(latest.c.age == 1, Answer.item_code.in_([*SINGLE, *SEVERAL, *TIMES]))
    )
    said: dict[int, dict[str, Any]] = {}
    for person_id, code, value in rows:
        said.setdefault(person_id, {})[code] = value
    return {person_id: read(answers) for person_id, answers in said.items()}


def read(answers: Mapping[str, Any]) -> Wishes:
    """Answers by item code as sets of codes; of an order of preference the first three, «any» as every kind."""
    found: dict[str, set[str]] = {}
    for code, criterion in SEVERAL.items():
        value = answers.get(code)
        if isinstance(value, list):
            found.setdefault(criterion, set()).update(
                str(each) for each in (value[:MOST_AREAS] if code == ORDER else value) if each
            )
    for code, name in SINGLE.items():
        if isinstance(answers.get(code), str):
            found[name] = {answers[code]}
    for code, day in TIMES.items():
        parts = answers.get(code)
        if isinstance(parts, list):
            found.setdefault(CriterionCode.TIME, set()).update(f"{day}.{part}" for part in parts if part in DAYTIMES)
    if ANY_KIND in found.get(CriterionCode.MENTOR_KIND, ()):
        found[CriterionCode.MENTOR_KIND] = set(KINDS)
    return {str(name): frozenset(codes) for name, codes in found.items() if codes}
