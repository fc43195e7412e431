"""Flags of readers and the log of what moderators did."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.community.kinds import FlagReason, Verdict
from portal.community.models.spaces import Space
from portal.community.models.threads import Post
from portal.core.db import Base, Key, PublicId, Timestamps
from portal.core.personal_data import COMMUNITY, concerns, holds
from portal.people.models import Person


@concerns("person_id")
@holds(reason=COMMUNITY, note=COMMUNITY, decided_at=COMMUNITY)
class Flag(Timestamps, Base):
    """A reader says that a post breaks the rules; open until a moderator decides about the post."""

    __tablename__ = "flag"
    __table_args__ = (
        Index(
            "uq_flag_open", "post_id", "person_id", unique=True,
            sqlite_where=sa.text("decided_at IS NULL"), postgresql_where=sa.text("decided_at IS NULL"),
        ),
        Index("ix_flag_person_id", "person_id"),
    )  # fmt: skip
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[FlagReason] = mapped_column(sa.String(20))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    decided_at: Mapped[datetime | None]

    post: Mapped[Post] = relationship()


@concerns("author_id")
@holds(verdict=COMMUNITY, reason=COMMUNITY, remark=COMMUNITY)
class ModerationAct(Timestamps, Base):
    """One decision about a post, for the log that all of the space's staff read; the text is not quoted."""

    __tablename__ = "moderation_act"
    __table_args__ = (
        Index("ix_moderation_act_space_id_created_at", "space_id", "created_at"),
        Index("ix_moderation_act_moderated_by_id", "moderated_by_id"),
        Index("ix_moderation_act_author_id", "author_id"),
    )
    id: Mapped[Key]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    moderated_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Verdict] = mapped_column(sa.String(20))
    reason: Mapped[str | None] = mapped_column(sa.String(20))
    remark: Mapped[str] = mapped_column(sa.Text, default="")

    space: Mapped[Space] = relationship()
    post: Mapped[Post] = relationship()
    moderator: Mapped[Person] = relationship(foreign_keys=[moderated_by_id])
