"""What becomes of a practice: who uses it, who finds it useful, where it was presented, in which collection it is."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.db import Base, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import CONTENT, EXCHANGE, TECHNICAL, holds
from portal.core.washing import may_mention
from portal.people.models import Organization
from portal.people.periods import PERIOD
from portal.practices.kinds import Level, Outcome
from portal.practices.models.practices import Practice


@holds(
    number=CONTENT, starts_on=CONTENT, ends_on=CONTENT, note=CONTENT, ask_on=CONTENT, outcome=CONTENT, done=CONTENT,
    changed=CONTENT, answered_on=CONTENT,
)  # fmt: skip
class PracticeAdoption(Timestamps, Versioned, Base):
    """«Мы тоже используем»: an organisation works by a version of the practice; once at a time.

    On `ask_on`, sixty days later, whoever wrote it down is asked what came of it; the answer stays, whatever it is.
    """

    __tablename__ = "practice_adoption"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("(outcome IS NULL) = (answered_on IS NULL)", name="answered"),
        UniqueConstraint("practice_id", "organization_id"),
        Index("ix_practice_adoption_organization_id_ask_on", "organization_id", "ask_on"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(sa.Text, default="")
    ask_on: Mapped[date]
    outcome: Mapped[Outcome | None] = mapped_column(sa.String(20))
    done: Mapped[str] = mapped_column(sa.Text, default="")
    changed: Mapped[str] = mapped_column(sa.Text, default="")
    answered_on: Mapped[date | None]

    practice: Mapped[Practice] = relationship()
    organization: Mapped[Organization] = relationship()


@holds(marked_on=EXCHANGE)
class PracticeMark(Base):
    """«Полезно»: one person, one practice."""

    __tablename__ = "practice_mark"
    __table_args__ = (UniqueConstraint("practice_id", "person_id"),)
    id: Mapped[Key]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    marked_on: Mapped[date]


@holds(held_on=CONTENT, level=CONTENT, event=CONTENT)
class PracticePresentation(Timestamps, Base):
    """When, where and at which level the practice was presented (PRAC-5)."""

    __tablename__ = "practice_presentation"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    held_on: Mapped[date]
    level: Mapped[Level] = mapped_column(sa.String(20))
    event: Mapped[str] = mapped_column(sa.Text)


@holds(title=CONTENT, about=CONTENT, published_on=CONTENT)
class PracticeCollection(Timestamps, Versioned, Base):
    """Practices that a methodologist put together in an order; everybody reads it once it is published."""

    __tablename__ = "practice_collection"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    title: Mapped[str] = mapped_column(sa.Text)
    about: Mapped[str] = mapped_column(sa.Text, default="")
    published_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    items: Mapped[list["CollectionItem"]] = relationship(
        order_by="CollectionItem.position", cascade="all, delete-orphan"
    )


@holds(position=TECHNICAL)
class CollectionItem(Base):
    """A practice in its place of a collection."""

    __tablename__ = "collection_item"
    __table_args__ = (UniqueConstraint("collection_id", "practice_id"),)
    id: Mapped[Key]
    collection_id: Mapped[int] = mapped_column(ForeignKey("practice_collection.id"))
    practice_id: Mapped[int] = mapped_column(ForeignKey("practice.id"), index=True)
    position: Mapped[int]

    practice: Mapped[Practice] = relationship()


may_mention("practice_adoption", "note", "done", "changed")
may_mention("practice_presentation", "event")
may_mention("practice_collection", "title", "about")
