"""Threads, posts with their files and former texts, who found them useful, drafts, what was read."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.community.kinds import Level, ThreadKind
from portal.community.models.spaces import Space
from portal.core import clock
from portal.core.db import Base, Key, PublicId, Timestamps, UtcDateTime, Versioned
from portal.core.files import StoredFile
from portal.core.personal_data import COMMUNITY, COMMUNITY_OWN, CONTENT, TECHNICAL, concerns, holds
from portal.people.models import Person


@concerns("author_id")
@holds(
    kind=CONTENT, title=COMMUNITY, hides_author=COMMUNITY, pinned_until=CONTENT, locked_at=CONTENT, n_posts=CONTENT,
    last_post_at=CONTENT,
)  # fmt: skip
class Thread(Timestamps, Versioned, Base):
    """A talk that begins with its post number 1. `n_posts` is the number of its last post, `last_post_at` its moment.

    `hides_author` keeps the name of whoever began it from all but those who moderate and, of a question, its addressee.
    """

    __tablename__ = "thread"
    __table_args__ = (
        Index("ix_thread_space_id_last_post_at", "space_id", "last_post_at"),
        Index("ix_thread_author_id", "author_id"),
        CheckConstraint("n_posts >= 0", name="counted"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ThreadKind] = mapped_column(sa.String(20), default=ThreadKind.TALK)
    title: Mapped[str] = mapped_column(sa.Text)
    hides_author: Mapped[bool] = mapped_column(default=False)
    pinned_until: Mapped[date | None]
    locked_at: Mapped[datetime | None]
    n_posts: Mapped[int] = mapped_column(default=0)
    last_post_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)

    space: Mapped[Space] = relationship()
    author: Mapped[Person] = relationship()

    @property
    def takes_posts(self) -> bool:
        """Whether anybody may still answer here."""
        return self.locked_at is None and self.space.is_open

    def is_pinned(self, today: date) -> bool:
        """Whether it stands above the others on this day."""
        return self.pinned_until is not None and self.pinned_until >= today


@concerns("author_id")
@holds(
    number=TECHNICAL, body=COMMUNITY, html=COMMUNITY, edited_at=COMMUNITY, removed_at=COMMUNITY, hidden_at=COMMUNITY,
    hidden_for=COMMUNITY, remark=COMMUNITY, waits_for_author=TECHNICAL,
)  # fmt: skip
class Post(Timestamps, Versioned, Base):
    """One post. `body` is what was typed, `html` what `community.markup` made of it.

    `removed_at` is its author's deed, `hidden_at` a moderator's, with the reason in `hidden_for`. While it
    `waits_for_author`, the author may put it right and it is shown again.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("thread_id", "number"),
        CheckConstraint("NOT waits_for_author OR hidden_at IS NOT NULL", name="waits_hidden"),
        Index("ix_post_author_id", "author_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"), index=True)
    number: Mapped[int]
    body: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_for: Mapped[str | None] = mapped_column(sa.String(20))
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    waits_for_author: Mapped[bool] = mapped_column(default=False)

    thread: Mapped[Thread] = relationship()
    author: Mapped[Person] = relationship()

    @property
    def is_shown(self) -> bool:
        """Whether its text is there for everybody who reads the thread."""
        return self.hidden_at is None and self.removed_at is None and self.body != ""


@holds(body=COMMUNITY, written_at=COMMUNITY)
class PostRevision(Base):
    """What a post said until it was edited."""

    __tablename__ = "post_revision"
    id: Mapped[Key]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    body: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[datetime | None]


@concerns("post_id")
@holds(added_at=COMMUNITY_OWN)
class PostFile(Base):
    """A file of a post; its thread serves it."""

    __tablename__ = "post_file"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), index=True)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)

    file: Mapped[StoredFile | None] = relationship()


@concerns("person_id")
@holds(marked_at=COMMUNITY_OWN)
class UsefulMark(Base):
    """One person found a post useful."""

    __tablename__ = "useful_mark"
    __table_args__ = ({"sqlite_with_rowid": False},)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)


@concerns("person_id")
@holds(last_read=COMMUNITY_OWN, level=COMMUNITY_OWN, read_at=COMMUNITY_OWN)
class ThreadRead(Base):
    """How far one person has read a thread, by the number of the post, and what of it becomes a notice."""

    __tablename__ = "thread_read"
    __table_args__ = ({"sqlite_with_rowid": False},)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True, index=True)
    last_read: Mapped[int] = mapped_column(default=0)
    level: Mapped[Level | None] = mapped_column(sa.String(10))
    read_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)


@concerns("person_id")
@holds(acknowledged_at=COMMUNITY_OWN)
class Acknowledgement(Base):
    """One person has read an announcement and said so."""

    __tablename__ = "acknowledgement"
    __table_args__ = ({"sqlite_with_rowid": False},)
    thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    acknowledged_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)


@concerns("person_id")
@holds(title=COMMUNITY_OWN, body=COMMUNITY_OWN, saved_at=COMMUNITY_OWN)
class PostDraft(Base):
    """What one person has begun to write: an answer in a thread, or a new thread of a space (`thread_id` is None)."""

    __tablename__ = "post_draft"
    __table_args__ = (
        Index(
            "uq_post_draft_of_thread", "person_id", "thread_id", unique=True,
            sqlite_where=sa.text("thread_id IS NOT NULL"), postgresql_where=sa.text("thread_id IS NOT NULL"),
        ),
        Index(
            "uq_post_draft_of_space", "person_id", "space_id", unique=True,
            sqlite_where=sa.text("thread_id IS NULL"), postgresql_where=sa.text("thread_id IS NULL"),
        ),
    )  # fmt: skip
    id: Mapped[Key]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    space_id: Mapped[int] = mapped_column(ForeignKey("space.id"), index=True)
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("thread.id"), index=True)
    title: Mapped[str] = mapped_column(sa.Text, default="")
    body: Mapped[str] = mapped_column(sa.Text, default="")
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
