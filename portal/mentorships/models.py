"""Tables of the registry of pairs."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, MENTORING, holds
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.mentorships.kinds import OPEN, Ending, MemberSide, MentorshipState, Outcome
from portal.people.models import Group, Organization, Person
from portal.people.periods import PERIOD
from portal.programs.models import Cycle, MentoringFormat

UNENDED = sa.text("ends_on IS NULL")
HAS_PLACE = sa.text("place IS NOT NULL")
ASKED_FOR = sa.text("request_id IS NOT NULL AND ends_on IS NULL")


@holds(
    pattern=CONTENT, ways=CONTENT, goal=MENTORING, state=CONTENT, is_directive=CONTENT, reason=MENTORING,
    ending=CONTENT, proposed_on=CONTENT, starts_on=CONTENT, planned_until=CONTENT, ends_on=CONTENT,
)  # fmt: skip
class Mentorship(Timestamps, Versioned, Base):
    """A pair, or a group of several mentors or mentees, in one year of a programme and one format (PAIR-6).

    `organization_id` is the one whose programme and registry it is; members may come from others. `starts_on` is the
    day on which it became active, `planned_until` the last day that was meant, `ends_on` the last day in fact.
    `group_id` is a group of learners that is the mentee as a whole. `reason` says in words why it is directive or why
    it ended.
    """

    __tablename__ = "mentorship"
    __table_args__ = (
        CheckConstraint("(ends_on IS NULL) = (state IN ('proposed', 'forming', 'active', 'paused'))", name="over"),
        CheckConstraint("state NOT IN ('active', 'paused') OR starts_on IS NOT NULL", name="begun"),
        CheckConstraint("(ending IS NULL) = (ends_on IS NULL)", name="ending"),
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR ends_on >= starts_on", name="period"),
        Index("ix_mentorship_organization_id_state", "organization_id", "state"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("mentoring_format.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    pattern: Mapped[str] = mapped_column(sa.String(60), default="")
    ways: Mapped[list[str]] = mapped_column(Json, default=list)
    goal: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[MentorshipState] = mapped_column(sa.String(20), default=MentorshipState.PROPOSED)
    is_directive: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    ending: Mapped[Ending | None] = mapped_column(sa.String(20))
    proposed_on: Mapped[date]
    starts_on: Mapped[date | None]
    planned_until: Mapped[date | None]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    cycle: Mapped[Cycle] = relationship()
    format: Mapped[MentoringFormat] = relationship()
    group: Mapped[Group | None] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    members: Mapped[list["MentorshipMember"]] = relationship(
        back_populates="mentorship", order_by="MentorshipMember.id", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether it works, or may yet begin."""
        return self.state in OPEN

    def standing(self, side: str) -> list["MentorshipMember"]:
        """Members of one side who have not left; of a pair that is over those who stayed to the end."""
        last = self.ends_on
        return [each for each in self.members if each.side == side and each.ends_on in (None, last)]


@holds(
    side=MENTORING, place=MENTORING, agreed_on=MENTORING, declined_on=MENTORING, reason=MENTORING, starts_on=MENTORING,
    ends_on=MENTORING,
)  # fmt: skip
class MentorshipMember(Timestamps, Base):
    """Somebody's time on one side of a pair.

    `place` is the number of the place that the pair takes of this person, from 1 to what the person may carry at once:
    the database holds each place once, so no race exceeds a capacity. `agreed_by_id` is who said the yes: the person, a
    parent, or the curator who has it on paper. A request stands in at most one pair at a time.
    """

    __tablename__ = "mentorship_member"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("place IS NULL OR (place BETWEEN 1 AND 50 AND ends_on IS NULL)", name="place"),
        CheckConstraint("agreed_on IS NULL OR declined_on IS NULL", name="answer"),
        Index(
            "uq_mentorship_member_open", "mentorship_id", "person_id", "side", unique=True, sqlite_where=UNENDED,
            postgresql_where=UNENDED,
        ),
        Index(
            "uq_mentorship_member_place", "person_id", "organization_id", "side", "place", unique=True,
            sqlite_where=HAS_PLACE, postgresql_where=HAS_PLACE,
        ),
        Index(
            "uq_mentorship_member_request", "request_id", unique=True, sqlite_where=ASKED_FOR,
            postgresql_where=ASKED_FOR,
        ),
        Index("ix_mentorship_member_profile_id", "profile_id"),
        Index("ix_mentorship_member_mentorship_id", "mentorship_id"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    profile_id: Mapped[int | None] = mapped_column(ForeignKey("mentor_profile.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("mentoring_request.id"))
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    side: Mapped[MemberSide] = mapped_column(sa.String(10))
    place: Mapped[int | None]
    agreed_on: Mapped[date | None]
    declined_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    mentorship: Mapped[Mentorship] = relationship(back_populates="members")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    agreed_by: Mapped[Person | None] = relationship(foreign_keys=[agreed_by_id])
    profile: Mapped[MentorProfile | None] = relationship()
    request: Mapped[MentoringRequest | None] = relationship()


@holds(state=CONTENT, starts_on=CONTENT, ends_on=CONTENT)
class MentorshipPeriod(Base):
    """In which state a pair was from a day to a day: one state a day, that in which the day ended."""

    __tablename__ = "mentorship_period"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        UniqueConstraint("mentorship_id", "starts_on"),
        Index(
            "uq_mentorship_period_last", "mentorship_id", unique=True, sqlite_where=UNENDED, postgresql_where=UNENDED
        ),
    )  # fmt: skip
    id: Mapped[Key]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    state: Mapped[MentorshipState] = mapped_column(sa.String(20))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


@holds(step=CONTENT, action=CONTENT, outcome=CONTENT, body=CONTENT, words=MENTORING, acted_on=CONTENT)
class MentorshipDecision(Timestamps, Base):
    """What was said at a step of the route: who, when, yes or no. A step is passed once."""

    __tablename__ = "mentorship_decision"
    __table_args__ = (UniqueConstraint("mentorship_id", "step"),)
    id: Mapped[Key]
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    step: Mapped[str] = mapped_column(sa.String(20))
    action: Mapped[str] = mapped_column(sa.String(20))
    outcome: Mapped[Outcome] = mapped_column(sa.String(10))
    body: Mapped[str] = mapped_column(sa.String(40), default="")
    words: Mapped[str] = mapped_column(sa.Text, default="")
    acted_on: Mapped[date]
