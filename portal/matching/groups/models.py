"""Requests of whole groups."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, holds
from portal.core.washing import may_mention
from portal.matching.kinds import OPEN, Origin, RequestState
from portal.people.models import Group, Organization, Person
from portal.people.periods import PERIOD
from portal.programs.models import Cycle, MentoringFormat

IS_OPEN = sa.text("state IN ('preliminary', 'in_base')")
may_mention("group_request", "goal", "decision", "reason")


@holds(
    origin=CONTENT, goal=CONTENT, languages=CONTENT, state=CONTENT, decision=CONTENT, decided_on=CONTENT,
    reason=CONTENT, starts_on=CONTENT, ends_on=CONTENT,
)  # fmt: skip
class GroupRequest(Timestamps, Versioned, Base):
    """A group of learners asks for a mentor in one year and one format; open at most once (MTEE-1, PAIR-3).

    Nobody agrees for the others: each member needs an own consent to take part before joining the pair.
    """

    __tablename__ = "group_request"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("(ends_on IS NULL) = (state IN ('preliminary', 'in_base'))", name="over"),
        CheckConstraint("state <> 'in_base' OR decided_on IS NOT NULL", name="decided"),
        Index(
            "uq_group_request_open", "group_id", "cycle_id", "format_id", unique=True, sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("mentoring_format.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("group.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    origin: Mapped[Origin] = mapped_column(sa.String(20))
    goal: Mapped[str] = mapped_column(sa.Text)
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    state: Mapped[RequestState] = mapped_column(sa.String(20), default=RequestState.PRELIMINARY)
    decision: Mapped[str] = mapped_column(sa.Text, default="")
    decided_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    cycle: Mapped[Cycle] = relationship()
    format: Mapped[MentoringFormat] = relationship()
    group: Mapped[Group] = relationship()
    recorded_by: Mapped[Person | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether the group still looks for a mentor."""
        return self.state in OPEN
