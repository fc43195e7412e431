"""Instruments: a questionnaire, its numbered wordings, what each asks and which answers it offers."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime, Versioned
from portal.core.personal_data import CONTENT, holds


class Mode(StrEnum):
    """Whose answers these are; fixed before the first answer."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    LINKED = "linked"


@holds(code=CONTENT, title=CONTENT, sort_title=CONTENT, purpose=CONTENT, retired_on=CONTENT)
class Questionnaire(Timestamps, Versioned, Base):
    """An instrument. Without an organisation it belongs to the library of the portal."""

    __tablename__ = "questionnaire"
    __table_args__ = (
        Index("uq_questionnaire_code_library", "code", unique=True, sqlite_where=sa.text("organization_id IS NULL"),
              postgresql_where=sa.text("organization_id IS NULL")),
        UniqueConstraint("organization_id", "code"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    code: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.Text)
    sort_title: Mapped[str] = mapped_column(sa.Text)
    purpose: Mapped[str] = mapped_column(sa.String(30), default="")
    retired_on: Mapped[date | None]

    versions: Mapped[list["QuestionnaireVersion"]] = relationship(
        back_populates="questionnaire", order_by="QuestionnaireVersion.number"
    )


@holds(
    number=CONTENT, title=CONTENT, about=CONTENT, minutes=CONTENT, mode=CONTENT, checksum=CONTENT,
    published_at=CONTENT, details=CONTENT,
)  # fmt: skip
class QuestionnaireVersion(Timestamps, Base):
    """A numbered wording of an instrument; published, it never changes. `details`: audience, source and the like."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)
    id: Mapped[Key]
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(sa.Text)
    about: Mapped[str] = mapped_column(sa.Text, default="")
    minutes: Mapped[int | None]
    mode: Mapped[Mode] = mapped_column(sa.String(10))
    checksum: Mapped[str] = mapped_column(sa.String(64))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    details: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    questionnaire: Mapped[Questionnaire] = relationship(back_populates="versions")
    items: Mapped[list["Item"]] = relationship(order_by="Item.position", back_populates="version")


@holds(
    code=CONTENT, kind=CONTENT, type=CONTENT, position=CONTENT, text=CONTENT, hint=CONTENT, required=CONTENT,
    settings=CONTENT, show_if=CONTENT,
)  # fmt: skip
class Item(Base):
    """A section, a question, a row of a matrix or a text. `code` is stable across versions and joins years."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("version_id", "code"),
        CheckConstraint("kind IN ('section', 'question', 'row', 'text')", name="known_kind"),
        CheckConstraint("(kind = 'question') = (type IS NOT NULL)", name="question_has_type"),
        CheckConstraint("(kind = 'row') = (parent_id IS NOT NULL)", name="row_has_parent"),
        CheckConstraint("kind <> 'row' OR show_if IS NULL", name="row_has_no_condition"),
    )
    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("item.id"), index=True)
    code: Mapped[str] = mapped_column(sa.String(60))
    kind: Mapped[str] = mapped_column(sa.String(10))
    type: Mapped[str | None] = mapped_column(sa.String(20))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)
    hint: Mapped[str] = mapped_column(sa.Text, default="")
    required: Mapped[bool] = mapped_column(default=False)
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    show_if: Mapped[dict[str, Any] | None] = mapped_column(Json)

    version: Mapped[QuestionnaireVersion] = relationship(back_populates="items")
    options: Mapped[list["Option"]] = relationship(order_by="Option.position")


@holds(value=CONTENT, label=CONTENT, position=CONTENT)
class Option(Base):
    """A choice of a question or a column of a matrix; `value` is what an answer keeps."""

    __tablename__ = "option"
    __table_args__ = (UniqueConstraint("item_id", "value"),)
    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    value: Mapped[str] = mapped_column(sa.String(60))
    label: Mapped[str] = mapped_column(sa.Text)
    position: Mapped[int]
