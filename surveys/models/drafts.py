"""Questionnaires in the making: one draft each, and the steps that can be taken back."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Json, Key, Timestamps, UtcDateTime, Versioned
from portal.core.personal_data import CONTENT, holds
from portal.people.models import Person
from surveys.models.instruments import Questionnaire, QuestionnaireVersion


@holds(definition=CONTENT)
class QuestionnaireDraft(Timestamps, Versioned, Base):
    """What the next version of an own questionnaire will say, as `surveys.mapping` writes it.

    `base_version_id` is the version it began from; a questionnaire that was never published has none.
    """

    __tablename__ = "questionnaire_draft"
    id: Mapped[Key]
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"), unique=True)
    base_version_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    definition: Mapped[dict[str, Any]] = mapped_column(Json)

    questionnaire: Mapped[Questionnaire] = relationship()
    base_version: Mapped[QuestionnaireVersion | None] = relationship()
    edited_by: Mapped[Person | None] = relationship()


@holds(number=CONTENT, words=CONTENT, code=CONTENT, definition=CONTENT, made_at=CONTENT)
class DraftStep(Base):
    """One edit: in which words it is taken back, and what the draft said before it."""

    __tablename__ = "draft_step"
    __table_args__ = (UniqueConstraint("draft_id", "number"),)
    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_draft.id", ondelete="CASCADE"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    words: Mapped[str] = mapped_column(sa.Text)
    code: Mapped[str] = mapped_column(sa.String(60), default="")
    definition: Mapped[dict[str, Any]] = mapped_column(Json)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
