"""Printed blanks: a batch is what one person printed at once, a sheet is one signature for one purpose."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consents.codes import new_code
from portal.consents.kinds import Purpose
from portal.consents.models.texts import ConsentText
from portal.consents.paper_kinds import SheetState
from portal.core.db import Base, Key, PublicId, Timestamps, UtcDateTime
from portal.core.files import StoredFile
from portal.core.personal_data import CONTENT, PAPERS, TECHNICAL, concerns, holds
from portal.people.models import Group, Organization, Person


@holds(people=CONTENT, sheets=CONTENT)
class SheetBatch(Timestamps, Base):
    """What was printed at once. Printing it again gives the same sheets with the same codes."""

    __tablename__ = "sheet_batch"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"), index=True)
    printed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    people: Mapped[int]
    sheets: Mapped[int]

    organization: Mapped[Organization] = relationship()
    group: Mapped[Group | None] = relationship()
    printed_by: Mapped[Person | None] = relationship()


@concerns("person_id", "signer_id")
@holds(code=TECHNICAL, purpose=PAPERS, place=TECHNICAL, state=PAPERS, checked_at=PAPERS)
class ConsentSheet(Timestamps, Base):
    """A blank for one signature: whose data, who signs, which wording. Its `public_id` is the QR code on it.

    `code` is the same in digits, for typing. The scanned page is kept with the sheet, one for each consent.
    """

    __tablename__ = "consent_sheet"
    __table_args__ = (
        CheckConstraint("(state = 'received') = (consent_id IS NOT NULL)", name="received_has_consent"),
        UniqueConstraint("organization_id", "code"),
        UniqueConstraint("batch_id", "place"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    batch_id: Mapped[int] = mapped_column(ForeignKey("sheet_batch.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    signer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"))
    consent_id: Mapped[int | None] = mapped_column(ForeignKey("consent.id"), unique=True)
    refusal_id: Mapped[int | None] = mapped_column(ForeignKey("consent_refusal.id"), unique=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    purpose: Mapped[Purpose] = mapped_column(sa.String(20))
    place: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(12), default=new_code)
    state: Mapped[SheetState] = mapped_column(sa.String(10), default=SheetState.PRINTED)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    batch: Mapped[SheetBatch] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    signer: Mapped[Person] = relationship(foreign_keys=[signer_id])
    text: Mapped[ConsentText] = relationship()
    file: Mapped[StoredFile | None] = relationship()

    @property
    def by_representative(self) -> bool:
        """Whether somebody else signs for the person."""
        return self.signer_id != self.person_id
