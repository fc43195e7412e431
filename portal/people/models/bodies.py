"""Collegial bodies of an organisation and who is in them, from a day to a day."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, REGISTER, holds
from portal.people.kinds import BodyKind, BodyPart
from portal.people.models.organizations import Organization
from portal.people.models.persons import Person
from portal.people.periods import PERIOD


@holds(kind=CONTENT, name=CONTENT, sort_name=CONTENT, starts_on=CONTENT, ends_on=CONTENT)
class CollegialBody(Timestamps, Versioned, Base):
    """A body that decides or gives its opinion: педсовет, рабочая группа, студенческий совет (ORG-4)."""

    __tablename__ = "collegial_body"
    __table_args__ = (CheckConstraint(PERIOD, name="period"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[BodyKind] = mapped_column(sa.String(30))
    name: Mapped[str] = mapped_column(sa.Text)
    sort_name: Mapped[str] = mapped_column(sa.Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()


@holds(part=REGISTER, starts_on=REGISTER, ends_on=REGISTER)
class BodyMember(Timestamps, Base):
    """A person in a body as chair, secretary or member. Periods of one person in one body never overlap."""

    __tablename__ = "body_member"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        UniqueConstraint("body_id", "person_id", "starts_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    body_id: Mapped[int] = mapped_column(ForeignKey("collegial_body.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    part: Mapped[BodyPart] = mapped_column(sa.String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    body: Mapped[CollegialBody] = relationship()
    person: Mapped[Person] = relationship()
