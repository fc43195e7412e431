"""Consents that were given, and refusals."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.consents.kinds import Evidence, Purpose
from portal.consents.models.texts import ConsentText
from portal.core.db import Base, Json, Key, PublicId, Timestamps
from portal.core.files import StoredFile
from portal.core.personal_data import PAPERS, Basis, Erasure, Handling, concerns, holds
from portal.people.models import Organization, Person
from portal.people.periods import PERIOD

# Own words: the paper proves the consent without them.
REASON = Handling("papers", Basis.LAW, "подтверждение согласия", "3 года после отзыва", Erasure.BLANK)


@concerns("person_id", "given_by_id")
@holds(
    purpose=PAPERS, text_hash=PAPERS, by_representative=PAPERS, evidence=PAPERS, is_accepted=PAPERS, items=PAPERS,
    device=PAPERS, starts_on=PAPERS, ends_on=PAPERS, withdrawn_on=PAPERS, withdrawn_reason=REASON,
    file_id=PAPERS,
)  # fmt: skip
class Consent(Timestamps, Base):
    """One signature: whose data, for which purpose of which organisation, signed by whom, until when.

    It counts once `is_accepted`: the organisation takes this kind of evidence and somebody has seen it
    (`checked_by_id`), or confirmation on the portal is enough there. `items` are decisions on publication.
    """

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("withdrawn_by_id IS NULL OR withdrawn_on IS NOT NULL", name="withdrawn_has_day"),
        # Unique by person, operator, purpose, wording and period; one that was withdrawn may be given again.
        Index(
            "uq_consent_in_force", "person_id", "organization_id", "purpose", "text_hash", "given_by_id", "starts_on",
            unique=True, sqlite_where=sa.text("withdrawn_on IS NULL"), postgresql_where=sa.text("withdrawn_on IS NULL"),
        ),
        Index("ix_consent_person_id_organization_id_purpose", "person_id", "organization_id", "purpose"),
        Index("ix_consent_organization_id_ends_on", "organization_id", "ends_on"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("consent_text.id"), index=True)
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(sa.String(20))
    text_hash: Mapped[str] = mapped_column(sa.String(64))
    by_representative: Mapped[bool]
    evidence: Mapped[Evidence] = mapped_column(sa.String(10))
    is_accepted: Mapped[bool] = mapped_column(default=True)
    items: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    device: Mapped[str] = mapped_column(sa.Text, default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    withdrawn_on: Mapped[date | None]
    withdrawn_reason: Mapped[str] = mapped_column(sa.Text, default="")

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    given_by: Mapped[Person] = relationship(foreign_keys=given_by_id)
    recorded_by: Mapped[Person | None] = relationship(foreign_keys=recorded_by_id)
    checked_by: Mapped[Person | None] = relationship(foreign_keys=checked_by_id)
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=withdrawn_by_id)
    organization: Mapped[Organization] = relationship()
    text: Mapped[ConsentText] = relationship()
    file: Mapped[StoredFile | None] = relationship()

    @property
    def waits_for_sheet(self) -> bool:
        """Whether the signed sheet is still to come: a click alone never does where the law wants writing."""
        is_click = self.evidence == Evidence.PORTAL
        return not self.is_accepted or (is_click and Purpose(self.purpose).is_written)


@concerns("person_id", "refused_by_id")
@holds(purpose=PAPERS, refused_on=PAPERS, evidence=PAPERS, by_representative=PAPERS, file_id=PAPERS)
class ConsentRefusal(Timestamps, Base):
    """Somebody was asked and said no: kept, so that nobody asks twice and nothing is done meanwhile."""

    __tablename__ = "consent_refusal"
    __table_args__ = (
        Index("ix_consent_refusal_person_id_organization_id_purpose", "person_id", "organization_id", "purpose"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    text_id: Mapped[int | None] = mapped_column(ForeignKey("consent_text.id"))
    refused_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    purpose: Mapped[Purpose] = mapped_column(sa.String(20))
    by_representative: Mapped[bool]
    evidence: Mapped[Evidence] = mapped_column(sa.String(10))
    refused_on: Mapped[date]

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    refused_by: Mapped[Person] = relationship(foreign_keys=refused_by_id)
