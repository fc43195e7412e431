"""A contest as it is announced: terms, dates, nominations, criteria; and the protocol in which it ends."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.people.models import Organization
from portal.practices.contests.kinds import ContestState, Subject


@holds(
    state=CONTENT, title=CONTENT, terms=CONTENT, is_for_town=CONTENT, apply_from=CONTENT, apply_until=CONTENT,
    judge_until=CONTENT, results_on=CONTENT, least_jurors=CONTENT, protocol=TECHNICAL, digest=TECHNICAL,
    signed_on=CONTENT, published_on=CONTENT,
)  # fmt: skip
class Contest(Timestamps, Versioned, Base):
    """A contest of practices or people that an organisation holds for itself or for the whole town (PRAC-2).

    `least_jurors` is how many must have weighed a criterion before its mean counts. `protocol` holds figures and public
    ids, frozen with `digest` when the chair signs; names are put beside them when it is drawn.
    """

    __tablename__ = "contest"
    __table_args__ = (
        CheckConstraint("apply_until >= apply_from", name="applying"),
        CheckConstraint("judge_until > apply_until", name="judging"),
        CheckConstraint("results_on >= judge_until", name="results"),
        CheckConstraint("least_jurors BETWEEN 1 AND 20", name="least_jurors"),
        CheckConstraint("(state IN ('signed', 'published')) = (signed_on IS NOT NULL)", name="signed"),
        CheckConstraint("(digest = '') = (signed_on IS NULL)", name="digest"),
        CheckConstraint("(state = 'published') = (published_on IS NOT NULL)", name="published"),
        Index("ix_contest_organization_id", "organization_id"),
        Index("ix_contest_state", "state"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[ContestState] = mapped_column(sa.String(20), default=ContestState.DRAFT)
    title: Mapped[str] = mapped_column(sa.Text)
    terms: Mapped[str] = mapped_column(sa.Text, default="")
    is_for_town: Mapped[bool] = mapped_column(default=False)
    apply_from: Mapped[date]
    apply_until: Mapped[date]
    judge_until: Mapped[date]
    results_on: Mapped[date]
    least_jurors: Mapped[int] = mapped_column(default=3)
    protocol: Mapped[dict[str, Any] | None] = mapped_column(Json)
    digest: Mapped[str] = mapped_column(sa.String(64), default="")
    signed_on: Mapped[date | None]
    published_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    nominations: Mapped[list["ContestNomination"]] = relationship(order_by="ContestNomination.id")
    criteria: Mapped[list["ContestCriterion"]] = relationship(order_by="ContestCriterion.id")

    def takes_entries(self, today: date) -> bool:
        """Whether somebody may apply on this day."""
        return self.state == ContestState.OPEN and self.apply_from <= today <= self.apply_until


@holds(title=CONTENT, subject=CONTENT)
class ContestNomination(Timestamps, Base):
    """A nomination: practices, or people."""

    __tablename__ = "contest_nomination"
    __table_args__ = (UniqueConstraint("contest_id", "title"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    title: Mapped[str] = mapped_column(sa.Text)
    subject: Mapped[Subject] = mapped_column(sa.String(20))


@holds(title=CONTENT, grades=CONTENT, weight=CONTENT, most=CONTENT)
class ContestCriterion(Timestamps, Base):
    """What is weighed: points from 0 to `most`, `grades` says in words what they mean, `weight` multiplies the mean."""

    __tablename__ = "contest_criterion"
    __table_args__ = (
        UniqueConstraint("contest_id", "title"),
        CheckConstraint("weight BETWEEN 1 AND 10", name="weight"),
        CheckConstraint("most BETWEEN 1 AND 10", name="most"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    title: Mapped[str] = mapped_column(sa.Text)
    grades: Mapped[str] = mapped_column(sa.Text, default="")
    weight: Mapped[int] = mapped_column(default=1)
    most: Mapped[int] = mapped_column(default=5)


may_mention("contest", "title", "terms")
may_mention("contest_nomination", "title")
may_mention("contest_criterion", "title", "grades")
