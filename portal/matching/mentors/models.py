"""Tables of the base of mentors."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import MENTORING, concerns, holds
from portal.matching.kinds import Origin
from portal.matching.mentors.kinds import OPEN, MentorCategory, MentorState, TraitKind
from portal.people.models import Organization, Person
from portal.people.periods import PERIOD

IS_OPEN = sa.text("state IN ('candidate', 'active', 'reserve')")
UNENDED = sa.text("ends_on IS NULL")
MOST_PLACES, MOST_POINTS = 50, 3


@holds(
    category=MENTORING, origin=MENTORING, recommendation=MENTORING, about=MENTORING, competences=MENTORING,
    achievements=MENTORING, interests=MENTORING, minutes_week=MENTORING, capacity=MENTORING, state=MENTORING,
    agreed_on=MENTORING, decision=MENTORING, decided_on=MENTORING, baseline_on=MENTORING, reason=MENTORING,
    starts_on=MENTORING, ends_on=MENTORING,
)  # fmt: skip
class MentorProfile(Timestamps, Versioned, Base):
    """One person as a mentor of one organisation; open at most once there (MENT-1).

    `agreed_on` is the day on which the person said yes: nobody enters the base without it. `decision` names the paper
    of whoever decided. `capacity` is how many mentees at once, `minutes_week` the time a week. `baseline_on` is the day
    on which the scores of the selection were frozen; later they are what growth is compared with.
    """

    __tablename__ = "mentor_profile"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("(ends_on IS NULL) = (state IN ('candidate', 'active', 'reserve'))", name="over"),
        CheckConstraint("state NOT IN ('active', 'reserve') OR agreed_on IS NOT NULL", name="agreed"),
        CheckConstraint("state <> 'active' OR decided_on IS NOT NULL", name="decided"),
        CheckConstraint("capacity BETWEEN 1 AND 50", name="capacity"),
        CheckConstraint("minutes_week IS NULL OR minutes_week > 0", name="minutes"),
        Index(
            "uq_mentor_profile_open", "person_id", "organization_id", unique=True, sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_mentor_profile_organization_id_state", "organization_id", "state"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    baseline_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    category: Mapped[MentorCategory] = mapped_column(sa.String(20))
    origin: Mapped[Origin] = mapped_column(sa.String(20))
    recommendation: Mapped[str] = mapped_column(sa.Text, default="")
    about: Mapped[str] = mapped_column(sa.Text, default="")
    competences: Mapped[str] = mapped_column(sa.Text, default="")
    achievements: Mapped[str] = mapped_column(sa.Text, default="")
    interests: Mapped[str] = mapped_column(sa.Text, default="")
    minutes_week: Mapped[int | None]
    capacity: Mapped[int] = mapped_column(default=1)
    state: Mapped[MentorState] = mapped_column(sa.String(20), default=MentorState.CANDIDATE)
    agreed_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(sa.Text, default="")
    decided_on: Mapped[date | None]
    baseline_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    baseline_by: Mapped[Person | None] = relationship(foreign_keys=[baseline_by_id])
    organization: Mapped[Organization] = relationship()
    traits: Mapped[list["MentorTrait"]] = relationship(
        back_populates="profile", order_by="MentorTrait.id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether the person is a mentor here, or may become one."""
        return self.state in OPEN

    @property
    def format_codes(self) -> list[str]:
        """Formats in which the mentor works."""
        return self.codes_of(TraitKind.FORMAT)

    def codes_of(self, kind: str) -> list[str]:
        """What was chosen from one list."""
        return [each.code for each in self.traits if each.kind == kind]


@holds(kind=MENTORING, code=MENTORING)
class MentorTrait(Base):
    """A choice of the profile: a format in which the mentor works, or a word of one of the lists (`labels.WORDS`)."""

    __tablename__ = "mentor_trait"
    __table_args__ = (
        UniqueConstraint("profile_id", "kind", "code"),
        Index("ix_mentor_trait_kind_code", "kind", "code"),
    )
    id: Mapped[Key]
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profile.id"))
    kind: Mapped[TraitKind] = mapped_column(sa.String(20))
    code: Mapped[str] = mapped_column(sa.String(40))

    profile: Mapped[MentorProfile] = relationship(back_populates="traits")


@holds(state=MENTORING, starts_on=MENTORING, ends_on=MENTORING)
class MentorPeriod(Base):
    """In which state a profile was from a day to a day: one state a day, that in which the day ended."""

    __tablename__ = "mentor_period"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        UniqueConstraint("profile_id", "starts_on"),
        Index(
            "uq_mentor_period_last", "profile_id", unique=True, sqlite_where=UNENDED, postgresql_where=UNENDED
        ),
    )  # fmt: skip
    id: Mapped[Key]
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profile.id"))
    state: Mapped[MentorState] = mapped_column(sa.String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


@holds(reason=MENTORING, starts_on=MENTORING, ends_on=MENTORING)
class MentorPause(Timestamps, Base):
    """Days on which an active mentor takes nobody new. Pauses of one profile never overlap."""

    __tablename__ = "mentor_pause"
    __table_args__ = (CheckConstraint(PERIOD, name="period"), UniqueConstraint("profile_id", "starts_on"))
    id: Mapped[Key]
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profile.id"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


@concerns("profile_id")
@holds(criterion=MENTORING, points=MENTORING, note=MENTORING, recorded_on=MENTORING)
class MentorScore(Timestamps, Base):
    """Points of one criterion of the selection (`criteria`), 0–3, with what they rest on."""

    __tablename__ = "mentor_score"
    __table_args__ = (
        UniqueConstraint("profile_id", "criterion"),
        CheckConstraint("points BETWEEN 0 AND 3", name="points"),
    )
    id: Mapped[Key]
    profile_id: Mapped[int] = mapped_column(ForeignKey("mentor_profile.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    criterion: Mapped[str] = mapped_column(sa.String(40))
    points: Mapped[int]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_on: Mapped[date]
