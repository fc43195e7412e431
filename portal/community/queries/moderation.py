"""Reads for moderators: the queue of flagged posts, the log of a space."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.community.kinds import FlagReason
from portal.community.models import Flag, ModerationAct, Post, PostRevision, Space, Thread
from portal.core.db import db


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A flagged post that waits: since when, for which reasons."""

    post: Post
    since: datetime
    n_flags: int
    is_danger: bool


def find_flagged(actor: Actor) -> Any:
    """Rows (post, first flag, flags, dangers) of posts that the actor moderates: danger first, then the oldest."""
    dangers = sa.func.sum(sa.case((Flag.reason == FlagReason.DANGER, 1), else_=0))
    waiting = (
        sa.select(
            Flag.post_id, sa.func.min(Flag.created_at).label("since"), sa.func.count().label("n"),
            dangers.label("dangers"),
        )
        .where(Flag.decided_at.is_(None))
        .group_by(Flag.post_id)
        .subquery()
    )  # fmt: skip
    return (
        sa.select(Post, waiting.c.since, waiting.c.n, waiting.c.dangers)
        .join(waiting, waiting.c.post_id == Post.id)
        .where(allowed(actor, Permission.COMMUNITY_MODERATE, Post))
        .options(joinedload(Post.thread).joinedload(Thread.space).joinedload(Space.organization))
        .order_by(sa.case((waiting.c.dangers > 0, 0), else_=1), waiting.c.since, Post.id)
    )


def count_flagged(actor: Actor) -> sa.Select[int]:
    """How many posts wait for the actor's decision: one row, or none where nothing waits."""
    counted = sa.func.count()
    return sa.select(counted).select_from(find_flagged(actor).order_by(None).subquery()).having(counted > 0)


def flags_of(post: Post) -> list[Flag]:
    """Open flags of a post, the oldest first."""
    query = sa.select(Flag).where(Flag.post_id == post.id, Flag.decided_at.is_(None)).order_by(Flag.id)
    return list(db.session.scalars(query))


def log_of(space: Space) -> sa.Select[Any]:
    """Decisions in a space, the latest first."""
    return (
        sa.select(ModerationAct)
        .where(ModerationAct.space_id == space.id)
        .options(
            joinedload(ModerationAct.moderator), joinedload(ModerationAct.post).joinedload(Post.thread)
        )
        .order_by(ModerationAct.created_at.desc(), ModerationAct.id.desc())
    )  # fmt: skip


def revisions_of(post: Post) -> list[PostRevision]:
    """Former texts of a post, the latest first."""
    query = sa.select(PostRevision).where(PostRevision.post_id == post.id).order_by(PostRevision.id.desc()).limit(100)
    return list(db.session.scalars(query))
