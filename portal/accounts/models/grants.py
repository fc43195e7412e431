"""Appointments to roles by period, and the yearly correction of the base of curators."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.access.roles import Role
from portal.core.db import Base, Json, Key, PublicId, Timestamps
from portal.core.personal_data import REGISTER, TECHNICAL, TRAIL, concerns, holds
from portal.people.models import Group, Organization, Person
from portal.people.periods import PERIOD


@holds(
    role=REGISTER, format_code=REGISTER, program_id=TECHNICAL, document_id=TECHNICAL, document=REGISTER,
    duties=REGISTER, label=REGISTER, starts_on=REGISTER, ends_on=REGISTER,
)  # fmt: skip
class RoleGrant(Timestamps, Base):
    """A role that a person has in an organisation for a period, perhaps in one group, form or programme only.

    `document` names the paper of the appointment (title, number, day), `label` how this holder is called where the
    organisation's word for the role does not fit.
    """

    __tablename__ = "role_grant"
    __table_args__ = (CheckConstraint(PERIOD, name="period"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))
    role: Mapped[Role] = mapped_column(sa.String(20))
    format_code: Mapped[str | None] = mapped_column(sa.String(40))
    program_id: Mapped[int | None]
    document_id: Mapped[int | None]
    document: Mapped[str] = mapped_column(sa.Text, default="")
    duties: Mapped[str] = mapped_column(sa.Text, default="")
    label: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    person: Mapped[Person] = relationship()
    group: Mapped[Group | None] = relationship()

    @property
    def title(self) -> str:
        """The role as its holder is called here: own label, the organisation's word, or ours."""
        return self.label or (self.organization.role_labels or {}).get(self.role) or Role(self.role).label


@concerns("reviewed_by_id")
@holds(school_year=TECHNICAL, reviewed_on=TRAIL, lines=TRAIL)
class CuratorReview(Timestamps, Base):
    """One yearly correction of the curators of an organisation (график «Потенциал»: август–сентябрь, апрель–май).

    `lines` keeps ids, roles, periods and decisions as they stood; names are looked up when it is read.
    """

    __tablename__ = "curator_review"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    school_year: Mapped[str] = mapped_column(sa.String(9))
    reviewed_on: Mapped[date]
    lines: Mapped[list[Any]] = mapped_column(Json, default=list)

    organization: Mapped[Organization] = relationship()
    reviewed_by: Mapped[Person | None] = relationship()
