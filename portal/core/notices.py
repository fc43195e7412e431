"""Notices: one line on the portal about what happened or waits, with a link; the bell counts the unread ones."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.db import Base, Key, PublicId, UtcDateTime, db, run
from portal.core.personal_data import LETTERS, TECHNICAL, holds


@holds(person_id=LETTERS, kind=TECHNICAL, text=LETTERS, path=TECHNICAL, read_at=LETTERS)
class Notice(Base):
    """A line for one person. `path` is an address of this site; `kind` says which event spoke."""

    __tablename__ = "notice"
    __table_args__ = (sa.Index("ix_notice_person_id_read_at", "person_id", "read_at"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(sa.ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(sa.String(40))
    text: Mapped[str] = mapped_column(sa.Text)
    path: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


def notify(person_ids: list[int], kind: str, text: str, path: str) -> None:
    """Leave the same line to each person; the caller's transaction decides."""
    if person_ids:
        rows = [{"person_id": one, "kind": kind, "text": text, "path": path} for one in dict.fromkeys(person_ids)]
        db.session.execute(sa.insert(Notice), rows)


def unread_count(person_id: sa.ColumnElement[int]) -> sa.ScalarSelect[int]:
    """A scalar subquery for the header."""
    return (
        sa.select(sa.func.count())
        .select_from(Notice)
        .where(Notice.person_id == person_id, Notice.read_at.is_(None))
        .scalar_subquery()
    )


def notices_of(person_id: int) -> sa.Select[Notice]:
    """The notices of a person, newest first."""
    return sa.select(Notice).where(Notice.person_id == person_id).order_by(Notice.created_at.desc(), Notice.id.desc())


def mark_read(person_id: int, public_id: str | None = None) -> int:
    """Mark one notice of the person, or all of them, as read; returns how many changed."""
    unread = sa.update(Notice).where(Notice.person_id == person_id, Notice.read_at.is_(None))
    if public_id:
        unread = unread.where(Notice.public_id == public_id)
    return run(unread.values(read_at=clock.now()))
