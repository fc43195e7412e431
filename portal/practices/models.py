"""Tables of the practice bank."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import CONTENT, EXCHANGE, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.people.models import Organization, Person
from portal.people.periods import PERIOD
from portal.practices.kinds import Level, Outcome, PracticeState, Stage, VersionState

IS_WORKING = sa.text("state IN ('draft', 'in_review', 'returned')")


@holds(
    current_number=CONTENT, submitted_on=CONTENT, published_on=CONTENT, review_on=CONTENT, archived_on=CONTENT,
    archive_reason=CONTENT, evidence=CONTENT, evidence_on=CONTENT, lowered_on=CONTENT, uses=TECHNICAL,
)  # fmt: skip
class Practice(Timestamps, Versioned, Base):
    """A way of mentoring that worked somewhere and may work elsewhere (PRAC-1).

    `current_number` is the number of the version that readers see, `submitted_on` the day on which reviewers first saw
    one. `evidence` is set by a reviewer, `uses` counts organisations that use it. Archived, its page stays with the reason.
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
    authors: Mapped[list["PracticeAuthor"]] = relationship(order_by="PracticeAuthor.position", back_populates="practice")
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

    `round` counts submissions, `reason` says why a version was rejected. `licensed_on` and `depicted_on` are the days on
    which the authors agreed to the reuse of the text and said that the people in the pictures agree.
    """

    __tablename__ = "practice_version"
    __table_args__ = (
        UniqueConstraint("practice_id", "number"),
        CheckConstraint("(state = 'published') = (number IS NOT NULL)", name="numbered"),
        CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name="published"),
        CheckConstraint("(state = 'in_review') = (stage <> '')", name="stage"),
        CheckConstraint("state <> 'rejected' OR reason <> ''", name="rejected"),
        Index("uq_practice_version_working", "practice_id", unique=True, sqlite_where=IS_WORKING, postgresql_where=IS_WORKING),
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


@holds(position=TECHNICAL, title=CONTENT, who=CONTENT, takes=CONTENT, result=CONTENT)
class PracticeStep(Base):
    """One step of «Как сделать у себя»: what, who, how long, with which result."""

    __tablename__ = "practice_step"
    __table_args__ = (UniqueConstraint("version_id", "position"),)
    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("practice_version.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.Text)
    who: Mapped[str] = mapped_column(sa.Text, default="")
    takes: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[str] = mapped_column(sa.Text, default="")


@holds(position=TECHNICAL, indicator=CONTENT, before=CONTENT, after=CONTENT, people=CONTENT, period=CONTENT, method=CONTENT)
class PracticeResult(Base):
    """One line of «Что изменилось»: an indicator before and after, of how many people, when and how measured."""

    __tablename__ = "practice_result"
    __table_args__ = (
        UniqueConstraint("version_id", "position"),
        CheckConstraint("people IS NULL OR people > 0", name="people"),
    )
    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("practice_version.id"))
    position: Mapped[int]
    indicator: Mapped[str] = mapped_column(sa.Text)
    before: Mapped[str] = mapped_column(sa.Text, default="")
    after: Mapped[str] = mapped_column(sa.Text, default="")
    people: Mapped[int | None]
    period: Mapped[str] = mapped_column(sa.Text, default="")
    method: Mapped[str] = mapped_column(sa.Text, default="")


@holds(description=CONTENT)
class PracticeFile(Timestamps, Base):
    """A file of a version with what it is; a later version keeps the same stored file until it is taken out."""

    __tablename__ = "practice_file"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    version_id: Mapped[int] = mapped_column(ForeignKey("practice_version.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    description: Mapped[str] = mapped_column(sa.Text)

    file: Mapped[StoredFile] = relationship(lazy="joined")


@holds(position=EXCHANGE, joined_on=EXCHANGE)
class PracticeAuthor(Timestamps, Base):
    """Who wrote it. Strangers read the name only where its bearer agreed to publication; erased, the practice stays."""

    __tablename__ = "practice_author"
    __table_args__ = (UniqueConstraint("practice_id", "person_id"),)
    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    position: Mapped[int]
    joined_on: Mapped[date]

    practice: Mapped[Practice] = relationship(back_populates="authors")
    person: Mapped[Person] = relationship()


@holds(facet=TECHNICAL, code=TECHNICAL)
class PracticeFacet(Base):
    """What the published version is found by; written anew with every publication."""

    __tablename__ = "practice_facet"
    __table_args__ = (
        UniqueConstraint("practice_id", "facet", "code"),
        Index("ix_practice_facet_facet_code", "facet", "code"),
    )
    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    facet: Mapped[str] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(sa.String(40))


@holds(section=CONTENT, text=CONTENT, round=TECHNICAL)
class PracticeRemark(Timestamps, Base):
    """What a reviewer says of one section of a version; `round` is the submission that was read."""

    __tablename__ = "practice_remark"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    version_id: Mapped[int] = mapped_column(ForeignKey("practice_version.id"), index=True)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    section: Mapped[str] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.Text)
    round: Mapped[int]


@holds(
    number=CONTENT, starts_on=CONTENT, ends_on=CONTENT, note=CONTENT, ask_on=CONTENT, outcome=CONTENT, done=CONTENT,
    changed=CONTENT, answered_on=CONTENT,
)  # fmt: skip
class PracticeAdoption(Timestamps, Versioned, Base):
    """«Мы тоже используем»: an organisation works by a version of the practice; once at a time.

    On `ask_on`, sixty days later, whoever wrote it down is asked what came of it; the answer stays, whatever it is.
    """

    __tablename__ = "practice_adoption"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("(outcome IS NULL) = (answered_on IS NULL)", name="answered"),
        UniqueConstraint("practice_id", "organization_id"),
        Index("ix_practice_adoption_organization_id_ask_on", "organization_id", "ask_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    ask_on: Mapped[date]
    outcome: Mapped[Outcome | None] = mapped_column(sa.String(20))
    done: Mapped[str] = mapped_column(sa.Text, default="")
    changed: Mapped[str] = mapped_column(sa.Text, default="")
    answered_on: Mapped[date | None]

    practice: Mapped[Practice] = relationship()
    organization: Mapped[Organization] = relationship()


@holds(marked_on=EXCHANGE)
class PracticeMark(Base):
    """«Полезно»: one person, one practice."""

    __tablename__ = "practice_mark"
    __table_args__ = (UniqueConstraint("practice_id", "person_id"),)
    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    marked_on: Mapped[date]


@holds(held_on=CONTENT, level=CONTENT, event=CONTENT)
class PracticePresentation(Timestamps, Base):
    """When, where and at which level the practice was presented (PRAC-5)."""

    __tablename__ = "practice_presentation"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    held_on: Mapped[date]
    level: Mapped[Level] = mapped_column(sa.String(20))
    event: Mapped[str] = mapped_column(sa.Text)


@holds(title=CONTENT, about=CONTENT, published_on=CONTENT)
class PracticeCollection(Timestamps, Versioned, Base):
    """Practices that a methodologist put together in an order; everybody reads it once it is published."""

    __tablename__ = "practice_collection"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    title: Mapped[str] = mapped_column(sa.Text)
    about: Mapped[str] = mapped_column(sa.Text, default="")
    published_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    items: Mapped[list["CollectionItem"]] = relationship(
        order_by="CollectionItem.position", cascade="all, delete-orphan"
    )


@holds(position=TECHNICAL)
class CollectionItem(Base):
    """A practice in its place of a collection."""

    __tablename__ = "collection_item"
    __table_args__ = (UniqueConstraint("collection_id", "practice_id"),)
    id: Mapped[Key]
    collection_id: Mapped[int] = mapped_column(ForeignKey("practice_collection.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    position: Mapped[int]

    practice: Mapped[Practice] = relationship()


may_mention("practice", "archive_reason")
may_mention(
    "practice_version", "reason", "title", "summary", "task", "duration", "supplies", "reasoning", "cautions", "links",
    "change_note",
)  # fmt: skip
may_mention("practice_step", "title", "who", "takes", "result")
may_mention("practice_result", "indicator", "before", "after", "period", "method")
may_mention("practice_file", "description")
may_mention("practice_remark", "text")
may_mention("practice_adoption", "note", "done", "changed")
may_mention("practice_presentation", "event")
may_mention("practice_collection", "title", "about")
