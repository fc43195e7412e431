"""Tables of meetings."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, MENTORING, TECHNICAL, holds
from portal.mentorships.meetings.kinds import Evidence, MeetingKind, MeetingState, Result
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Person

HELD = sa.text("state = 'held'")


@holds(
    kind=CONTENT, state=CONTENT, starts_at=CONTENT, day=CONTENT, time_zone=CONTENT, minutes=CONTENT, place=MENTORING,
    link=MENTORING, agreed=MENTORING, next_steps=MENTORING, result=CONTENT, reason=MENTORING, evidence=CONTENT,
    moved_to=CONTENT, recorded_at=CONTENT, reminded_at=TECHNICAL,
)  # fmt: skip
class Meeting(Timestamps, Versioned, Base):
    """One meeting of a pair or a group. A pair has at most one held meeting a day: two records of a day are one.

    `day` is the calendar day of `starts_at` in `time_zone`, the zone of the organisation when it was written. `reason`
    says why it was recorded late, missed, cancelled or moved. `evidence` follows from the sides and is kept with
    every word of theirs; `reminded_at` is when its letters were written.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("(state = 'held') = (recorded_at IS NOT NULL)", name="recorded"),
        CheckConstraint("(state = 'held') = (evidence IS NOT NULL)", name="evidence"),
        CheckConstraint("(state = 'moved') = (moved_to IS NOT NULL)", name="moved"),
        CheckConstraint("minutes BETWEEN 5 AND 720", name="minutes"),
        Index("uq_meeting_held", "mentorship_id", "day", unique=True, sqlite_where=HELD, postgresql_where=HELD),
        Index("ix_meeting_mentorship_id_starts_at", "mentorship_id", "starts_at"),
        Index("ix_meeting_state_starts_at", "state", "starts_at"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[MeetingKind] = mapped_column(sa.String(20))
    state: Mapped[MeetingState] = mapped_column(sa.String(10), default=MeetingState.PLANNED)
    starts_at: Mapped[datetime]
    day: Mapped[date]
    time_zone: Mapped[str] = mapped_column(sa.String(40))
    minutes: Mapped[int]
    place: Mapped[str] = mapped_column(sa.String(200), default="")
    link: Mapped[str] = mapped_column(sa.String(500), default="")
    agreed: Mapped[str] = mapped_column(sa.Text, default="")
    next_steps: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[Result | None] = mapped_column(sa.String(10))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    evidence: Mapped[Evidence | None] = mapped_column(sa.String(10))
    moved_to: Mapped[datetime | None]
    recorded_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    mentorship: Mapped[Mentorship] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
    sides: Mapped[list["MeetingSide"]] = relationship(
        back_populates="meeting", order_by="MeetingSide.id", cascade="all, delete-orphan"
    )

    @property
    def is_held(self) -> bool:
        """Whether it took place."""
        return self.state == MeetingState.HELD

    @property
    def is_planned(self) -> bool:
        """Whether it is still to come, or waits to be written down."""
        return self.state == MeetingState.PLANNED

    def side_of(self, person_id: int | None) -> "MeetingSide | None":
        """What this person has to say here; None for whoever is no member of it."""
        return next((each for each in self.sides if each.member.person_id == person_id), None)


@holds(attended=MENTORING, confirmed_at=MENTORING, disputed_at=MENTORING, words=MENTORING)
class MeetingSide(Base):
    """One member at one meeting: was there, says so, or objects in `words`.

    `confirmed_by_id` is the member, or the staff for somebody without an account. `feedback_invitation_id` leads to the
    questionnaire that asked this member about the meeting.
    """

    __tablename__ = "meeting_side"
    __table_args__ = (
        CheckConstraint("confirmed_at IS NULL OR disputed_at IS NULL", name="said"),
        UniqueConstraint("meeting_id", "member_id"),
    )
    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("mentorship_member.id", ondelete="CASCADE"), index=True)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    feedback_invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("survey_invitation.id", ondelete="SET NULL"), index=True
    )
    attended: Mapped[bool] = mapped_column(default=True)
    confirmed_at: Mapped[datetime | None]
    disputed_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(sa.Text, default="")

    meeting: Mapped[Meeting] = relationship(back_populates="sides")
    member: Mapped[MentorshipMember] = relationship()
    confirmed_by: Mapped[Person | None] = relationship()
