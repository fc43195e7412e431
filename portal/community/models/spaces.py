"""Spaces and who is in their circles; what a person follows of them."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.community.kinds import Level, SpaceKind, Writers
from portal.core.db import Base, Json, Key, PublicId, Timestamps, Versioned
from portal.core.personal_data import COMMUNITY, COMMUNITY_OWN, CONTENT, holds
from portal.people.models import Group, Organization, Person
from portal.people.periods import PERIOD


@holds(
    kind=CONTENT, title=CONTENT, about=CONTENT, is_wide=CONTENT, writers=CONTENT, links=CONTENT, starts_on=CONTENT,
    ends_on=CONTENT,
)  # fmt: skip
class Space(Timestamps, Versioned, Base):
    """A place to talk, of one organisation. Who reads it, its rows of `SpaceReader` say.

    `group_id` narrows the circle to one group; `is_wide` opens a space of a municipality to all of its organisations.
    `links` are (label, url) of groups and chats outside the portal. A space that has ended is read and not written.
    """

    __tablename__ = "space"
    __table_args__ = (
        CheckConstraint(PERIOD, name="period"),
        CheckConstraint("group_id IS NULL OR NOT is_wide", name="narrow_or_wide"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("group.id"))
    kind: Mapped[SpaceKind] = mapped_column(sa.String(20))
    title: Mapped[str] = mapped_column(sa.Text)
    about: Mapped[str] = mapped_column(sa.Text, default="")
    is_wide: Mapped[bool] = mapped_column(default=False)
    writers: Mapped[Writers] = mapped_column(sa.String(20), default=Writers.CIRCLE)
    links: Mapped[list[Any]] = mapped_column(Json, default=list)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]

    organization: Mapped[Organization] = relationship()
    group: Mapped[Group | None] = relationship()
    readers: Mapped[list["SpaceReader"]] = relationship(order_by="SpaceReader.who", cascade="all, delete-orphan")

    @property
    def is_open(self) -> bool:
        """Whether anybody may still write here."""
        return self.ends_on is None


@holds(who=CONTENT)
class SpaceReader(Base):
    """One of those for whom a space is: a code of `kinds.Circle`."""

    __tablename__ = "space_reader"
    __table_args__ = ({"sqlite_with_rowid": False},)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True)
    who: Mapped[str] = mapped_column(sa.String(30), primary_key=True)


@holds(level=COMMUNITY_OWN, cleared_at=COMMUNITY_OWN)
class SpaceFollow(Base):
    """What one person follows of a space; everything until `cleared_at` counts as read."""

    __tablename__ = "space_follow"
    __table_args__ = ({"sqlite_with_rowid": False},)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), primary_key=True, index=True)
    level: Mapped[Level] = mapped_column(sa.String(10), default=Level.REPLIES)
    cleared_at: Mapped[datetime | None]


@holds(about=COMMUNITY, shows_post=COMMUNITY, rules_accepted_at=COMMUNITY)
class CommunityMember(Timestamps, Versioned, Base):
    """What a member agreed to show of themselves, and since when the rules are accepted (COMM-7)."""

    __tablename__ = "community_member"
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    about: Mapped[str] = mapped_column(sa.Text, default="")
    shows_post: Mapped[bool] = mapped_column(default=False)
    rules_accepted_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
