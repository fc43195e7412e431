"""Tables of experts."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, EXPERTS, concerns, holds
from portal.core.washing import may_mention
from portal.events.models import Event
from portal.people.models import Organization, Person


@concerns("person_id")
@holds(name=EXPERTS, post=EXPERTS, topics=EXPERTS, about=EXPERTS, links=EXPERTS, agreement=EXPERTS, agreed_on=EXPERTS)
class Expert(Timestamps, Versioned, Base):
    """Somebody of the portal (`person_id`), or an outside person by `name`.

    Others see the entry of a person of the portal while a consent to publication of the name stands, that of an
    outside one from the day of the agreement on: `agreement` says how it was made. `topics` are lines; `links` are
    [label, address] of materials, pages of the portal or outside ones.
    """

    __tablename__ = "expert"
    __table_args__ = (
        UniqueConstraint("organization_id", "person_id"),
        CheckConstraint("person_id IS NOT NULL OR name <> ''", name="named"),
        CheckConstraint("agreed_on IS NULL OR agreement <> ''", name="agreed"),
        CheckConstraint("person_id IS NULL OR agreed_on IS NULL", name="basis"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(sa.Text, default="")
    post: Mapped[str] = mapped_column(sa.Text, default="")
    topics: Mapped[str] = mapped_column(sa.Text, default="")
    about: Mapped[str] = mapped_column(sa.Text, default="")
    links: Mapped[list[Any]] = mapped_column(Json, default=list)
    agreement: Mapped[str] = mapped_column(sa.Text, default="")
    agreed_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    person: Mapped[Person | None] = relationship()
    events: Mapped[list[Event]] = relationship(secondary="expert_event", order_by=Event.starts_at, viewonly=True)

    @property
    def said_name(self) -> str:
        """The name as the directory says it."""
        return self.person.full_name if self.person is not None else self.name


@holds()
class ExpertEvent(Base):
    """An event at which an expert teaches."""

    __tablename__ = "expert_event"
    __table_args__ = (UniqueConstraint("expert_id", "event_id"),)
    id: Mapped[Key]
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), index=True)


@concerns("person_id")
@holds(text=EXPERTS, answer=EXPERTS, answered_at=CONTENT)
class ExpertRequest(Timestamps, Base):
    """What somebody asked an expert through the portal, and the answer of the expert or of whoever keeps the entry."""

    __tablename__ = "expert_request"
    __table_args__ = (CheckConstraint("answered_at IS NULL OR answer <> ''", name="answered"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    expert_id: Mapped[int] = mapped_column(ForeignKey("expert.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    answer: Mapped[str] = mapped_column(sa.Text, default="")
    answered_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


may_mention("expert", "name", "post", "topics", "about", "agreement")
may_mention("expert_request", "text", "answer")
