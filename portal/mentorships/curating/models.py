"""Tables of curators' reports: the report that is written or was sent, and what was sent each time."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import MENTORING, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.mentorships.closing.kinds import WRITTEN, ReportState
from portal.people.models import Person
from portal.programs.models import Cycle

TEXTS = ("done", "conclusion", "difficulties", "proposals")


@holds(
    due_on=MENTORING, state=MENTORING, number=MENTORING, done=MENTORING, conclusion=MENTORING, difficulties=MENTORING,
    proposals=MENTORING, facts=MENTORING, remark=MENTORING, sent_on=MENTORING, accepted_on=MENTORING,
    reminded_at=TECHNICAL,
)  # fmt: skip
class CuratorReport(Timestamps, Versioned, Base):
    """What the curators of an organisation report about a year of a programme by a date (REPT-2), one together.

    `sent_by_id` is who sent it, empty before. `facts` are figures with public ids of what stands behind them and no
    names, as of the day it was sent; empty before. `remark` says why it came back.
    """

    __tablename__ = "curator_report"
    __table_args__ = (
        CheckConstraint("(state = 'accepted') = (accepted_on IS NOT NULL)", name="accepted"),
        CheckConstraint("state NOT IN ('sent', 'accepted') OR sent_on IS NOT NULL", name="sent"),
        CheckConstraint("state <> 'returned' OR remark <> ''", name="returned"),
        CheckConstraint("number BETWEEN 1 AND 99", name="number"),
        UniqueConstraint("cycle_id", "due_on"),
        Index("ix_curator_report_state_due_on", "state", "due_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    state: Mapped[ReportState] = mapped_column(sa.String(10), default=ReportState.DRAFT)
    number: Mapped[int] = mapped_column(default=1)
    done: Mapped[str] = mapped_column(sa.Text, default="")
    conclusion: Mapped[str] = mapped_column(sa.Text, default="")
    difficulties: Mapped[str] = mapped_column(sa.Text, default="")
    proposals: Mapped[str] = mapped_column(sa.Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    sent_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]

    cycle: Mapped[Cycle] = relationship()
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])
    accepted_by: Mapped[Person | None] = relationship(foreign_keys=[accepted_by_id])
    versions: Mapped[list["CuratorReportVersion"]] = relationship(
        order_by="CuratorReportVersion.number", cascade="all, delete-orphan"
    )

    @property
    def is_written(self) -> bool:
        """Whether the curators may change it."""
        return self.state in WRITTEN

    def is_late(self, today: date) -> bool:
        """Whether the date has passed and it was not sent."""
        return self.is_written and self.due_on < today


@holds(number=MENTORING, sent_on=MENTORING, content=MENTORING)
class CuratorReportVersion(Timestamps, Base):
    """What was sent, as it stood then: texts and figures. Never changed."""

    __tablename__ = "curator_report_version"
    __table_args__ = (UniqueConstraint("report_id", "number"),)
    id: Mapped[Key]
    report_id: Mapped[int] = mapped_column(ForeignKey("curator_report.id"))
    number: Mapped[int]
    sent_on: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(Json)


may_mention("curator_report", *TEXTS, "remark")
may_mention("curator_report_version", "content")
