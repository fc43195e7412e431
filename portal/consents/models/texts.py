"""Wordings of consents and the consents given to them."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.consents.kinds import Evidence, Purpose
from portal.core.db import Base, Key, PublicId, Timestamps
from portal.core.personal_data import CONTENT, PAPERS, concerns, holds
from portal.people.periods import PERIOD


@holds(
    purpose=CONTENT,
    category=CONTENT,
    title=CONTENT,
    body=CONTENT,
    body_hash=CONTENT,
    starts_on=CONTENT,
    ends_on=CONTENT,
)
class ConsentText(Timestamps, Base):
    """The wording of one consent for one purpose and category of people; never edited, only followed by the next."""

    __tablename__ = "consent_text"
    __table_args__ = (UniqueConstraint("organization_id", "purpose", "category", "body_hash"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(sa.String(20))
    category: Mapped[str] = mapped_column(sa.String(30))
    title: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[str] = mapped_column(sa.Text)
    body_hash: Mapped[str] = mapped_column(sa.String(64))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


@concerns("person_id", "given_by_id")
@holds(
    purpose=PAPERS, text_hash=PAPERS, by_representative=PAPERS, evidence=PAPERS, starts_on=PAPERS, ends_on=PAPERS,
    withdrawn_on=PAPERS,
)  # fmt: skip
class Consent(Timestamps, Base):
    """A given consent: whose data, for which purpose of which organisation, signed by whom, until when."""

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        UniqueConstraint("person_id", "organization_id", "purpose", "text_hash", "given_by_id", "starts_on"),
        Index("ix_consent_person_id_organization_id_purpose", "person_id", "organization_id", "purpose"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"))
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[Purpose] = mapped_column(sa.String(20))
    text_hash: Mapped[str] = mapped_column(sa.String(64))
    by_representative: Mapped[bool]
    evidence: Mapped[Evidence] = mapped_column(sa.String(10))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
