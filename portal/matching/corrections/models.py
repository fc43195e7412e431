"""Tables of corrections."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import RoleGrant
from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, MENTORING, concerns, holds
from portal.matching.corrections.kinds import RowAnswer, Season
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.people.models import Organization, Person

IS_OPEN = sa.text("closed_on IS NULL")
ONE_BASE = (
    "(CASE WHEN request_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN profile_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN grant_id IS NULL THEN 0 ELSE 1 END) = 1"
)


@holds(year=CONTENT, season=CONTENT, opened_on=CONTENT, due_on=CONTENT, closed_on=CONTENT, snapshot=CONTENT)
class Correction(Timestamps, Versioned, Base):
    """One correction of an organisation's bases: once a year and season, one at a time.

    `snapshot` (`snapshots.Snapshot`) is how the bases stood when it was closed: counts only, never changed afterwards.
    """

    __tablename__ = "base_correction"
    __table_args__ = (
        CheckConstraint("due_on >= opened_on", name="due"),
        CheckConstraint("(closed_on IS NULL) = (snapshot IS NULL)", name="closed"),
        UniqueConstraint("organization_id", "year", "season"),
        Index(
            "uq_base_correction_open", "organization_id", unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        ),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    year: Mapped[int]
    season: Mapped[Season] = mapped_column(sa.String(10))
    opened_on: Mapped[date]
    due_on: Mapped[date]
    closed_on: Mapped[date | None]
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(Json)

    organization: Mapped[Organization] = relationship()

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@concerns("request_id", "profile_id", "grant_id")
@holds(answer=MENTORING, answered_on=MENTORING)
class CorrectionRow(Timestamps, Base):
    """A request, a profile or a curator's appointment that stood when the correction began, and what was said of it."""

    __tablename__ = "base_correction_row"
    __table_args__ = (
        CheckConstraint(ONE_BASE, name="one_base"),
        CheckConstraint("(answer IS NULL) = (answered_on IS NULL)", name="answered"),
        UniqueConstraint("correction_id", "request_id"),
        UniqueConstraint("correction_id", "profile_id"),
        UniqueConstraint("correction_id", "grant_id"),
        Index("ix_base_correction_row_request_id", "request_id"),
        Index("ix_base_correction_row_profile_id", "profile_id"),
        Index("ix_base_correction_row_grant_id", "grant_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    correction_id: Mapped[int] = mapped_column(ForeignKey("base_correction.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("mentoring_request.id"))
    profile_id: Mapped[int | None] = mapped_column(ForeignKey("mentor_profile.id"))
    grant_id: Mapped[int | None] = mapped_column(ForeignKey("role_grant.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[RowAnswer | None] = mapped_column(sa.String(10))
    answered_on: Mapped[date | None]

    correction: Mapped[Correction] = relationship()
    request: Mapped[MentoringRequest | None] = relationship()
    profile: Mapped[MentorProfile | None] = relationship()
    grant: Mapped[RoleGrant | None] = relationship()
    recorded_by: Mapped[Person | None] = relationship()
