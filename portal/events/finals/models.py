"""Tables of final events."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import ATTENDANCE, CONTENT, concerns, holds
from portal.core.washing import may_mention
from portal.events.finals.kinds import Presents
from portal.events.models import Event
from portal.people.models import Person


@holds(number=CONTENT, begins=CONTENT, presents=CONTENT, title=CONTENT, guests=CONTENT, link=CONTENT)
class ProgrammeItem(Timestamps, Versioned, Base):
    """One item of the programme of a final event: `number` orders items, `begins` is a time as it is said, «10:30».

    `guests` are presenters from outside who agreed to be named; `link` leads to the practice that is presented.
    """

    __tablename__ = "programme_item"
    __table_args__ = (
        UniqueConstraint("event_id", "number"),
        CheckConstraint("number > 0", name="numbered"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    number: Mapped[int]
    begins: Mapped[str] = mapped_column(sa.String(5), default="")
    presents: Mapped[Presents] = mapped_column(sa.String(10))
    title: Mapped[str] = mapped_column(sa.Text)
    guests: Mapped[str] = mapped_column(sa.Text, default="")
    link: Mapped[str] = mapped_column(sa.Text, default="")

    event: Mapped[Event] = relationship()
    presenters: Mapped[list["ProgrammePresenter"]] = relationship(
        cascade="all, delete-orphan", order_by="ProgrammePresenter.id"
    )


@concerns("person_id")
@holds(organization_id=ATTENDANCE)
class ProgrammePresenter(Base):
    """Who presents an item. The name is shown to others while the person's consent to publication stands there."""

    __tablename__ = "programme_presenter"
    __table_args__ = (UniqueConstraint("item_id", "person_id"),)
    id: Mapped[Key]
    item_id: Mapped[int] = mapped_column(ForeignKey("programme_item.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)

    person: Mapped[Person] = relationship()


@holds(lines=CONTENT, frozen_at=CONTENT)
class FinalFigures(Base):
    """Numbers of a final event as they stood when they were frozen: [[words, number], …]. They never change."""

    __tablename__ = "final_figures"
    id: Mapped[Key]
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    lines: Mapped[list[Any]] = mapped_column(Json, default=list)
    frozen_at: Mapped[datetime]


may_mention("programme_item", "title", "guests", "link")
may_mention("final_figures", "lines")
