"""Waves for the tests of this room: opened through the same actions people use."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from surveys.actions import assign_questionnaire
from surveys.definitions import QuestionnaireDefinition
from surveys.mapping import from_mapping
from surveys.models import Answer, AnswerCount, Mode, Response, SurveyAssignment, SurveyInvitation
from surveys.storage import publish_questionnaire

SHORT: dict[str, Any] = {
    "code": "short",
    "title": "Короткая анкета",
    "intro": "Поможет подобрать наставника.",
    "minutes": 3,
    "items": [
        {"code": "PART", "type": "section", "text": "О вас"},
        {"code": "MET", "type": "yesno", "text": "Встреча состоялась?", "required": True},
        {"code": "WHY", "type": "text", "text": "Что помешало?", "show_if": {"code": "MET", "equals": False}},
        {"code": "MARK", "type": "scale10", "text": "Как прошло?"},
        {
            "code": "WAYS",
            "type": "multiple",
            "text": "Что помогло?",
            "options": [
                {"value": "talk", "label": "Разговор"},
                {"value": "task", "label": "Общее дело"},
                {"value": "other", "label": "Другое", "other": True},
            ],
        },
        {"code": "NOTE", "type": "text", "long": True, "text": "Что ещё важно?"},
    ],
}


def short() -> QuestionnaireDefinition:
    return from_mapping(SHORT)


def open_wave(
    world: Any, definition: QuestionnaireDefinition | None = None, *, persons: tuple[str, ...] = ("misha",),
    mode: Mode = Mode.NAMED, **changes: Any,
) -> SurveyAssignment:  # fmt: skip
    """A wave of school 1 for the named members of the cast, open for a week."""
    version = publish_questionnaire(world.actor("kira"), definition or short())
    rule = {"persons": [world.person(key).public_id for key in persons]}
    asked = {"opens_at": clock.now(), "closes_at": clock.now() + timedelta(days=7), "audience": rule, **changes}
    wave = assign_questionnaire(world.actor("kira"), version.questionnaire, world.school_1, mode=mode, **asked)
    db.session.commit()
    return wave


def invitation_of(world: Any, wave: SurveyAssignment, key: str = "misha") -> SurveyInvitation:
    return db.session.scalars(
        sa.select(SurveyInvitation).where(
            SurveyInvitation.assignment_id == wave.id, SurveyInvitation.person_id == world.person(key).id
        )
    ).one()


def answers_of(invitation: SurveyInvitation) -> dict[str, Any]:
    """Stored answers of a named invitation."""
    rows = db.session.execute(
        sa.select(Answer.item_code, Answer.value)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.invitation_id == invitation.id)
    )
    return {row.item_code: row.value for row in rows}


def counts_of(wave: SurveyAssignment) -> dict[tuple[str, str], int]:
    rows = db.session.execute(sa.select(AnswerCount).where(AnswerCount.assignment_id == wave.id)).scalars()
    return {(row.item_code, row.value): row.n for row in rows}
