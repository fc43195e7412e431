"""Named responses as rows of typed cells, read from a cursor on the server so that memory stays flat."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
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

BATCH = 5_000


@dataclass(frozen=True)
class Sheet:
    """The sheet of answers: who, when, then a column for every answer code."""

    definition: QuestionnaireDefinition
    columns: tuple[Column, ...] = field(init=False)

    def __post_init__(self) -> None:
        about = (
            Column("respondent", _("Кто ответил"), "text"),
            Column("subject", _("О чём или о ком"), "text"),
            Column("submitted_on", _("Когда"), "date"),
        )
        asked = [column for item in self.definition.items for column in type_of(item).columns(item)]
        object.__setattr__(self, "columns", (*about, *asked))

    def cells(self, answers: dict[str, Any]) -> list[Cell]:
        """Cells of all items; an answer to a question that is hidden now is no answer."""
        seen = visible_answers(self.definition, answers)
        return [cell for item in self.definition.items for cell in type_of(item).cells(item, seen)]


def response_rows(wave: SurveyAssignment, sheet: Sheet, zone: str) -> Iterator[list[Cell]]:
    """One row a submitted response, by name; the days are those of the organisation."""
    for _response, rows in groupby(_stream(wave.id), key=lambda row: row.id):
        answers: dict[str, Any] = {}
        for row in rows:
            if row.item_code is not None:
                answers[row.item_code] = row.value
        yield [_name(row) or None, row.subject or None, _day(row.submitted_at, zone), *sheet.cells(answers)]


def _stream(assignment_id: int) -> Any:
    query = (
        sa.select(
            Response.id, Response.submitted_at, SurveyInvitation.subject, Person.family_name, Person.given_name,
            Person.patronymic, Answer.item_code, Answer.value,
        )
        .join(SurveyInvitation, SurveyInvitation.id == Response.invitation_id)
        .outerjoin(Person, Person.id == SurveyInvitation.person_id)
        .outerjoin(Answer, Answer.response_id == Response.id)
        .where(Response.assignment_id == assignment_id, Response.state == ResponseState.SUBMITTED)
        .order_by(Person.sort_name, Response.id)
        .execution_options(yield_per=BATCH)
    )  # fmt: skip
    return db.session.execute(query)


def _name(row: Any) -> str:
    return " ".join(filter(None, (row.family_name, row.given_name, row.patronymic)))


def _day(moment: datetime | None, zone: str) -> date | None:
    return moment.astimezone(ZoneInfo(zone)).date() if moment else None
