"""What mentors and curators have learnt: from an event that they attended, or written down by hand (EVNT-3)."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import TRAINING, concerns, holds
from portal.events.kinds import Learning
from portal.events.models.events import Event
from portal.people.models import Organization, Person


@concerns("person_id")
@holds(
    learning=TRAINING, title=TRAINING, provider=TRAINING, is_distance=TRAINING, hours=TRAINING, finished_on=TRAINING,
    document=TRAINING, file_id=TRAINING, number=TRAINING, pair_hours=TRAINING,
)  # fmt: skip
class TrainingRecord(Timestamps, Versioned, Base):
    """A course, a seminar, an exchange of experience: hours are whole, `document` is the number of the certificate.

    `number` stands where the portal issued the certificate of a course; such a record never changes. `pair_hours` are
    those of its hours that came from the work of a pair.
    """

    __tablename__ = "training_record"
    __table_args__ = (
        UniqueConstraint("person_id", "event_id"),
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("pair_hours IS NULL OR number <> ''", name="issued"),
        CheckConstraint("pair_hours IS NULL OR pair_hours BETWEEN 0 AND hours", name="pair_hours"),
        Index("ix_training_record_organization_id_finished_on", "organization_id", "finished_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    learning: Mapped[Learning] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.Text)
    provider: Mapped[str] = mapped_column(sa.Text, default="")
    is_distance: Mapped[bool] = mapped_column(default=False)
    hours: Mapped[int]
    finished_on: Mapped[date]
    document: Mapped[str] = mapped_column(sa.Text, default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), index=True)
    number: Mapped[str] = mapped_column(sa.String(40), default="")
    pair_hours: Mapped[int | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    organization: Mapped[Organization] = relationship()
    event: Mapped[Event | None] = relationship()
    file: Mapped[StoredFile | None] = relationship()
