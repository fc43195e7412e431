"""Tables of people: periods instead of flags, one row per human, consents with the text they were given to."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTACT, CONTENT, PAPERS, REGISTER, TECHNICAL, holds
from portal.people.kinds import Contour, Evidence, MembershipKind, OrganizationKind, Purpose

PERIOD = "ends_on IS NULL OR ends_on >= starts_on"


@holds(
    kind=CONTENT, contour=CONTENT, name=CONTENT, short_name=CONTENT, sort_name=CONTENT, time_zone=CONTENT,
    role_labels=CONTENT, starts_on=CONTENT, ends_on=CONTENT,
)  # fmt: skip
class Organization(Timestamps, Versioned, Base):
    """A municipality, a school or college of it, or a partner. `municipality_id` is None at the top."""

    __tablename__ = "organization"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[OrganizationKind] = mapped_column(sa.String(30))
    contour: Mapped[Contour] = mapped_column(sa.String(10), default=Contour.INTERNAL)
    name: Mapped[str] = mapped_column(sa.Text)
    short_name: Mapped[str] = mapped_column(sa.Text)
    sort_name: Mapped[str] = mapped_column(sa.Text, index=True)
    time_zone: Mapped[str] = mapped_column(sa.String(40))
    role_labels: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


@holds(kind=CONTENT, name=CONTENT, sort_name=CONTENT, course=CONTENT, starts_on=CONTENT, ends_on=CONTENT)
class Group(Timestamps, Versioned, Base):
    """A class of a school or a group of a college; `course` is the year of study, 1–11."""

    __tablename__ = "group"
    __table_args__ = (CheckConstraint(PERIOD, name="period"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(20), default="class")
    name: Mapped[str] = mapped_column(sa.Text)
    sort_name: Mapped[str] = mapped_column(sa.Text)
    course: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


@holds(
    family_name=REGISTER, given_name=REGISTER, patronymic=REGISTER, sort_name=REGISTER, birth_on=REGISTER,
    email=CONTACT, phone=CONTACT, restricted_on=TECHNICAL, erased_on=TECHNICAL,
)  # fmt: skip
class Person(Timestamps, Versioned, Base):
    """One human. Where the portal meets the same human twice, only the operator merges."""

    __tablename__ = "person"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    family_name: Mapped[str] = mapped_column(sa.Text)
    given_name: Mapped[str] = mapped_column(sa.Text)
    patronymic: Mapped[str] = mapped_column(sa.Text, default="")
    sort_name: Mapped[str] = mapped_column(sa.Text, index=True)
    birth_on: Mapped[date | None]
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
    """A person in an organisation as somebody, from a day to a day. Every scope rests on it."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        UniqueConstraint("person_id", "organization_id", "kind", "post", "starts_on"),
        Index("ix_membership_organization_id_kind", "organization_id", "kind"),
    )
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"), index=True)
    kind: Mapped[MembershipKind] = mapped_column(sa.String(20))
    post: Mapped[str] = mapped_column(sa.Text, default="")
    subject: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="memberships")
    organization: Mapped[Organization] = relationship()
    group: Mapped[Group | None] = relationship()


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
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    relation: Mapped[str] = mapped_column(sa.Text)
    document: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


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
