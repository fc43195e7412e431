"""Who weighs what: entries, jurors, conflicts of interest and reviews."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, CONTESTS, concerns, holds
from portal.core.washing import may_mention
from portal.people.models import Organization, Person
from portal.practices.contests.kinds import Bond, EntryState
from portal.practices.contests.models.contests import Contest, ContestNomination
from portal.practices.models import Practice


@holds(state=CONTESTS, title=CONTESTS, words=CONTESTS, content=CONTENT, applied_on=CONTESTS, agreed_on=CONTESTS)
class ContestEntry(Timestamps, Versioned, Base):
    """A practice or a person put forward for a nomination, once each.

    `content` is the text of the practice as it stood on the day, pairs (label, text): what is edited afterwards is not
    what the jury weighs. A person enters with their own yes (`agreed_on`); until then the entry is only asked for.
    """

    __tablename__ = "contest_entry"
    __table_args__ = (
        UniqueConstraint("nomination_id", "practice_id"),
        UniqueConstraint("nomination_id", "person_id"),
        CheckConstraint("(practice_id IS NULL) <> (person_id IS NULL)", name="one_subject"),
        CheckConstraint("person_id IS NULL OR state <> 'accepted' OR agreed_on IS NOT NULL", name="agreed"),
        CheckConstraint("practice_id IS NULL OR state <> 'asked'", name="asked"),
        Index("ix_contest_entry_contest_id_state", "contest_id", "state"),
        Index("ix_contest_entry_practice_id", "practice_id"),
        Index("ix_contest_entry_person_id", "person_id"),
        Index("ix_contest_entry_applied_by_id", "applied_by_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    nomination_id: Mapped[int] = mapped_column(ForeignKey("contest_nomination.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    practice_id: Mapped[int | None] = mapped_column(ForeignKey("practice.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    applied_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[EntryState] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[str] = mapped_column(sa.Text, default="")
    content: Mapped[list[Any]] = mapped_column(Json, default=list)
    applied_on: Mapped[date]
    agreed_on: Mapped[date | None]

    contest: Mapped[Contest] = relationship()
    nomination: Mapped[ContestNomination] = relationship()
    organization: Mapped[Organization] = relationship()
    practice: Mapped[Practice | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])

    @property
    def name(self) -> str:
        """What readers call it: a practice by its title, a person by their name as it is today."""
        return self.person.full_name if self.person is not None else self.title


@holds(is_chair=CONTESTS, joined_on=CONTESTS)
class ContestJuror(Timestamps, Base):
    """Somebody in the jury; one of them is the chair, who signs the protocol."""

    __tablename__ = "contest_juror"
    __table_args__ = (
        UniqueConstraint("contest_id", "person_id"),
        Index(
            "uq_contest_juror_chair", "contest_id", unique=True, sqlite_where=sa.text("is_chair"),
            postgresql_where=sa.text("is_chair"),
        ),
        Index("ix_contest_juror_person_id", "person_id"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    contest_id: Mapped[int] = mapped_column(ForeignKey("contest.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_chair: Mapped[bool] = mapped_column(default=False)
    joined_on: Mapped[date]

    contest: Mapped[Contest] = relationship()
    person: Mapped[Person] = relationship()


@concerns("juror_id", "entry_id")
@holds(bond=CONTESTS, noted_on=CONTESTS)
class ContestConflict(Timestamps, Base):
    """A juror neither sees nor weighs this entry: found by the portal, or declared."""

    __tablename__ = "contest_conflict"
    __table_args__ = (UniqueConstraint("juror_id", "entry_id"), Index("ix_contest_conflict_entry_id", "entry_id"))
    id: Mapped[Key]
    juror_id: Mapped[int] = mapped_column(ForeignKey("contest_juror.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id"))
    bond: Mapped[Bond] = mapped_column(sa.String(20))
    noted_on: Mapped[date]

    juror: Mapped[ContestJuror] = relationship()


@concerns("juror_id", "entry_id")
@holds(points=CONTESTS, comment=CONTESTS, weighed_on=CONTESTS)
class ContestReview(Timestamps, Versioned, Base):
    """What one juror gives one entry: points by the public id of the criterion; what is missing is not zero."""

    __tablename__ = "contest_review"
    __table_args__ = (UniqueConstraint("juror_id", "entry_id"), Index("ix_contest_review_entry_id", "entry_id"))
    id: Mapped[Key]
    juror_id: Mapped[int] = mapped_column(ForeignKey("contest_juror.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("contest_entry.id"))
    points: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    comment: Mapped[str] = mapped_column(sa.Text, default="")
    weighed_on: Mapped[date]

    juror: Mapped[ContestJuror] = relationship()


may_mention("contest_entry", "title", "words", "content")
may_mention("contest_review", "comment")
