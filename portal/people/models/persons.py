"""Persons: one row per human, periods instead of flags, and who represents whom."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTACT, REGISTER, TECHNICAL, concerns, holds
from portal.people.kinds import MembershipKind
from portal.people.models.organizations import Group, Organization
from portal.people.periods import PERIOD

IS_RESTRICTED = sa.text("restricted_on IS NOT NULL")


@holds(
    family_name=REGISTER, given_name=REGISTER, patronymic=REGISTER, sort_name=REGISTER, birth_on=REGISTER,
    career_began_on=REGISTER, email=CONTACT, phone=CONTACT, restricted_on=TECHNICAL, erased_on=TECHNICAL,
)  # fmt: skip
class Person(Timestamps, Versioned, Base):
    """One human. Where the portal meets the same human twice, only the operator merges.

    `career_began_on` is the day from which total experience counts, breaks left out. No passport, no СНИЛС, no health:
    there is no column for them and there will be none (152-ФЗ ст. 5 ч. 5).
    """

    __tablename__ = "person"
    __table_args__ = (
        Index(
            "ix_person_restricted_on", "restricted_on", sqlite_where=IS_RESTRICTED, postgresql_where=IS_RESTRICTED
        ),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    family_name: Mapped[str] = mapped_column(sa.Text)
    given_name: Mapped[str] = mapped_column(sa.Text)
    patronymic: Mapped[str] = mapped_column(sa.Text, default="")
    sort_name: Mapped[str] = mapped_column(sa.Text, index=True)
    birth_on: Mapped[date | None]
    career_began_on: Mapped[date | None]
    email: Mapped[str | None] = mapped_column(sa.Text)
    phone: Mapped[str | None] = mapped_column(sa.Text)
    restricted_on: Mapped[date | None]
    erased_on: Mapped[date | None]

    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")

    @property
    def full_name(self) -> str:
        """Family name first, as in registers."""
        return " ".join(filter(None, (self.family_name, self.given_name, self.patronymic)))

    @property
    def name(self) -> str:
        """Given name first, as on pages."""
        return f"{self.given_name} {self.family_name}"


@holds(kind=REGISTER, post=REGISTER, subject=REGISTER, starts_on=REGISTER, ends_on=REGISTER)
class Membership(Timestamps, Base):
    """A person in an organisation as somebody, from a day to a day. Every scope rests on it.

    `home_id` is where somebody from outside works or studies: a partner's plant, another school.
    """

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        UniqueConstraint("person_id", "organization_id", "kind", "post", "starts_on"),
        Index("ix_membership_organization_id_kind", "organization_id", "kind"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"), index=True)
    home_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[MembershipKind] = mapped_column(sa.String(20))
    post: Mapped[str] = mapped_column(sa.Text, default="")
    subject: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships")
    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    home: Mapped[Organization | None] = relationship(foreign_keys=[home_id])
    group: Mapped[Group | None] = relationship()


@concerns("person_id", "representative_id")
@holds(relation=REGISTER, document=REGISTER, starts_on=REGISTER, ends_on=REGISTER)
class Representation(Timestamps, Base):
    """A legal representative of a person: who, as whom (мать, опекун), by which kind of document."""

    __tablename__ = "representation"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("representative_id <> person_id", name="not_self"),
        UniqueConstraint("person_id", "representative_id", "starts_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str] = mapped_column(sa.Text)
    document: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    representative: Mapped[Person] = relationship(foreign_keys=[representative_id])
