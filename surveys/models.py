"""Tables of questionnaires: the instrument apart from the process, and states that cannot lie."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime, Versioned, new_public_id
from portal.core.personal_data import ANSWERS, CONTENT, PAPERS, TECHNICAL, holds
from portal.people.models import Organization, Person


class Mode(StrEnum):
    """Whose answers these are; fixed before the first answer."""

    NAMED = "named"
    ANONYMOUS = "anonymous"
    LINKED = "linked"


class ResponseState(StrEnum):
    """A response is a draft until it is submitted; there is nothing between."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


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


@holds(
    title=CONTENT, mode=CONTENT, audience=CONTENT, occasion=CONTENT, readers=CONTENT, min_group=CONTENT,
    opens_at=CONTENT, closes_at=CONTENT, closed_at=CONTENT, invited=CONTENT, submitted=CONTENT,
)  # fmt: skip
class SurveyAssignment(Timestamps, Versioned, Base):
    """A wave: who is asked, by which version, on what occasion, until when. Its page is `/surveys/<public_id>`.

    `audience` is the rule in data, `readers` the roles that may read named answers besides the respondent,
    `min_group` the k below which a summary stays closed. `invited` and `submitted` are counters kept on write.
    """

    __tablename__ = "survey_assignment"
    __table_args__ = (
        CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="period"),
        CheckConstraint("min_group >= 1", name="min_group"),
        CheckConstraint("submitted >= 0", name="submitted"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(sa.Text)
    mode: Mapped[Mode] = mapped_column(sa.String(10))
    audience: Mapped[dict[str, Any]] = mapped_column(Json)
    occasion: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    readers: Mapped[list[Any]] = mapped_column(Json, default=list)
    min_group: Mapped[int] = mapped_column(default=5)
    opens_at: Mapped[datetime] = mapped_column(UtcDateTime())
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    invited: Mapped[int] = mapped_column(default=0)
    submitted: Mapped[int] = mapped_column(default=0)

    # `submitted` is not guarded by `version`: a response must never make a curator's save stale.
    questionnaire_version: Mapped[QuestionnaireVersion] = relationship()
    organization: Mapped[Organization] = relationship()

    def is_open(self, at: datetime) -> bool:
        """Whether answers are taken at this moment."""
        return self.opens_at <= at and self.closed_at is None and (self.closes_at is None or at <= self.closes_at)


@holds(
    subject=TECHNICAL, link_revision=TECHNICAL, reminded_at=TECHNICAL, withdrawn_at=TECHNICAL, consent_ended_on=PAPERS
)
class SurveyInvitation(Timestamps, Base):
    """One person in a wave, where needed about one subject («pair:…», told by whoever asked). At most one response.

    `consent_ended_on` says that it was withdrawn because the consent ended that day: a new consent brings it back.
    """

    __tablename__ = "survey_invitation"
    __table_args__ = (UniqueConstraint("assignment_id", "person_id", "subject"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(sa.String(60), default="")
    link_revision: Mapped[int] = mapped_column(default=0)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    consent_ended_on: Mapped[date | None]

    assignment: Mapped[SurveyAssignment] = relationship()
    person: Mapped[Person | None] = relationship()


@holds(submitted_on=ANSWERS)
class Participation(Base):
    """That an invited person has submitted: a fact apart from the answers. Only the named mode keeps the day."""

    __tablename__ = "participation"
    __table_args__ = ({"sqlite_with_rowid": False},)
    invitation_id: Mapped[int] = mapped_column(ForeignKey("survey_invitation.id"), primary_key=True)
    submitted_on: Mapped[date | None]


@holds(
    invitation_id=ANSWERS, state=ANSWERS, started_at=ANSWERS, submitted_at=ANSWERS, receipt=TECHNICAL,
    link_code=ANSWERS, clients=TECHNICAL, scores=ANSWERS,
)  # fmt: skip
class Response(Base):
    """What came back from one person. Anonymous ones have no invitation and no time finer than a day.

    `link_code` joins waves of the linked mode and nothing else; `clients` remembers the last packet of each page.
    """

    __tablename__ = "response"
    __table_args__ = (
        CheckConstraint("(state = 'submitted') = (submitted_at IS NOT NULL)", name="submitted_has_time"),
        Index("ix_response_assignment_id_state", "assignment_id", "state"),
        {"sqlite_with_rowid": False},
    )
    id: Mapped[str] = mapped_column(sa.String(22), primary_key=True, default=new_public_id)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("survey_invitation.id"), unique=True)
    state: Mapped[ResponseState] = mapped_column(sa.String(10), default=ResponseState.DRAFT)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    receipt: Mapped[str | None] = mapped_column(sa.String(40))
    link_code: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    clients: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    scores: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


@holds(item_code=TECHNICAL, value=ANSWERS)
class Answer(Base):
    """One answer, keyed by response and item code; `value` is JSON as `surveys.items` writes it."""

    __tablename__ = "answer"
    __table_args__ = (
        Index("ix_answer_item_code_response_id", "item_code", "response_id"),
        {"sqlite_with_rowid": False},
    )
    response_id: Mapped[str] = mapped_column(ForeignKey("response.id", ondelete="CASCADE"), primary_key=True)
    item_code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[Any] = mapped_column(Json)


@holds(item_code=TECHNICAL, value=TECHNICAL, n=TECHNICAL)
class AnswerCount(Base):
    """How many submitted responses of a wave gave this value to this item: prepared on write, read by results."""

    __tablename__ = "answer_count"
    __table_args__ = ({"sqlite_with_rowid": False},)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("survey_assignment.id"), primary_key=True)
    item_code: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    value: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
    n: Mapped[int] = mapped_column(default=0)
