"""What subjects ask for about their data, with the legal term and the answer."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Key, PublicId, UtcDateTime, Versioned
from portal.core.personal_data import REQUESTS, TECHNICAL, TRAIL, concerns, holds
from portal.people.models import Organization, Person
from portal.privacy.kinds import RequestKind, RequestState


@concerns("person_id", "asked_by_id")
@holds(
    kind=TRAIL, state=TRAIL, text=REQUESTS, wanted=REQUESTS, purpose=TECHNICAL, received_at=TRAIL, due_on=TECHNICAL,
    extended=REQUESTS, answer=REQUESTS, answered_at=TRAIL,
)  # fmt: skip
class SubjectRequest(Versioned, Base):
    """One request about the data of `person`, asked by the person or by a representative.

    `purpose` names the withdrawn consent, `wanted` the right value of a correction, `extended` why the term was moved.
    """

    __tablename__ = "subject_request"
    __table_args__ = (
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered_has_time"),
        Index("ix_subject_request_organization_id_state", "organization_id", "state"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    handled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[RequestKind] = mapped_column(sa.String(20))
    state: Mapped[RequestState] = mapped_column(sa.String(10), default=RequestState.OPEN)
    purpose: Mapped[str] = mapped_column(sa.String(20), default="")
    text: Mapped[str] = mapped_column(sa.Text, default="")
    wanted: Mapped[str] = mapped_column(sa.Text, default="")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    due_on: Mapped[date]
    extended: Mapped[str] = mapped_column(sa.Text, default="")
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    person: Mapped[Person] = relationship(foreign_keys=person_id)
    asked_by: Mapped[Person | None] = relationship(foreign_keys=asked_by_id)
    handled_by: Mapped[Person | None] = relationship(foreign_keys=handled_by_id)
    organization: Mapped[Organization | None] = relationship()
