"""Information campaigns: what people are told, whom it concerns, and the record that each was told."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consents.paper_kinds import Way
from portal.core.db import Base, Json, Key, PublicId, Timestamps, UtcDateTime, Versioned
from portal.core.personal_data import CONTENT, PAPERS, holds
from portal.people.models import Organization, Person
from portal.people.periods import PERIOD


@holds(
    title=CONTENT, body=CONTENT, address=CONTENT, way=CONTENT, audience=CONTENT, starts_on=CONTENT, ends_on=CONTENT,
    mailed_at=CONTENT,
)  # fmt: skip
class Campaign(Timestamps, Versioned, Base):
    """What is told to whom, in which days and mainly how; the facts are recorded person by person."""

    __tablename__ = "campaign"
    __table_args__ = (CheckConstraint(PERIOD, name="period"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    title: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[str] = mapped_column(sa.Text)
    address: Mapped[str] = mapped_column(sa.Text, default="")
    way: Mapped[Way] = mapped_column(sa.String(20))
    audience: Mapped[dict[str, Any]] = mapped_column(Json)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    mailed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    organization: Mapped[Organization] = relationship()


@holds(informed_on=PAPERS, way=PAPERS)
class CampaignFact(Timestamps, Base):
    """One person was told, on a day, in some way; `group_id` says with which group."""

    __tablename__ = "campaign_fact"
    __table_args__ = (UniqueConstraint("campaign_id", "person_id"),)
    id: Mapped[Key]
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    informed_on: Mapped[date]
    way: Mapped[Way] = mapped_column(sa.String(20))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
