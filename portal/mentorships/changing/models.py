"""What was done to a pair that works, and why: states and members alone do not tell the reasons."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, Timestamps
from portal.core.personal_data import CONTENT, MENTORING, holds
from portal.mentorships.changing.kinds import ChangeKind
from portal.mentorships.models import Mentorship
from portal.people.models import Person


@holds(kind=CONTENT, happened_on=CONTENT, reason=MENTORING, until_before=CONTENT, until_after=CONTENT)
class MentorshipChange(Timestamps, Base):
    """One change of a pair: on which day, why, who recorded it.

    Who came and who went, the members say themselves. `until_before` and `until_after` are the planned last days of a
    pair that was extended.
    """

    __tablename__ = "mentorship_change"
    __table_args__ = (CheckConstraint("(kind = 'extended') = (until_after IS NOT NULL)", name="until"),)
    id: Mapped[Key]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ChangeKind] = mapped_column(sa.String(20))
    happened_on: Mapped[date]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    until_before: Mapped[date | None]
    until_after: Mapped[date | None]

    mentorship: Mapped[Mentorship] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
