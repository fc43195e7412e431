"""Questionnaires on their way in: what was understood of a file, until somebody confirms it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime
from portal.core.personal_data import CONTENT, TECHNICAL, holds
from portal.people.models import Organization
from surveys.models.instruments import QuestionnaireVersion


@holds(file_name=CONTENT, said=CONTENT, taken_at=TECHNICAL)
class QuestionnaireUpload(Timestamps, Base):
    """A file that was read for an organisation and is not kept. `said` is what `exchange.instruments.child` wrote.

    `version_id` says what became of it once it was confirmed.
    """

    __tablename__ = "questionnaire_upload"
    __table_args__ = (CheckConstraint("(taken_at IS NULL) = (version_id IS NULL)", name="taken_has_version"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    file_name: Mapped[str] = mapped_column(sa.Text)
    said: Mapped[dict[str, Any]] = mapped_column(Json)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    version_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaire_version.id"))

    organization: Mapped[Organization] = relationship()
    taken_version: Mapped[QuestionnaireVersion | None] = relationship()
