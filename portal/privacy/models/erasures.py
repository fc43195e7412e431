"""Erasures with what their acts say, and the terms after which data is erased."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Json, Key, PublicId, UtcDateTime, Versioned
from portal.core.personal_data import CONTENT, PAPERS, TECHNICAL, concerns, holds
from portal.people.models import Organization, Person
from portal.privacy.kinds import ErasureScope, ErasureState
from portal.privacy.models.requests import SubjectRequest


@concerns("person_id")
@holds(
    number=PAPERS, scope=PAPERS, state=PAPERS, reason=PAPERS, purpose=PAPERS, operator=PAPERS, destroyed_by=PAPERS,
    lines=PAPERS, subjects=PAPERS, with_papers=PAPERS, proposed_at=PAPERS, decided_at=PAPERS, erased_at=PAPERS,
    kept_until=TECHNICAL, batch=TECHNICAL,
)  # fmt: skip
class Erasure(Versioned, Base):
    """One destruction and its act (приказ РКН от 28.10.2022 № 179). Names nobody: subjects stand by public ids.

    `lines` says per category which columns of how many rows went; `batch` joins erasures proposed together.
    """

    __tablename__ = "erasure_entry"
    __table_args__ = (
        CheckConstraint("(state = 'done') = (erased_at IS NOT NULL)", name="done_has_time"),
        CheckConstraint(
            "batch IS NULL OR decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="second_person"
        ),
        UniqueConstraint("organization_id", "number"),
        Index("ix_erasure_entry_person_id", "person_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    number: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("subject_request.id"))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    scope: Mapped[ErasureScope] = mapped_column(sa.String(10))
    state: Mapped[ErasureState] = mapped_column(sa.String(10))
    batch: Mapped[str | None] = mapped_column(sa.String(22), index=True)
    reason: Mapped[str] = mapped_column(sa.Text)
    purpose: Mapped[str] = mapped_column(sa.String(40), default="")
    with_papers: Mapped[bool] = mapped_column(default=False)
    operator: Mapped[str] = mapped_column(sa.Text, default="")
    destroyed_by: Mapped[str] = mapped_column(sa.Text, default="")
    subjects: Mapped[list[Any]] = mapped_column(Json, default=list)
    lines: Mapped[list[Any]] = mapped_column(Json, default=list)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    kept_until: Mapped[date | None]

    person: Mapped[Person | None] = relationship(foreign_keys=person_id)
    request: Mapped[SubjectRequest | None] = relationship()
    organization: Mapped[Organization] = relationship()
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=proposed_by_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)


@holds(kind=CONTENT, months=CONTENT)
class RetentionTerm(Versioned, Base):
    """How many months an organisation keeps one kind of data; without a row the term of the register holds."""

    __tablename__ = "retention_term"
    __table_args__ = (
        UniqueConstraint("organization_id", "kind"),
        CheckConstraint("months >= 1 AND months <= 900", name="months"),
    )
    id: Mapped[Key]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    months: Mapped[int]
