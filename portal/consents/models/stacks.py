"""Scanned stacks: files as they were uploaded, and their pages, each sorted to its sheet."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consents.models.sheets import ConsentSheet
from portal.consents.paper_kinds import Outcome, Verdict
from portal.core.db import Base, Key, PublicId, Timestamps, UtcDateTime
from portal.core.files import StoredFile
from portal.core.jobs import Job
from portal.core.personal_data import PAPERS, TECHNICAL, concerns, holds
from portal.people.models import Organization, Person


@concerns("uploaded_by_id")
class ScanStack(Timestamps, Base):
    """A stack of signed sheets that somebody scanned; files may be added while it is being checked."""

    __tablename__ = "scan_stack"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id"))

    organization: Mapped[Organization] = relationship()
    uploaded_by: Mapped[Person | None] = relationship()
    job: Mapped[Job | None] = relationship()


@holds(name=PAPERS, problem=TECHNICAL, pages=TECHNICAL, sorted_at=TECHNICAL)
class ScanFile(Base):
    """One upload of a stack. Once every page has its picture, the upload itself is not kept."""

    __tablename__ = "scan_file"
    id: Mapped[Key]
    stack_id: Mapped[int] = mapped_column(ForeignKey("scan_stack.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    name: Mapped[str] = mapped_column(sa.Text)
    problem: Mapped[str] = mapped_column(sa.Text, default="")
    pages: Mapped[int] = mapped_column(default=0)
    sorted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    file: Mapped[StoredFile | None] = relationship()


@concerns("sheet_id")
@holds(place=TECHNICAL, outcome=TECHNICAL, decision=PAPERS, decided_at=PAPERS)
class ScanPage(Base):
    """One page: its picture, the sheet that it is, and what a person decided about it."""

    __tablename__ = "scan_page"
    __table_args__ = (
        UniqueConstraint("scan_file_id", "place"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decision_has_time"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    stack_id: Mapped[int] = mapped_column(ForeignKey("scan_stack.id"), index=True)
    scan_file_id: Mapped[int] = mapped_column(ForeignKey("scan_file.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("consent_sheet.id"), index=True)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    place: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(sa.String(10))
    decision: Mapped[Verdict | None] = mapped_column(sa.String(10))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    stack: Mapped[ScanStack] = relationship()
    file: Mapped[StoredFile | None] = relationship()
    sheet: Mapped[ConsentSheet | None] = relationship()
