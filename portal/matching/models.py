"""Tables of the base of mentees."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import MENTORING, SENSITIVE, SUPPORT, concerns, holds
from portal.matching.kinds import OPEN, MarkKind, Origin, RequestState, SupportState
from portal.people.models import Organization, Person
from portal.people.periods import PERIOD
from portal.programs.models import Cycle, MentoringFormat

IS_OPEN = sa.text("state IN ('preliminary', 'in_base')")


@holds(
    origin=MENTORING, goal=MENTORING, variant=MENTORING, languages=MENTORING, state=MENTORING,
    agreed_on=MENTORING, decision=MENTORING, decided_on=MENTORING, reason=MENTORING, starts_on=MENTORING,
    ends_on=MENTORING,
)  # fmt: skip
class MentoringRequest(Timestamps, Versioned, Base):
    """One person asks for a mentor in one year of a programme and one format; open at most once (MTEE-1).

    `agreed_on` is the day on which the person said yes: nobody stands in the base without it. `decision` names the
    paper of whoever decided. `languages`: those that the person speaks, codes of `languages.LANGUAGES`; empty where
    nobody asked. The organisation is that of the programme; a consent is given to it.
    """

    __tablename__ = "mentoring_request"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("(ends_on IS NULL) = (state IN ('preliminary', 'in_base'))", name="over"),
        CheckConstraint("state <> 'in_base' OR (agreed_on IS NOT NULL AND decided_on IS NOT NULL)", name="agreed"),
        Index(
            "uq_mentoring_request_open", "person_id", "cycle_id", "format_id", unique=True, sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_mentoring_request_organization_id_state", "organization_id", "state"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycle.id"), index=True)
    format_id: Mapped[int] = mapped_column(ForeignKey("mentoring_format.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    origin: Mapped[Origin] = mapped_column(sa.String(20))
    goal: Mapped[str] = mapped_column(sa.Text)
    variant: Mapped[str] = mapped_column(sa.String(40), default="")
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    state: Mapped[RequestState] = mapped_column(sa.String(20), default=RequestState.PRELIMINARY)
    agreed_on: Mapped[date | None]
    decision: Mapped[str] = mapped_column(sa.Text, default="")
    decided_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=[recorded_by_id])
    organization: Mapped[Organization] = relationship()
    cycle: Mapped[Cycle] = relationship()
    format: Mapped[MentoringFormat] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether somebody still looks for a mentor."""
        return self.state in OPEN


@holds(kind=SENSITIVE, recorded_on=SENSITIVE)
class SensitiveMark(Timestamps, Base):
    """What the choice of a mentor must mind and few may see (MTEE-8). Lives as long as its request is open."""

    __tablename__ = "sensitive_mark"
    __table_args__ = (UniqueConstraint("request_id", "kind"),)
    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_request.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[MarkKind] = mapped_column(sa.String(20))
    recorded_on: Mapped[date]


@concerns("request_id")
@holds(state=SUPPORT, needed_on=SUPPORT, given_on=SUPPORT)
class Support(Timestamps, Base):
    """Psychological support while nobody is found (MTEE-7): that it is needed or was given, without what it was about.

    Lives as long as its request is open.
    """

    __tablename__ = "support"
    __table_args__ = (
        UniqueConstraint("request_id"),
        CheckConstraint("(state = 'support_given') = (given_on IS NOT NULL)", name="given"),
    )
    id: Mapped[Key]
    request_id: Mapped[int] = mapped_column(ForeignKey("mentoring_request.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[SupportState] = mapped_column(sa.String(20))
    needed_on: Mapped[date]
    given_on: Mapped[date | None]
