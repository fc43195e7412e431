"""Tables of plans, and of what members can show."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import MENTORING, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.kinds import AchievementKind, AchievementLevel, PlanKind, PlanState, Responsible
from portal.people.models import Organization, Person
from portal.people.periods import PERIOD
from portal.practices.models import PracticeStep

OF_ONE = sa.text("mentorship_id IS NOT NULL AND person_id IS NOT NULL")
JOINT = sa.text("mentorship_id IS NOT NULL AND person_id IS NULL")
ALONE = sa.text("mentorship_id IS NULL")


@holds(
    kind=MENTORING, goal=MENTORING, state=MENTORING, number=MENTORING, starts_on=MENTORING, ends_on=MENTORING,
    mentee_agreed_on=MENTORING, mentor_agreed_on=MENTORING, approved_on=MENTORING, remark=MENTORING,
)  # fmt: skip
class Plan(Timestamps, Versioned, Base):
    """A plan of one of the types. `person_id` is whose plan it is; without one it is that of a whole group.

    A plan without a pair belongs to somebody who was hired and has no mentor yet. `number` is that of the version on
    which people work; `remark` is what was said when it came back. A state in which somebody is asked has no later yes.
    """

    __tablename__ = "development_plan"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("mentorship_id IS NOT NULL OR person_id IS NOT NULL", name="whose"),
        CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name="approved"),
        CheckConstraint("state <> 'with_mentee' OR mentee_agreed_on IS NULL", name="mentee"),
        CheckConstraint("state <> 'with_mentor' OR mentor_agreed_on IS NULL", name="mentor"),
        CheckConstraint("number BETWEEN 1 AND 999", name="number"),
        Index(
            "uq_development_plan_of_one", "mentorship_id", "kind", "person_id", unique=True, sqlite_where=OF_ONE,
            postgresql_where=OF_ONE,
        ),
        Index(
            "uq_development_plan_joint", "mentorship_id", "kind", unique=True, sqlite_where=JOINT,
            postgresql_where=JOINT,
        ),
        Index(
            "uq_development_plan_alone", "person_id", "organization_id", "kind", "starts_on", unique=True,
            sqlite_where=ALONE, postgresql_where=ALONE,
        ),
        Index("ix_development_plan_organization_id_state", "organization_id", "state"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    mentorship_id: Mapped[int | None] = mapped_column(ForeignKey("mentorship.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    mentee_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    mentor_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[PlanKind] = mapped_column(sa.String(20))
    goal: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[PlanState] = mapped_column(sa.String(20), default=PlanState.DRAFT)
    number: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    mentee_agreed_on: Mapped[date | None]
    mentor_agreed_on: Mapped[date | None]
    approved_on: Mapped[date | None]
    remark: Mapped[str] = mapped_column(sa.Text, default="")

    organization: Mapped[Organization] = relationship()
    mentorship: Mapped[Mentorship | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    items: Mapped[list["PlanItem"]] = relationship(
        back_populates="plan", order_by="PlanItem.position, PlanItem.id", cascade="all, delete-orphan"
    )
    versions: Mapped[list["PlanVersion"]] = relationship(order_by="PlanVersion.number")

    @property
    def is_draft(self) -> bool:
        return self.state == PlanState.DRAFT

    @property
    def done(self) -> int:
        """How many items are done."""
        return sum(each.done_on is not None for each in self.items)

    def is_closed(self) -> bool:
        """Whether nothing changes any more: its pair is over."""
        return self.mentorship is not None and not self.mentorship.is_open


@holds(
    position=TECHNICAL, section=MENTORING, activity=MENTORING, title=MENTORING, responsible=MENTORING, due_on=MENTORING,
    expected=MENTORING, result=MENTORING, done_on=MENTORING, mark=MENTORING, words=MENTORING,
)  # fmt: skip
class PlanItem(Timestamps, Versioned, Base):
    """One line of a plan. `activity` is a code of the catalogue, `practice_step_id` the step it was taken from.

    `expected` is agreed beforehand, `result` what came of it; `mark` from 1 to 5 and `words` are the mentor's.
    """

    __tablename__ = "plan_item"
    __table_args__ = (
        CheckConstraint("mark IS NULL OR mark BETWEEN 1 AND 5", name="mark"),
        CheckConstraint("done_on IS NULL OR result <> ''", name="done"),
        Index("ix_plan_item_plan_id_position", "plan_id", "position"),
        Index("ix_plan_item_due_on", "due_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    plan_id: Mapped[int] = mapped_column(ForeignKey("development_plan.id"))
    practice_step_id: Mapped[int | None] = mapped_column(ForeignKey("practice_step.id"))
    position: Mapped[int]
    section: Mapped[str] = mapped_column(sa.String(40))
    activity: Mapped[str] = mapped_column(sa.String(40), default="")
    title: Mapped[str] = mapped_column(sa.Text)
    responsible: Mapped[Responsible] = mapped_column(sa.String(10))
    due_on: Mapped[date | None]
    expected: Mapped[str] = mapped_column(sa.Text, default="")
    result: Mapped[str] = mapped_column(sa.Text, default="")
    done_on: Mapped[date | None]
    mark: Mapped[int | None]
    words: Mapped[str] = mapped_column(sa.Text, default="")

    plan: Mapped[Plan] = relationship(back_populates="items")
    practice_step: Mapped[PracticeStep | None] = relationship()
    files: Mapped[list["PlanFile"]] = relationship(order_by="PlanFile.id", cascade="all, delete-orphan")


@holds(added_on=MENTORING)
class PlanFile(Timestamps, Base):
    """What shows the result of an item; it goes with the item."""

    __tablename__ = "plan_file"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    added_on: Mapped[date]

    file: Mapped[StoredFile] = relationship(lazy="joined")


@holds(number=MENTORING, approved_on=MENTORING, content=MENTORING)
class PlanVersion(Timestamps, Base):
    """What was approved, as it stood then: head and items in words. Never changed."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)
    id: Mapped[Key]
    plan_id: Mapped[int] = mapped_column(ForeignKey("development_plan.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    approved_on: Mapped[date]
    content: Mapped[dict[str, Any]] = mapped_column(Json)

    approved_by: Mapped[Person | None] = relationship()


@holds(kind=MENTORING, title=MENTORING, level=MENTORING, result=MENTORING, happened_on=MENTORING)
class Achievement(Timestamps, Base):
    """A contest, a publication, a work of a member while the pair lasted: level, result, day, file (PLAN-12)."""

    __tablename__ = "achievement"
    __table_args__ = (Index("ix_achievement_mentorship_id", "mentorship_id"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    mentorship_id: Mapped[int] = mapped_column(ForeignKey("mentorship.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    kind: Mapped[AchievementKind] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.Text)
    level: Mapped[AchievementLevel] = mapped_column(sa.String(20))
    result: Mapped[str] = mapped_column(sa.Text, default="")
    happened_on: Mapped[date]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    mentorship: Mapped[Mentorship] = relationship()
    file: Mapped[StoredFile | None] = relationship(lazy="joined")


may_mention("development_plan", "goal", "remark")
may_mention("plan_item", "title", "expected", "result", "words")
may_mention("plan_version", "content")
may_mention("achievement", "title", "result")
