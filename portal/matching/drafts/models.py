"""Tables of drafts."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.jobs import Job
from portal.core.personal_data import CONTENT, MENTORING, TECHNICAL, concerns, holds
from portal.matching.drafts.kinds import ChoiceKind, RunState
from portal.matching.groups.models import GroupRequest
from portal.matching.mentors.models import MentorProfile
from portal.matching.models import MentoringRequest
from portal.people.models import Organization, Person
from portal.programs.models import Cycle, MentoringFormat

LONGEST_REASON = 200


@holds(settings=CONTENT)
class MatchingSetup(Timestamps, Versioned, Base):
    """How a year matches (`settings.MatchingSettings`), where it differs from the defaults."""

    __tablename__ = "matching_setup"
    __table_args__ = (UniqueConstraint("cycle_id"),)
    id: Mapped[Key]
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)


@holds(
    number=CONTENT, objective=CONTENT, settings=CONTENT, state=CONTENT, input_hash=TECHNICAL, fault=TECHNICAL,
    pool=MENTORING, answer=MENTORING, published_with=CONTENT,
)  # fmt: skip
class MatchingRun(Timestamps, Versioned, Base):
    """One draft of a year: what was asked, what from, what came of it. Its input never changes once it is solved.

    `number` counts the drafts of a cycle. `format_id` is empty for all formats at once, `settings` those of the day.
    `pool` is all that the solver was told (`pools.dump_pool`), `answer` all that it said (`answers.Answer`), both under
    public ids of requests and profiles; `input_hash` is the solver's. Both texts go with anybody who stands in them and
    when the draft is discarded: then it cannot be repeated. `base_id`: the draft it was made from by hand. `fault` says
    in words why there is none. `published_with`: how many pairs were proposed.
    """

    __tablename__ = "matching_run"
    __table_args__ = (
        CheckConstraint("state <> 'draft' OR input_hash <> ''", name="solved"),
        CheckConstraint("(published_with IS NOT NULL) = (state = 'published')", name="published"),
        UniqueConstraint("cycle_id", "number"),
        Index("ix_matching_run_organization_id_state", "organization_id", "state"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"))
    format_id: Mapped[int | None] = mapped_column(ForeignKey("mentoring_format.id"))
    base_id: Mapped[int | None] = mapped_column(ForeignKey("matching_run.id"))
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    number: Mapped[int]
    objective: Mapped[str] = mapped_column(sa.String(20))
    settings: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[RunState] = mapped_column(sa.String(20), default=RunState.QUEUED)
    input_hash: Mapped[str] = mapped_column(sa.String(64), default="")
    pool: Mapped[str] = mapped_column(sa.Text, default="")
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    fault: Mapped[str] = mapped_column(sa.Text, default="")
    published_with: Mapped[int | None]

    organization: Mapped[Organization] = relationship()
    cycle: Mapped[Cycle] = relationship()
    format: Mapped[MentoringFormat | None] = relationship()
    base: Mapped["MatchingRun | None"] = relationship(remote_side="MatchingRun.id")
    job: Mapped[Job | None] = relationship()
    made_by: Mapped[Person | None] = relationship()
    choices: Mapped[list["MatchingChoice"]] = relationship(
        back_populates="run", order_by="MatchingChoice.id", cascade="all, delete-orphan"
    )


@concerns("request_id", "profile_id")
@holds(kind=MENTORING, rule=CONTENT, reason=MENTORING)
class MatchingChoice(Timestamps, Base):
    """What a person set by hand in a draft and in those made from it, about a request or the request of a group.

    `rule` is of RELAX, `profile_id` of the others.
    """

    __tablename__ = "matching_choice"
    __table_args__ = (
        CheckConstraint("(kind = 'relax') = (profile_id IS NULL)", name="whom"),
        CheckConstraint("(kind = 'relax') = (rule <> '')", name="rule"),
        CheckConstraint("(request_id IS NULL) <> (group_request_id IS NULL)", name="who"),
        UniqueConstraint("run_id", "request_id", "profile_id", "rule"),
        UniqueConstraint("run_id", "group_request_id", "profile_id", "rule"),
        Index("ix_matching_choice_request_id", "request_id"),
        Index("ix_matching_choice_group_request_id", "group_request_id"),
        Index("ix_matching_choice_profile_id", "profile_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    run_id: Mapped[int] = mapped_column(ForeignKey("matching_run.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("mentoring_request.id"))
    group_request_id: Mapped[int | None] = mapped_column(ForeignKey("group_request.id"))
    profile_id: Mapped[int | None] = mapped_column(ForeignKey("mentor_profile.id"))
    chosen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ChoiceKind] = mapped_column(sa.String(10))
    rule: Mapped[str] = mapped_column(sa.String(40), default="")
    reason: Mapped[str] = mapped_column(sa.Text, default="")

    run: Mapped[MatchingRun] = relationship(back_populates="choices")
    request: Mapped[MentoringRequest | None] = relationship()
    group_request: Mapped[GroupRequest | None] = relationship()
    profile: Mapped[MentorProfile | None] = relationship()
    chosen_by: Mapped[Person | None] = relationship()

    @property
    def asked(self) -> MentoringRequest | GroupRequest:
        """Who asks for a mentor."""
        return self.request or self.group_request  # type: ignore[return-value]  # one of them, says the table


@concerns("person_id")
@holds(other_id=MENTORING)
class MatchingAvoidance(Timestamps, Base):
    """«Не с этим человеком»: `person_id` would rather not be paired with `other_id` in the organisation.

    Nobody but the person ever reads the row: drafts know the pair without its author.
    """

    __tablename__ = "matching_avoidance"
    __table_args__ = (
        CheckConstraint("person_id <> other_id", name="another"),
        UniqueConstraint("person_id", "organization_id", "other_id"),
        Index("ix_matching_avoidance_organization_id", "organization_id"),
        Index("ix_matching_avoidance_other_id", "other_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    organization: Mapped[Organization] = relationship()
    other: Mapped[Person] = relationship(foreign_keys=[other_id])
