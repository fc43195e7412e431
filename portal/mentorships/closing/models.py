"""Tables of summing up: reports of mentors with what was sent, words of members, the closing sheet of a pair."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import MENTORING, TECHNICAL, holds
from portal.mentorships.closing.kinds import WRITTEN, Recommendation, ReportState
from portal.mentorships.kinds import Ending
from portal.mentorships.models import Mentorship
from portal.people.models import Person

TEXTS = ("done", "difficulties", "portrait", "conclusion", "advice")


@holds(
    due_on=MENTORING, state=MENTORING, number=MENTORING, done=MENTORING, difficulties=MENTORING, portrait=MENTORING,
    conclusion=MENTORING, advice=MENTORING, facts=MENTORING, remark=MENTORING, sent_on=MENTORING, accepted_on=MENTORING,
    reminded_at=TECHNICAL,
)  # fmt: skip
class MentorReport(Timestamps, Versioned, Base):
    """What one mentor reports about one pair by a date (REPT-1).

    `number` is that of the version that is written or was sent; `facts` are the numbers of the pair on the day it was
    sent, empty before. `portrait` tells how the mentee has grown. `remark` says why it came back.
    """

    __tablename__ = "mentor_report"
    __table_args__ = (
        CheckConstraint("(state = 'accepted') = (accepted_on IS NOT NULL)", name="accepted"),
        CheckConstraint("state NOT IN ('sent', 'accepted') OR sent_on IS NOT NULL", name="sent"),
        CheckConstraint("state <> 'returned' OR remark <> ''", name="returned"),
        CheckConstraint("number BETWEEN 1 AND 99", name="number"),
        UniqueConstraint("mentorship_id", "person_id", "due_on"),
        Index("ix_mentor_report_state_due_on", "state", "due_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    state: Mapped[ReportState] = mapped_column(sa.String(10), default=ReportState.DRAFT)
    number: Mapped[int] = mapped_column(default=1)
    done: Mapped[str] = mapped_column(sa.Text, default="")
    difficulties: Mapped[str] = mapped_column(sa.Text, default="")
    portrait: Mapped[str] = mapped_column(sa.Text, default="")
    conclusion: Mapped[str] = mapped_column(sa.Text, default="")
    advice: Mapped[str] = mapped_column(sa.Text, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    sent_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    reminded_at: Mapped[datetime | None]

    mentorship: Mapped[Mentorship] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    accepted_by: Mapped[Person | None] = relationship(foreign_keys=[accepted_by_id])
    versions: Mapped[list["MentorReportVersion"]] = relationship(
        order_by="MentorReportVersion.number", cascade="all, delete-orphan"
    )

    @property
    def is_written(self) -> bool:
        """Whether its mentor may change it."""
        return self.state in WRITTEN

    def is_late(self, today: date) -> bool:
        """Whether the date has passed and it was not sent."""
        return self.is_written and self.due_on < today


@holds(number=MENTORING, sent_on=MENTORING, content=MENTORING)
class MentorReportVersion(Timestamps, Base):
    """What was sent, as it stood then: texts and numbers. Never changed."""

    __tablename__ = "mentor_report_version"
    __table_args__ = (UniqueConstraint("report_id", "number"),)
    id: Mapped[Key]
    report_id: Mapped[int] = mapped_column(ForeignKey("mentor_report.id"))
    number: Mapped[int]
    sent_on: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(Json)


@holds(gained=MENTORING, ahead=MENTORING, review=MENTORING, said_on=MENTORING)
class ClosingWord(Timestamps, Versioned, Base):
    """What one member says at the end: reflection for the whole pair, and a mentee's review of the mentoring."""

    __tablename__ = "closing_word"
    __table_args__ = (UniqueConstraint("mentorship_id", "person_id"),)
    id: Mapped[Key]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    gained: Mapped[str] = mapped_column(sa.Text, default="")
    ahead: Mapped[str] = mapped_column(sa.Text, default="")
    review: Mapped[str] = mapped_column(sa.Text, default="")
    said_on: Mapped[date]

    person: Mapped[Person] = relationship()


@holds(
    results=MENTORING, criteria=MENTORING, reached=MENTORING, group_words=MENTORING, conclusion=MENTORING,
    recommendation=MENTORING, advice=MENTORING, reviewed_on=MENTORING, ending=MENTORING, reason=MENTORING,
)  # fmt: skip
class ClosingSheet(Timestamps, Versioned, Base):
    """The closing sheet of a pair, one each: what was reached, what follows (PAIR-11, REPT-7).

    `results` are the expected results of the format and `criteria` those of a successful programme, code → `Reached`.
    `reached` compares with the goal, `group_words` is what all said together. `ending` and `reason` stand where an
    order is to end the pair, and take effect with it.
    """

    __tablename__ = "closing_sheet"
    id: Mapped[Key]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"), unique=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    results: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    criteria: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    reached: Mapped[str] = mapped_column(sa.Text, default="")
    group_words: Mapped[str] = mapped_column(sa.Text, default="")
    conclusion: Mapped[str] = mapped_column(sa.Text, default="")
    recommendation: Mapped[Recommendation | None] = mapped_column(sa.String(20))
    advice: Mapped[str] = mapped_column(sa.Text, default="")
    reviewed_on: Mapped[date | None]
    ending: Mapped[Ending | None] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.Text, default="")

    mentorship: Mapped[Mentorship] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
