"""Registered papers of a programme, dated facts, and days in which an organisation differs from the calendar."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Key, PublicId, Timestamps, UtcDateTime, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import CONTENT, holds
from portal.people.models import Organization
from portal.people.periods import PERIOD
from portal.programs.kinds import DayKind, PaperKind
from portal.programs.models.programs import Program


@holds(kind=CONTENT, title=CONTENT, number=CONTENT, adopted_on=CONTENT, starts_on=CONTENT, ends_on=CONTENT)
class ProgramPaper(Timestamps, Versioned, Base):
    """A paper that orders refer to: Положение, дорожная карта; in force from a day to a day."""

    __tablename__ = "program_paper"
    __table_args__ = (CheckConstraint(PERIOD, name="period"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    kind: Mapped[PaperKind] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.Text)
    number: Mapped[str] = mapped_column(sa.String(60), default="")
    adopted_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    program: Mapped[Program] = relationship()
    file: Mapped[StoredFile | None] = relationship()


@holds(kind=CONTENT, subject=CONTENT, happened_on=CONTENT, recorded_at=CONTENT)
class ProgramFact(Base):
    """Something that happened in an organisation on a day: steps of the road map close by it. Never changed.

    `subject` names what it happened to (a table and a public id), so that the same deed is told once.
    """

    __tablename__ = "program_fact"
    __table_args__ = (
        UniqueConstraint("organization_id", "kind", "subject"),
        Index("ix_program_fact_organization_id_happened_on", "organization_id", "happened_on"),
    )
    id: Mapped[Key]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    subject: Mapped[str] = mapped_column(sa.String(80))
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)


@holds(kind=CONTENT, name=CONTENT, starts_on=CONTENT, ends_on=CONTENT)
class OwnDay(Timestamps, Versioned, Base):
    """Days in which an organisation differs from the calendar of the country; both days included."""

    __tablename__ = "own_day"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        Index("ix_own_day_organization_id_starts_on", "organization_id", "starts_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[DayKind] = mapped_column(sa.String(20))
    name: Mapped[str] = mapped_column(sa.Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]

    organization: Mapped[Organization] = relationship()
