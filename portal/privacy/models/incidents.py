"""Incidents: whose account, from when to when, which subjects it reached."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Key, PublicId, UtcDateTime, Versioned
from portal.core.personal_data import TRAIL, concerns, holds
from portal.people.models import Organization, Person
from portal.privacy.kinds import IncidentState


@concerns("account_of_id")
@holds(
    state=TRAIL, begins_at=TRAIL, ends_at=TRAIL, found_at=TRAIL, what=TRAIL, is_drill=TRAIL, sessions_ended=TRAIL,
    notified_at=TRAIL, reported_at=TRAIL, conclusion=TRAIL, closed_at=TRAIL,
)  # fmt: skip
class Incident(Versioned, Base):
    """One incident. Two terms run from `found_at`: 24 hours to the notice, 72 to the results (152-ФЗ ст. 21 ч. 3.1)."""

    __tablename__ = "incident"
    __table_args__ = (
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_time"),
        CheckConstraint("ends_at >= begins_at", name="period"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    account_of_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[IncidentState] = mapped_column(sa.String(10), default=IncidentState.OPEN)
    is_drill: Mapped[bool] = mapped_column(default=False)
    begins_at: Mapped[datetime] = mapped_column(UtcDateTime())
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime())
    found_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    what: Mapped[str] = mapped_column(sa.Text)
    sessions_ended: Mapped[int] = mapped_column(default=0)
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    conclusion: Mapped[str] = mapped_column(sa.Text, default="")
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    organization: Mapped[Organization] = relationship()
    account_of: Mapped[Person] = relationship(foreign_keys=account_of_id)
    opened_by: Mapped[Person | None] = relationship(foreign_keys=opened_by_id)


@holds(how=TRAIL, first_at=TRAIL, times=TRAIL)
class IncidentSubject(Base):
    """One affected person: seen on a card, in a list or in a file; when first and how often."""

    __tablename__ = "incident_subject"
    incident_id: Mapped[int] = mapped_column(ForeignKey("incident.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    how: Mapped[str] = mapped_column(sa.String(60))
    first_at: Mapped[datetime] = mapped_column(UtcDateTime())
    times: Mapped[int]

    person: Mapped[Person] = relationship()
