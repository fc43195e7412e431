"""What a person has learnt and what happened in a career, dated: figures of later years rest on it."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import REGISTER, TECHNICAL, holds
from portal.people.kinds import FactKind, QualificationKind
from portal.people.models.organizations import Organization
from portal.people.models.persons import Person


@holds(
    kind=REGISTER, title=REGISTER, issuer=REGISTER, hours=REGISTER, issued_on=REGISTER, valid_until=REGISTER,
    removed_at=TECHNICAL,
)  # fmt: skip
class Qualification(Timestamps, Versioned, Base):
    """A category, course, degree or certificate of a person. A removed one can be brought back for a month."""

    __tablename__ = "qualification"
    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR issued_on IS NULL OR valid_until >= issued_on", name="period"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[QualificationKind] = mapped_column(sa.String(30))
    title: Mapped[str] = mapped_column(sa.Text)
    issuer: Mapped[str] = mapped_column(sa.Text, default="")
    hours: Mapped[int | None]
    issued_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


@holds(kind=REGISTER, happened_on=REGISTER, note=REGISTER, removed_at=TECHNICAL)
class CareerFact(Timestamps, Versioned, Base):
    """Something dated in the career of a person, as the organisation knows it. A removed one can be brought back."""

    __tablename__ = "career_fact"
    __table_args__ = (Index("ix_career_fact_organization_id_kind", "organization_id", "kind", "happened_on"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[FactKind] = mapped_column(sa.String(30))
    happened_on: Mapped[date]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    organization: Mapped[Organization] = relationship()
