"""The conflict list of a year."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import MENTORING, concerns, holds
from portal.people.models import Organization, Person
from portal.people.periods import PERIOD
from portal.programs.models import Cycle

LONGEST_REASON = 500


@concerns("first_id", "second_id")
@holds(reason=MENTORING, starts_on=MENTORING, ends_on=MENTORING)
class MatchingConflict(Timestamps, Versioned, Base):
    """These two may not stand in one pair of the year from a day to a day, whoever would be the mentor.

    The lower id stands first, so that a pair stands once. The row goes with either of the two.
    """

    __tablename__ = "matching_conflict"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("first_id < second_id", name="another"),
        UniqueConstraint("cycle_id", "first_id", "second_id"),
        Index("ix_matching_conflict_first_id", "first_id"),
        Index("ix_matching_conflict_second_id", "second_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str] = mapped_column(sa.Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    cycle: Mapped[Cycle] = relationship()
    first: Mapped[Person] = relationship(foreign_keys=[first_id])
    second: Mapped[Person] = relationship(foreign_keys=[second_id])
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
