"""Who comes to an event, and the secret address of a personal calendar."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Key, PublicId, Timestamps, UtcDateTime
from portal.core.personal_data import ATTENDANCE, TECHNICAL, concerns, holds
from portal.core.washing import may_mention
from portal.events.kinds import Attendance, Level
from portal.events.models.events import Event
from portal.people.models import Organization, Person

HOLDS_A_PLACE = "state IN ('registered', 'attended', 'absent')"


@concerns("person_id")
@holds(
    state=ATTENDANCE, seat=ATTENDANCE, asked_at=ATTENDANCE, level=ATTENDANCE, result=ATTENDANCE, reminded_on=TECHNICAL,
)  # fmt: skip
class EventRegistration(Timestamps, Base):
    """One person for one event. A place is a number that nobody else has: the database holds it, not a count.

    Who waits has none and is moved up in the order of `asked_at`. `level` and `result` say what came of a contest:
    at which level, which award (EVNT-4).
    """

    __tablename__ = "event_registration"
    __table_args__ = (
        UniqueConstraint("event_id", "person_id"),
        CheckConstraint(f"({HOLDS_A_PLACE}) = (seat IS NOT NULL)", name="seat"),
        CheckConstraint("seat IS NULL OR seat > 0", name="numbered"),
        Index(
            "uq_event_registration_seat", "event_id", "seat", unique=True,
            sqlite_where=sa.text("seat IS NOT NULL"), postgresql_where=sa.text("seat IS NOT NULL"),
        ),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    registered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[Attendance] = mapped_column(sa.String(20))
    seat: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    level: Mapped[Level | str] = mapped_column(sa.String(20), default="")
    result: Mapped[str] = mapped_column(sa.Text, default="")
    reminded_on: Mapped[date | None]

    event: Mapped[Event] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organization: Mapped[Organization | None] = relationship()


@holds(token_hash=ATTENDANCE, renewed_at=ATTENDANCE)
class CalendarFeed(Base):
    """The address by which a calendar outside the portal reads one person's events; only its hash is kept."""

    __tablename__ = "calendar_feed"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    renewed_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)


may_mention("event_registration", "result")
