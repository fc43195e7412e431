"""Named responses as rows of typed cells, read from a cursor on the server so that memory stays flat."""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.core.db import db
from portal.core.i18n import _
from portal.people.models import Person
from surveys.conditions import visible_answers
from surveys.definitions import QuestionnaireDefinition
from surveys.items import Cell, Column, type_of
from surveys.models import Answer, Response, ResponseState, SurveyAssignment, SurveyInvitation

BATCH = 500


class Sheet:
    """The sheet of answers: who, about what, when, then a column for every answer code."""

    def __init__(self, definition: QuestionnaireDefinition) -> None:
        self._definition = definition
        self._items = [(item, type_of(item)) for item in definition.items if type_of(item).is_question]
        self._has_conditions = any(item.show_if for item in definition.items)
        about = (
            Column("respondent", _("Кто ответил"), "text"),
            Column("subject", _("О чём или о ком"), "text"),
            Column("submitted_on", _("Когда"), "date"),
        )
        self.columns = (*about, *self.item_columns)

    @property
    def item_columns(self) -> list[Column]:
        """Columns of the questions alone."""
        return [column for item, kind in self._items for column in kind.columns(item)]

    def cells(self, answers: dict[str, Any]) -> list[Cell]:
        """Cells of all items; an answer to a question that is hidden now is no answer."""
        seen = visible_answers(self._definition, answers) if self._has_conditions else answers
        return [cell for item, kind in self._items for cell in kind.cells(item, seen)]


def response_rows(wave: SurveyAssignment, sheet: Sheet, zone: str) -> Iterator[list[Cell]]:
    """One row a submitted response, by name; the days are those of the organisation."""
    home = ZoneInfo(zone)
    for batch in db.session.execute(_responses(wave.id)).partitions(BATCH):
        answers = _answers([row.id for row in batch])
        for row in batch:
            day = row.submitted_at.astimezone(home).date()
            yield [_name(row) or None, row.subject or None, day, *sheet.cells(answers.get(row.id, {}))]


def _responses(assignment_id: int) -> Any:
    return (
        sa.select(
            Response.id, Response.submitted_at, SurveyInvitation.subject, Person.family_name, Person.given_name,
            Person.patronymic,
        )
        .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .outerjoin(Person, Person.id == SurveyInvitation.person_id)
        .where(Response.assignment_id == assignment_id, Response.state == ResponseState.SUBMITTED)
        .order_by(Person.sort_name, Response.id)
        .execution_options(yield_per=BATCH)
    )  # fmt: skip


def _answers(response_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Answers of one batch; values come as text, because most of them are the same few again and again."""
    found: dict[str, dict[str, Any]] = {}
    rows = db.session.execute(
        sa.select(Answer.response_id, Answer.item_code, sa.cast(Answer.value, sa.Text)).where(
            Answer.response_id.in_(response_ids)
        )
    )
    for response_id, code, text in rows:
        found.setdefault(response_id, {})[code] = _value(text)
    return found


@lru_cache(maxsize=4_096)
def _value(text: str) -> Any:
    return json.loads(text)


def _name(row: Any) -> str:
    return " ".join(filter(None, (row.family_name, row.given_name, row.patronymic)))
