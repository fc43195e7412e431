"""Reads of threads: the list of a space with what is new, one thread by pages, where the unread begins."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.community.kinds import WAITING, Level
from portal.community.models import (
    Acknowledgement,
    Post,
    PostDraft,
    PostFile,
    Question,
    Space,
    SpaceFollow,
    Thread,
    ThreadRead,
    UsefulMark,
)
from portal.community.queries.spaces import unread
from portal.core import clock
from portal.core.db import db

POSTS_PER_PAGE = 20
SHOWN = ("", "new", "unanswered")


def find_threads(actor: Actor, space: Space | None, shown: str = "") -> Any:
    """Rows (thread, new posts, state of its question, whether its first post is shown): pinned first, then the latest.

    Without a space: of all spaces that the actor may read. `shown`: «new» to the actor, or «unanswered».
    """
    n_unread, on_read, on_follow = unread(actor.person_id)
    today = clock.today(actor.time_zone)
    first = sa.orm.aliased(Post)
    is_shown = sa.and_(first.hidden_at.is_(None), first.removed_at.is_(None), first.body != "")
    query = (
        sa.select(Thread, n_unread.label("n_new"), Question.state.label("state"), is_shown.label("is_shown"))
        .join(Thread.space)
        .join(first, sa.and_(first.thread_id == Thread.id, first.number == 1))
        .outerjoin(Question, Question.thread_id == Thread.id)
        .outerjoin(ThreadRead, on_read)
        .outerjoin(SpaceFollow, on_follow)
        .options(contains_eager(Thread.space), joinedload(Thread.author))
        .order_by(
            sa.case((Thread.pinned_until >= today, 0), else_=1),
            Thread.last_post_at.desc(), Thread.id.desc(),
        )
    )  # fmt: skip
    where = Thread.space_id == space.id if space else allowed(actor, Permission.COMMUNITY_READ, Thread)
    query = query.where(where)
    if shown == "new":
        return query.where(n_unread > 0)
    if shown == "unanswered":
        return query.where(sa.or_(Question.state.in_(WAITING), sa.and_(Question.id.is_(None), Thread.n_posts == 1)))
    return query


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How the reader stands to a thread: how far it is read, what is followed, what was said about it."""

    last_read: int
    level: Level
    has_acknowledged: bool
    draft: str

    def first_unread(self, n_posts: int) -> int:
        """The number of the first unread post; 0 where everything is read."""
        return self.last_read + 1 if self.last_read < n_posts else 0


def standing_in(thread: Thread, person_id: int | None) -> Standing:
    """How the person stands to the thread; one statement."""
    row = db.session.execute(
        sa.select(
            ThreadRead.last_read, ThreadRead.level, SpaceFollow.level, Acknowledgement.acknowledged_at, PostDraft.body
        )
        .select_from(Thread)
        .outerjoin(ThreadRead, sa.and_(ThreadRead.thread_id == Thread.id, ThreadRead.person_id == person_id))
        .outerjoin(
            SpaceFollow, sa.and_(SpaceFollow.space_id == Thread.space_id, SpaceFollow.person_id == person_id)
        )
        .outerjoin(
            Acknowledgement,
            sa.and_(Acknowledgement.thread_id == Thread.id, Acknowledgement.person_id == person_id),
        )
        .outerjoin(PostDraft, sa.and_(PostDraft.thread_id == Thread.id, PostDraft.person_id == person_id))
        .where(Thread.id == thread.id)
    ).one()  # fmt: skip
    read, own, of_space, acknowledged, draft = row
    return Standing(
        last_read=read or 0, level=Level(own or of_space or Level.REPLIES), has_acknowledged=acknowledged is not None,
        draft=draft or "",
    )  # fmt: skip


def posts_of(thread: Thread) -> sa.Select[Any]:
    """The posts of a thread in their order."""
    return sa.select(Post).where(Post.thread_id == thread.id).options(joinedload(Post.author)).order_by(Post.number)


def page_of(number: int) -> int:
    """On which page of the thread a post stands."""
    return max(1, -(-number // POSTS_PER_PAGE))


@dataclass(frozen=True, kw_only=True)
class Around:
    """What belongs to the posts of one page: marks «Полезно», one's own among them, files, what they answer."""

    useful: dict[int, int]
    own_useful: set[int]
    files: dict[int, list[PostFile]]
    answered: dict[int, Post]


def around(posts: Any, person_id: int | None) -> Around:
    """What belongs to these posts; three statements, however many there are."""
    ids = [post.id for post in posts]
    rows = db.session.execute(
        sa.select(
            UsefulMark.post_id, sa.func.count(), sa.func.sum(sa.case((UsefulMark.person_id == person_id, 1), else_=0))
        )
        .where(UsefulMark.post_id.in_(ids))
        .group_by(UsefulMark.post_id)
    ).all()
    files: dict[int, list[PostFile]] = {}
    for one in db.session.scalars(
        sa.select(PostFile).where(PostFile.post_id.in_(ids)).options(joinedload(PostFile.file)).order_by(PostFile.id)
    ):
        files.setdefault(one.post_id, []).append(one)
    wanted = {post.reply_to_id for post in posts if post.reply_to_id}
    answered = db.session.scalars(
        sa.select(Post).where(Post.id.in_(wanted)).options(joinedload(Post.author))
    ).all()  # fmt: skip
    return Around(
        useful={post_id: n for post_id, n, _own in rows}, own_useful={post_id for post_id, _n, own in rows if own},
        files=files, answered={post.id: post for post in answered},
    )  # fmt: skip


def draft_of_space(space: Space, person_id: int | None) -> PostDraft | None:
    """What the person has begun to write as a new thread of the space."""
    return db.session.scalars(
        sa.select(PostDraft).where(
            PostDraft.space_id == space.id, PostDraft.thread_id.is_(None), PostDraft.person_id == person_id
        )
    ).one_or_none()


def count_acknowledged(thread: Thread) -> int:
    """How many people said that they have read the announcement."""
    query = sa.select(sa.func.count()).select_from(Acknowledgement).where(Acknowledgement.thread_id == thread.id)
    return db.session.scalar(query) or 0


def unacknowledged(actor: Actor, limit: int = 5) -> sa.Select[Thread]:
    """Announcements of the actor's circles that wait for «Ознакомлен», the latest first."""
    said = sa.exists().where(Acknowledgement.thread_id == Thread.id, Acknowledgement.person_id == actor.person_id)
    return (
        sa.select(Thread)
        .join(Thread.space)
        .join(Post, sa.and_(Post.thread_id == Thread.id, Post.number == 1, Post.hidden_at.is_(None)))
        .where(
            allowed(actor, Permission.COMMUNITY_READ, Thread), Thread.kind == "announcement",
            Thread.author_id != actor.person_id, Post.removed_at.is_(None), Thread.locked_at.is_(None),
            Space.ends_on.is_(None), ~said,
        )
        .options(contains_eager(Thread.space), selectinload(Thread.space, Space.organization))
        .order_by(Thread.created_at.desc(), Thread.id.desc())
        .limit(limit)
    )  # fmt: skip
