"""Practices and their versions."""

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.people.models import Organization
from portal.practices.kinds import PracticeState, Stage, VersionState

IS_WORKING = sa.text("state IN ('draft', 'in_review', 'returned')")

if TYPE_CHECKING:
    from portal.practices.models.parts import PracticeAuthor, PracticeFile, PracticeResult, PracticeStep


@holds(
    current_number=CONTENT, submitted_on=CONTENT, published_on=CONTENT, review_on=CONTENT, archived_on=CONTENT,
    archive_reason=CONTENT, evidence=CONTENT, evidence_on=CONTENT, lowered_on=CONTENT, uses=TECHNICAL,
)  # fmt: skip
class Practice(Timestamps, Versioned, Base):
    """A way of mentoring that worked somewhere and may work elsewhere (PRAC-1).

    `current_number` is the number of the version that readers see, `submitted_on` the day when reviewers first saw one.
    `evidence` is set by a reviewer, `uses` counts organisations that use it. Archived, its page stays with the reason.
    """

    __tablename__ = "practice"
    __table_args__ = (
        CheckConstraint("(current_number IS NULL) = (published_on IS NULL)", name="published"),
        CheckConstraint("(current_number IS NULL) = (evidence IS NULL)", name="weighed"),
        CheckConstraint("evidence IS NULL OR evidence BETWEEN 1 AND 5", name="evidence"),
        CheckConstraint("archived_on IS NULL OR archive_reason <> ''", name="archived"),
        Index("ix_practice_organization_id", "organization_id"),
        Index("ix_practice_review_on", "review_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    current_number: Mapped[int | None]
    submitted_on: Mapped[date | None]
    published_on: Mapped[date | None]
    review_on: Mapped[date | None]
    archived_on: Mapped[date | None]
    archive_reason: Mapped[str] = mapped_column(sa.Text, default="")
    evidence: Mapped[int | None]
    evidence_on: Mapped[date | None]
    evidence_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lowered_on: Mapped[date | None]
    uses: Mapped[int] = mapped_column(default=0)

    organization: Mapped[Organization] = relationship()
    authors: Mapped[list["PracticeAuthor"]] = relationship(
        order_by="PracticeAuthor.position", back_populates="practice"
    )
    versions: Mapped[list["PracticeVersion"]] = relationship(order_by="PracticeVersion.id", back_populates="practice")

    @property
    def published(self) -> "PracticeVersion | None":
        """What readers see."""
        number = self.current_number
        return next((each for each in self.versions if each.number == number), None) if number else None

    @property
    def working(self) -> "PracticeVersion | None":
        """What is being written or reviewed."""
        return next((each for each in self.versions if each.is_working), None)

    @property
    def state(self) -> PracticeState:
        """What the reader is told."""
        if self.archived_on is not None:
            return PracticeState.ARCHIVED
        working = self.working
        if self.current_number is not None:
            return PracticeState.UPDATING if working else PracticeState.PUBLISHED
        return PracticeState(working.state) if working else PracticeState.REJECTED


@holds(
    number=CONTENT, state=CONTENT, stage=CONTENT, round=TECHNICAL, submitted_on=CONTENT, due_on=CONTENT,
    published_on=CONTENT, reason=CONTENT, title=CONTENT, summary=CONTENT, task=CONTENT, formats=CONTENT, kinds=CONTENT,
    module=CONTENT, needs=CONTENT, places=CONTENT, participants=CONTENT, duration=CONTENT, hours=CONTENT,
    resources=CONTENT, supplies=CONTENT, reasoning=CONTENT, cautions=CONTENT, links=CONTENT, change_note=CONTENT,
    licensed_on=CONTENT, depicted_on=CONTENT,
)  # fmt: skip
class PracticeVersion(Timestamps, Base):
    """The text of a practice. Published it is frozen and has a number; one working version at most stands beside it.

    `round` counts submissions, `reason` says why a version was rejected. `licensed_on` and `depicted_on` are the days
    on which the authors agreed to the reuse of the text and said that the people in the pictures agree.
    """

    __tablename__ = "practice_version"
    __table_args__ = (
        UniqueConstraint("practice_id", "number"),
        CheckConstraint("(state = 'published') = (number IS NOT NULL)", name="numbered"),
        CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name="published"),
        CheckConstraint("(state = 'in_review') = (stage <> '')", name="stage"),
        CheckConstraint("state <> 'rejected' OR reason <> ''", name="rejected"),
        Index(
            "uq_practice_version_working", "practice_id", unique=True, sqlite_where=IS_WORKING,
            postgresql_where=IS_WORKING,
        ),
    )  # fmt: skip
    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    number: Mapped[int | None]
    state: Mapped[VersionState] = mapped_column(sa.String(20), default=VersionState.DRAFT)
    stage: Mapped[Stage | str] = mapped_column(sa.String(20), default="")
    round: Mapped[int] = mapped_column(default=0)
    submitted_on: Mapped[date | None]
    due_on: Mapped[date | None]
    published_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    title: Mapped[str] = mapped_column(sa.Text)
    summary: Mapped[str] = mapped_column(sa.Text, default="")
    task: Mapped[str] = mapped_column(sa.Text, default="")
    formats: Mapped[list[Any]] = mapped_column(Json, default=list)
    kinds: Mapped[list[Any]] = mapped_column(Json, default=list)
    module: Mapped[str] = mapped_column(sa.String(40), default="")
    needs: Mapped[list[Any]] = mapped_column(Json, default=list)
    places: Mapped[list[Any]] = mapped_column(Json, default=list)
    participants: Mapped[list[Any]] = mapped_column(Json, default=list)
    duration: Mapped[str] = mapped_column(sa.Text, default="")
    hours: Mapped[str] = mapped_column(sa.String(40), default="")
    resources: Mapped[str] = mapped_column(sa.String(40), default="")
    supplies: Mapped[str] = mapped_column(sa.Text, default="")
    reasoning: Mapped[str] = mapped_column(sa.Text, default="")
    cautions: Mapped[str] = mapped_column(sa.Text, default="")
    links: Mapped[str] = mapped_column(sa.Text, default="")
    change_note: Mapped[str] = mapped_column(sa.Text, default="")
    licensed_on: Mapped[date | None]
    depicted_on: Mapped[date | None]

    practice: Mapped[Practice] = relationship(back_populates="versions")
    steps: Mapped[list["PracticeStep"]] = relationship(
        order_by="PracticeStep.position", cascade="all, delete-orphan", lazy="selectin"
    )
    results: Mapped[list["PracticeResult"]] = relationship(
        order_by="PracticeResult.position", cascade="all, delete-orphan", lazy="selectin"
    )
    files: Mapped[list["PracticeFile"]] = relationship(
        order_by="PracticeFile.id", cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def is_working(self) -> bool:
        """Whether it is still on its way."""
        return self.state in ("draft", "in_review", "returned")

    @property
    def is_writable(self) -> bool:
        """Whether authors may change it now."""
        return self.state in ("draft", "returned")


may_mention("practice", "archive_reason")
may_mention(
    "practice_version", "reason", "title", "summary", "task", "duration", "supplies", "reasoning", "cautions", "links",
    "change_note",
)  # fmt: skip
