"""Tables of road maps: the map of a year, stages, steps, their occurrences, history, resources."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import CONTENT, concerns, holds
from portal.documents.models import Document
from portal.people.models import Organization, Person
from portal.programs.models import Cycle, ProgramFact
from portal.programs.roadmaps.kinds import Deed, Period, ResourceKind, Way
from portal.programs.roadmaps.schedule import Schedule


@holds(title=CONTENT, pattern=CONTENT, controller=CONTENT)
class Roadmap(Timestamps, Versioned, Base):
    """The road map of one year of a programme; `controller` is the role that watches over it (a post, not a name)."""

    __tablename__ = "roadmap"
    __table_args__ = (UniqueConstraint("cycle_id"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    title: Mapped[str] = mapped_column(sa.Text)
    pattern: Mapped[str] = mapped_column(sa.String(40), default="")
    controller: Mapped[str] = mapped_column(sa.String(20))

    cycle: Mapped[Cycle] = relationship()
    organization: Mapped[Organization] = relationship()


@holds(number=CONTENT, title=CONTENT, task=CONTENT, result=CONTENT, module=CONTENT, position=CONTENT)
class RoadmapStage(Timestamps, Base):
    """A stage: what it is for, what it brings, which of the five modules it belongs to (ROAD-8)."""

    __tablename__ = "roadmap_stage"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(20), default="")
    title: Mapped[str] = mapped_column(sa.Text)
    task: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[str] = mapped_column(sa.Text, default="")
    module: Mapped[str] = mapped_column(sa.String(20), default="")
    position: Mapped[int]

    roadmap: Mapped[Roadmap] = relationship()


@holds(
    number=CONTENT, title=CONTENT, period=CONTENT, first_on=CONTENT, last_on=CONTENT, months=CONTENT,
    each_month=CONTENT, principal=CONTENT, others=CONTENT, responsible=CONTENT, result=CONTENT, paper=CONTENT,
    fact=CONTENT, module=CONTENT, after=CONTENT, is_own=CONTENT, skip_reason=CONTENT, skipped_on=CONTENT,
    position=CONTENT,
)  # fmt: skip
class RoadmapStep(Timestamps, Versioned, Base):
    """A step. `principal` is the role that answers, empty where the curator does; `responsible` the posts in words.

    `fact` is the kind of fact that closes it by itself; `after` numbers of steps that logically come before: they are
    shown and chain nothing (requirements C3 №21). `skip_reason` says why it does not apply this year.
    """

    __tablename__ = "roadmap_step"
    __table_args__ = (
        CheckConstraint("period <> 'deadline' OR last_on IS NOT NULL", name="deadline"),
        CheckConstraint(
            "period <> 'range' OR (first_on IS NOT NULL AND last_on IS NOT NULL AND last_on >= first_on)", name="range"
        ),
        CheckConstraint("(skip_reason = '') = (skipped_on IS NULL)", name="skipped"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"), index=True)
    stage_id: Mapped[int] = mapped_column(ForeignKey("roadmap_stage.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(20), default="")
    title: Mapped[str] = mapped_column(sa.Text)
    period: Mapped[Period] = mapped_column(sa.String(20))
    first_on: Mapped[date | None]
    last_on: Mapped[date | None]
    months: Mapped[list[Any]] = mapped_column(Json, default=list)
    each_month: Mapped[bool] = mapped_column(default=False)
    principal: Mapped[str] = mapped_column(sa.String(20), default="")
    others: Mapped[list[Any]] = mapped_column(Json, default=list)
    responsible: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[str] = mapped_column(sa.Text, default="")
    paper: Mapped[str] = mapped_column(sa.Text, default="")
    fact: Mapped[str] = mapped_column(sa.String(40), default="")
    module: Mapped[str] = mapped_column(sa.String(20), default="")
    after: Mapped[list[Any]] = mapped_column(Json, default=list)
    is_own: Mapped[bool] = mapped_column(default=False)
    skip_reason: Mapped[str] = mapped_column(sa.Text, default="")
    skipped_on: Mapped[date | None]
    position: Mapped[int]

    roadmap: Mapped[Roadmap] = relationship()
    stage: Mapped[RoadmapStage] = relationship()
    occurrences: Mapped[list["RoadmapOccurrence"]] = relationship(
        back_populates="step", order_by=lambda: (RoadmapOccurrence.due_on, RoadmapOccurrence.id)
    )

    @property
    def schedule(self) -> Schedule:
        """When the step is done."""
        return Schedule(
            period=Period(self.period), first_on=self.first_on, last_on=self.last_on, months=tuple(self.months),
            each_month=self.each_month,
        )  # fmt: skip


@concerns()  # a document that proves it makes nobody its subject
@holds(
    key=CONTENT, starts_on=CONTENT, due_on=CONTENT, done_on=CONTENT, way=CONTENT, comment=CONTENT, reminded_at=CONTENT
)
class RoadmapOccurrence(Timestamps, Base):
    """One time that a step is to be done, and how it was closed: by a fact, or by hand with what proves it."""

    __tablename__ = "roadmap_occurrence"
    __table_args__ = (
        UniqueConstraint("step_id", "key"),
        CheckConstraint("(done_on IS NULL) = (way IS NULL)", name="done"),
        CheckConstraint("way <> 'fact' OR fact_id IS NOT NULL", name="fact"),
        Index("ix_roadmap_occurrence_due_on", "due_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    step_id: Mapped[int] = mapped_column(ForeignKey("roadmap_step.id"))
    key: Mapped[str] = mapped_column(sa.String(10))
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    way: Mapped[Way | None] = mapped_column(sa.String(10))
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    fact_id: Mapped[int | None] = mapped_column(ForeignKey("program_fact.id"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    step: Mapped[RoadmapStep] = relationship(back_populates="occurrences")
    file: Mapped[StoredFile | None] = relationship()
    document: Mapped[Document | None] = relationship()
    fact: Mapped[ProgramFact | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship()


@holds(deed=CONTENT, text=CONTENT, happened_at=CONTENT)
class RoadmapEntry(Base):
    """A line of the history of a step; never changed. Without `recorded_by` the portal did it."""

    __tablename__ = "roadmap_entry"
    id: Mapped[Key]
    step_id: Mapped[int] = mapped_column(ForeignKey("roadmap_step.id"), index=True)
    deed: Mapped[Deed] = mapped_column(sa.String(20))
    text: Mapped[str] = mapped_column(sa.Text, default="")
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    recorded_by: Mapped[Person | None] = relationship()


@holds(kind=CONTENT, name=CONTENT, source=CONTENT, is_external=CONTENT)
class RoadmapResource(Timestamps, Base):
    """Something that the programme of the year rests on, and where it comes from (ROAD-7)."""

    __tablename__ = "roadmap_resource"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    roadmap_id: Mapped[int] = mapped_column(ForeignKey("roadmap.id"), index=True)
    kind: Mapped[ResourceKind] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.Text)
    source: Mapped[str] = mapped_column(sa.Text, default="")
    is_external: Mapped[bool]

    roadmap: Mapped[Roadmap] = relationship()
