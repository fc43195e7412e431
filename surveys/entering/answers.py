"""Answers in words: question and what was said, for the page on which talks stand beside them."""

from collections.abc import Mapping

import sqlalchemy as sa

from portal.core.db import db
from surveys.definitions import QuestionnaireDefinition
from surveys.items import Value, type_of
from surveys.models import Answer, Response, ResponseState


def own_answers(invitation_id: int) -> dict[str, Value]:
    """What the person has submitted by this invitation; nothing of a draft."""
    rows = db.session.execute(
        sa.select(Answer.item_code, Answer.value)
        .join(Response, Response.id == Answer.response_id)
        .where(Response.invitation_id == invitation_id, Response.state == ResponseState.SUBMITTED)
    )
    return {row.item_code: row.value for row in rows}


def answered_words(definition: QuestionnaireDefinition, answers: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Pairs of question and answer, in the order of the questionnaire, of what was answered."""
    found = []
    for item in definition.items:
        kind = type_of(item)
        if kind.is_question and any(code in answers for code in kind.answer_codes(item)):
            found.append((item.text, kind.label(item, answers)))
    return found
