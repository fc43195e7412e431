"""Organisations of the municipality and around it, and their groups and classes."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, TECHNICAL, holds
from portal.people.kinds import Contour, GroupKind, OrganizationKind
from portal.people.periods import PERIOD


@holds(
    kind=CONTENT, contour=CONTENT, name=CONTENT, short_name=CONTENT, sort_name=CONTENT, time_zone=CONTENT,
    address=CONTENT, phone=CONTENT, email=CONTENT, site=CONTENT, inn=CONTENT, ogrn=CONTENT,
    role_labels=CONTENT, settings=CONTENT, starts_on=CONTENT, ends_on=CONTENT,
)  # fmt: skip
class Organization(Timestamps, Versioned, Base):
    """A municipality, a school or college of it, or a partner. `municipality_id` is None at the top.

    Phone and e-mail are those of the office, not of a person; `settings` holds what is local: `terms`, the glossary.
    """

    __tablename__ = "organization"
    __table_args__ = (CheckConstraint(PERIOD, name="period"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[OrganizationKind] = mapped_column(sa.String(30))
    contour: Mapped[Contour] = mapped_column(sa.String(10), default=Contour.INTERNAL)
    name: Mapped[str] = mapped_column(sa.Text)
    short_name: Mapped[str] = mapped_column(sa.Text)
    sort_name: Mapped[str] = mapped_column(sa.Text, index=True)
    time_zone: Mapped[str] = mapped_column(sa.String(40))
    address: Mapped[str] = mapped_column(sa.Text, default="")
    phone: Mapped[str] = mapped_column(sa.Text, default="")
    email: Mapped[str] = mapped_column(sa.Text, default="")
    site: Mapped[str] = mapped_column(sa.Text, default="")
    inn: Mapped[str] = mapped_column(sa.String(12), default="")
    ogrn: Mapped[str] = mapped_column(sa.String(15), default="")
    head_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    role_labels: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


@holds(kind=CONTENT, name=CONTENT, sort_name=CONTENT, course=CONTENT, starts_on=CONTENT, ends_on=CONTENT)
class Group(Timestamps, Versioned, Base):
    """A class of a school or a group of a college; `course` is the year of study, 1–11."""

    __tablename__ = "group"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("course IS NULL OR course BETWEEN 1 AND 11", name="course"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    kind: Mapped[GroupKind] = mapped_column(sa.String(20), default=GroupKind.CLASS)
    name: Mapped[str] = mapped_column(sa.Text)
    sort_name: Mapped[str] = mapped_column(sa.Text)
    course: Mapped[int | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()


@holds(moved_on=CONTENT, lines=TECHNICAL, undone_on=CONTENT)
class GroupTransfer(Timestamps, Base):
    """The groups of an organisation moved up a year in one deed.

    `lines` says of each group what stood before and what was done, in ids and names of groups: undoing reads it.
    """

    __tablename__ = "group_transfer"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    moved_on: Mapped[date]
    lines: Mapped[list[Any]] = mapped_column(Json, default=list)
    undone_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
