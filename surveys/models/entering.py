"""What the staff brings in beside the person's own answers: talks, observations, results of tests held elsewhere."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Json, Key, PublicId, UtcDateTime
from portal.core.files import StoredFile
from portal.core.personal_data import ANSWERS, TECHNICAL, concerns, holds
from portal.people.models import Organization, Person
from surveys.models.waves import SurveyInvitation


class ClarificationKind(StrEnum):
    """How the staff came to know."""

    INTERVIEW = "interview"
    OBSERVATION = "observation"


@holds(kind=ANSWERS, happened_on=ANSWERS, note=ANSWERS, answers=ANSWERS, withdrawn_at=TECHNICAL)
class Clarification(Base):
    """What a member of the staff learnt in a talk or saw, signed; it stands beside the own answers, never over them.

    `answers` are those to questions of the questionnaire, keyed like answers are. Nobody changes one: whoever wrote
    something wrong takes it back and writes another.
    """

    __tablename__ = "survey_clarification"
    __table_args__ = (CheckConstraint("kind IN ('interview', 'observation')", name="known_kind"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    invitation_id: Mapped[int] = mapped_column(ForeignKey("survey_invitation.id"), index=True)
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ClarificationKind] = mapped_column(sa.String(12))
    happened_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    invitation: Mapped[SurveyInvitation] = relationship()
    entered_by: Mapped[Person] = relationship()


@concerns("person_id")
@holds(source=ANSWERS, taken_on=ANSWERS, score=ANSWERS, most=ANSWERS, conclusion=ANSWERS, removed_at=TECHNICAL)
class ExternalResult(Base):
    """The result of a test held elsewhere («Я учитель»): a score of `most`, a day, a source, perhaps a file."""

    __tablename__ = "external_result"
    __table_args__ = (
        CheckConstraint("most IS NULL OR (most > 0 AND score <= most)", name="score_fits"),
        CheckConstraint("score >= 0", name="score"),
        Index("uq_external_result_standing", "person_id", "organization_id", "source", "taken_on", unique=True,
              sqlite_where=sa.text("removed_at IS NULL"), postgresql_where=sa.text("removed_at IS NULL")),
        Index("ix_external_result_organization_id_taken_on", "organization_id", "taken_on"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(sa.String(120))
    taken_on: Mapped[date]
    score: Mapped[float] = mapped_column(sa.Float)
    most: Mapped[float | None] = mapped_column(sa.Float)
    conclusion: Mapped[str] = mapped_column(sa.Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    entered_by: Mapped[Person | None] = relationship(foreign_keys=[entered_by_id])
    organization: Mapped[Organization] = relationship()
    file: Mapped[StoredFile | None] = relationship()
