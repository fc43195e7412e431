"""Who was given or shown whose data: every file and every page of a list counts its persons (reliability S16)."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Key, PublicId, UtcDateTime
from portal.core.personal_data import TRAIL, concerns, holds
from portal.people.models.organizations import Organization
from portal.people.models.persons import Person


class DisclosureState(StrEnum):
    """GIVEN left the portal or was shown; the others belong to a large file that waits for a second person."""

    GIVEN = "given"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


@concerns("actor_id")
@holds(
    kind=TRAIL, what=TRAIL, path=TRAIL, state=TRAIL, n=TRAIL, asked_at=TRAIL, given_at=TRAIL, decided_at=TRAIL,
)  # fmt: skip
class Disclosure(Base):
    """One file or one page of a list. `what` names it for its kind, `path` is where the approved file is fetched."""

    __tablename__ = "disclosure"
    __table_args__ = (
        CheckConstraint("(state = 'given') = (given_at IS NOT NULL)", name="given_has_time"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> actor_id", name="second_person"),
        CheckConstraint("state NOT IN ('approved', 'refused') OR decided_by_id IS NOT NULL", name="decided_by"),
        Index("ix_disclosure_actor_id_given_at", "actor_id", "given_at"),
        Index("ix_disclosure_state", "state"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    what: Mapped[str] = mapped_column(sa.String(200), default="")
    path: Mapped[str] = mapped_column(sa.Text, default="")
    state: Mapped[DisclosureState] = mapped_column(sa.String(10))
    n: Mapped[int]
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    actor: Mapped[Person] = relationship(foreign_keys=actor_id)
    decided_by: Mapped[Person | None] = relationship(foreign_keys=decided_by_id)
    organization: Mapped[Organization | None] = relationship()


class DisclosureSubject(Base):
    """One person in a disclosure: what an incident and «Кто смотрел» are read from."""

    __tablename__ = "disclosure_subject"
    __table_args__ = ({"sqlite_with_rowid": False},)
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
