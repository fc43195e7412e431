"""Tables of courses."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import ATTENDANCE, CONTENT, TECHNICAL, concerns, holds
from portal.core.washing import may_mention
from portal.events.models import Event


@holds(min_sessions=CONTENT, pair_hours=CONTENT, paper=CONTENT)
class Course(Timestamps, Versioned, Base):
    """What makes an event a course. Its hours in all are those of the event.

    `min_sessions` is how many sessions one has to attend; up to `pair_hours` hours may come from confirmed meetings of
    one's pair (S1, application «педагог – педагог»); `paper` names what is handed over at the end. `copied_from_id` is
    the course of an earlier year that this one repeats.
    """

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("min_sessions > 0", name="min_sessions"),
        CheckConstraint("pair_hours >= 0", name="pair_hours"),
    )
    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("course.id"), index=True)
    min_sessions: Mapped[int] = mapped_column(default=1)
    pair_hours: Mapped[int] = mapped_column(default=0)
    paper: Mapped[str] = mapped_column(sa.Text, default="")

    event: Mapped[Event] = relationship()


@holds(
    title=CONTENT, starts_at=CONTENT, ends_at=CONTENT, place=CONTENT, link=CONTENT, hours=CONTENT, marked_at=CONTENT,
    sequence=TECHNICAL,
)  # fmt: skip
class CourseSession(Timestamps, Versioned, Base):
    """One dated session of a course; `hours` are whole, `marked_at` is when attendance was first ticked."""

    __tablename__ = "course_session"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="times"),
        CheckConstraint("hours > 0", name="hours"),
        Index("ix_course_session_event_id_starts_at", "event_id", "starts_at"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    title: Mapped[str] = mapped_column(sa.Text)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(sa.Text, default="")
    link: Mapped[str] = mapped_column(sa.Text, default="")
    hours: Mapped[int]
    marked_at: Mapped[datetime | None]
    sequence: Mapped[int] = mapped_column(default=0)


@concerns("person_id")
@holds(came=ATTENDANCE)
class SessionAttendance(Base):
    """Whether one person came to one session."""

    __tablename__ = "session_attendance"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)
    id: Mapped[Key]
    session_id: Mapped[int] = mapped_column(ForeignKey("course_session.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    came: Mapped[bool]


may_mention("course", "paper")
may_mention("course_session", "title", "place", "link")
