"""Tables of health: warnings, what people tell the curator, checks of a month."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps
from portal.core.personal_data import CONTENT, MENTORING, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.mentorships.health.kinds import Urgency, WarningOutcome, WarningRule
from portal.mentorships.models import Mentorship
from portal.people.models import Organization, Person

WAITS = sa.text("closed_on IS NULL")


@holds(text=MENTORING, urgency=CONTENT, to_psychologist=MENTORING, sent_at=CONTENT)
class CuratorCall(Timestamps, Base):
    """What somebody of a pair told the curator. `sent_by_id` goes with the person, and the words with it.

    The psychologist reads it only where the sender said so. What becomes of it stands in its warning.
    """

    __tablename__ = "curator_call"
    __table_args__ = (
        CheckConstraint("urgency BETWEEN 1 AND 3", name="urgency"),
        Index("ix_curator_call_mentorship_id", "mentorship_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    urgency: Mapped[Urgency] = mapped_column(sa.Integer)
    to_psychologist: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(sa.Text)
    sent_at: Mapped[datetime]

    mentorship: Mapped[Mentorship] = relationship()
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])


@holds(
    rule=CONTENT, cause=TECHNICAL, since=CONTENT, opened_on=CONTENT, urgency=CONTENT, data=CONTENT, gone_on=CONTENT,
    acted_at=CONTENT, snoozed_until=CONTENT, closed_on=CONTENT, outcome=CONTENT, words=MENTORING,
)  # fmt: skip
class PairWarning(Timestamps, Base):
    """A reason to look at a pair: rule, figures, since when, who took it, what came of it.

    A pair is warned of one cause once, whoever evaluates and however often: the unique key holds it. One that closed
    as GONE opens anew when its cause is back. `acted_at` is the first deed of a person. `gone_on` says that the cause
    is no more while somebody who took it has not yet said what came of it. `words` are those of whoever snoozed or
    closed it.
    """

    __tablename__ = "pair_warning"
    __table_args__ = (
        UniqueConstraint("mentorship_id", "rule", "cause"),
        CheckConstraint("urgency BETWEEN 1 AND 3", name="urgency"),
        CheckConstraint("(closed_on IS NULL) = (outcome IS NULL)", name="outcome"),
        CheckConstraint("snoozed_until IS NULL OR closed_on IS NULL", name="snoozed"),
        Index("ix_pair_warning_waits", "urgency", "since", sqlite_where=WAITS, postgresql_where=WAITS),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    call_id: Mapped[int | None] = mapped_column(ForeignKey("curator_call.id"), unique=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    rule: Mapped[WarningRule] = mapped_column(sa.String(20))
    cause: Mapped[str] = mapped_column(sa.String(80))
    since: Mapped[date]
    opened_on: Mapped[date]
    urgency: Mapped[Urgency] = mapped_column(sa.Integer)
    data: Mapped[dict[str, Any]]
    gone_on: Mapped[date | None]
    acted_at: Mapped[datetime | None]
    snoozed_until: Mapped[date | None]
    closed_on: Mapped[date | None]
    outcome: Mapped[WarningOutcome | None] = mapped_column(sa.String(20))
    words: Mapped[str] = mapped_column(sa.Text, default="")

    mentorship: Mapped[Mentorship] = relationship()
    call: Mapped[CuratorCall | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])

    @property
    def is_open(self) -> bool:
        """Whether it still wants somebody."""
        return self.closed_on is None


@holds(month=CONTENT, content=CONTENT, digest=CONTENT, signed_at=CONTENT)
class MonthlyCheck(Timestamps, Base):
    """The check of a month as it was signed. `content` holds figures and public ids, no names: `digest` is its SHA-256.

    Names are put beside the ids when the page is drawn, so that an erasure leaves the digest true.
    """

    __tablename__ = "monthly_check"
    __table_args__ = (UniqueConstraint("organization_id", "month"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    month: Mapped[date]
    content: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(sa.String(64))
    signed_at: Mapped[datetime]

    organization: Mapped[Organization] = relationship()
    signed_by: Mapped[Person | None] = relationship()


may_mention("curator_call", "text")
may_mention("pair_warning", "words")
