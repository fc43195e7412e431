"""Programmes of organisations, their cycles, the formats that run in a cycle, and approval routes."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, holds
from portal.people.models import Organization
from portal.people.periods import PERIOD
from portal.programs.kinds import RouteSubject
from portal.programs.models.reference import MentoringFormat


@holds(name=CONTENT, sort_name=CONTENT, pattern=CONTENT)
class Program(Timestamps, Versioned, Base):
    """A programme of mentoring of one organisation; `pattern` is the customer's it started from."""

    __tablename__ = "program"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    name: Mapped[str] = mapped_column(sa.Text)
    sort_name: Mapped[str] = mapped_column(sa.Text)
    pattern: Mapped[str] = mapped_column(sa.String(40))

    organization: Mapped[Organization] = relationship()


@holds(name=CONTENT, starts_on=CONTENT, ends_on=CONTENT, closed_on=CONTENT, settings=CONTENT)
class Cycle(Timestamps, Versioned, Base):
    """A year of a programme, or another span; `settings` are those of `cycle_settings.CycleSettings`.

    `closed_on` is the day on which the organisation said that the cycle is over; nothing in it changes afterwards.
    """

    __tablename__ = "cycle"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("closed_on IS NULL OR closed_on >= starts_on", name="closed_after_start"),
        UniqueConstraint("program_id", "starts_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    closed_on: Mapped[date | None]
    settings: Mapped[dict[str, Any]]

    program: Mapped[Program] = relationship()
    formats: Mapped[list["CycleFormat"]] = relationship(back_populates="cycle", order_by="CycleFormat.position")


@holds(own_name=CONTENT, responsible=CONTENT, is_on=CONTENT, position=CONTENT)
class CycleFormat(Timestamps, Base):
    """A format in a cycle: whether it runs, how the organisation calls it, which post leads it (a post, not a name)."""

    __tablename__ = "cycle_format"
    __table_args__ = (UniqueConstraint("cycle_id", "format_id"),)
    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    format_id: Mapped[int] = mapped_column(ForeignKey("mentoring_format.id"), index=True)
    is_on: Mapped[bool]
    own_name: Mapped[str] = mapped_column(sa.Text, default="")
    responsible: Mapped[str] = mapped_column(sa.Text, default="")
    position: Mapped[int]

    cycle: Mapped[Cycle] = relationship(back_populates="formats")
    format: Mapped[MentoringFormat] = relationship()

    @property
    def name(self) -> str:
        """As the organisation calls it, else as the reference does."""
        return self.own_name or self.format.name


@holds(subject=CONTENT, format_code=CONTENT, category=CONTENT, steps=CONTENT)
class ApprovalRoute(Timestamps, Versioned, Base):
    """Who approves what, step by step (`routes.RouteStep`).

    `format_code` and `category` (a side of a format) are empty where the route holds for whatever has none of its own.
    """

    __tablename__ = "approval_route"
    __table_args__ = (UniqueConstraint("program_id", "subject", "format_code", "category"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    subject: Mapped[RouteSubject] = mapped_column(sa.String(20))
    format_code: Mapped[str] = mapped_column(sa.String(40), default="")
    category: Mapped[str] = mapped_column(sa.String(40), default="")
    steps: Mapped[list[Any]] = mapped_column(Json, default=list)

    program: Mapped[Program] = relationship()
