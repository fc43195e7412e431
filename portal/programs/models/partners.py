"""Partners of an organisation, agreements with them and the people who curate on their side."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import CONTENT, REGISTER, holds
from portal.people.models import Organization, Person
from portal.people.periods import PERIOD
from portal.programs.kinds import AgreementKind


@holds(about=CONTENT, resources=CONTENT, starts_on=CONTENT, ends_on=CONTENT)
class Partner(Timestamps, Versioned, Base):
    """An organisation (`home`) that another one works with: an employer, a school, a university, an NGO (PART-1).

    `resources` is what the partner opens to learners: laboratories, equipment, rooms (PART-7).
    """

    __tablename__ = "partner"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("home_id <> organization_id", name="another"),
        UniqueConstraint("organization_id", "home_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    home_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    about: Mapped[str] = mapped_column(sa.Text, default="")
    resources: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    home: Mapped[Organization] = relationship(foreign_keys=[home_id])


@holds(kind=CONTENT, number=CONTENT, signed_on=CONTENT, starts_on=CONTENT, ends_on=CONTENT)
class PartnerAgreement(Timestamps, Versioned, Base):
    """A signed agreement: number, date, term, the scan. Without `ends_on` it is open-ended."""

    __tablename__ = "partner_agreement"
    __table_args__ = (CheckConstraint(PERIOD, name="period"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    kind: Mapped[AgreementKind] = mapped_column(sa.String(20))
    number: Mapped[str] = mapped_column(sa.String(60), default="")
    signed_on: Mapped[date]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    partner: Mapped[Partner] = relationship()
    file: Mapped[StoredFile | None] = relationship()


@holds(document=REGISTER, starts_on=REGISTER, ends_on=REGISTER)
class PartnerCurator(Timestamps, Base):
    """Who curates on the side of the partner (PART-4). Periods of one person with one partner never overlap."""

    __tablename__ = "partner_curator"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        UniqueConstraint("partner_id", "person_id", "starts_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    document: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    partner: Mapped[Partner] = relationship()
    person: Mapped[Person] = relationship()
