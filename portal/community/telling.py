"""Notices of the community: what happened and where, never who and never what was said; one line for a thread."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.community.kinds import Level
from portal.community.models import Post, SpaceFollow, Thread, ThreadRead
from portal.community.queries.spaces import readers_among
from portal.core.db import db
from portal.core.i18n import _
from portal.core.notices import Notice, notify

REPLY, ANNOUNCED, MENTION, JUDGED, FLAGGED, QUESTION = (
    "community.reply", "community.announced", "community.mention", "community.judged", "community.flagged",
    "community.question",
)  # fmt: skip


def path_of(thread: Thread) -> str:
    """The page of a thread."""
    return f"/community/threads/{thread.public_id}"


def tell(person_ids: Sequence[int], kind: str, text: str, path: str) -> None:
    """Leave one line to each, unless the same line still waits unread (one row for a thread, not one for a post)."""
    waiting = set(db.session.scalars(
        sa.select(Notice.person_id).where(
            Notice.person_id.in_(person_ids), Notice.kind == kind, Notice.path == path, Notice.read_at.is_(None)
        )
    ))  # fmt: skip
    notify([one for one in person_ids if one not in waiting], kind, text, path)


def tell_of_post(post: Post, mentioned: Sequence[int], today: date) -> None:
    """Tell those who follow, who are answered and who are mentioned, if they may read the space today."""
    thread = post.thread
    space = thread.space.title
    named = [one for one in mentioned if one != post.author_id]
    tell(named, MENTION, _("Вас упомянули: «%(space)s»", space=space), path_of(thread))
    if thread.kind == "announcement" and post.number == 1:
        return  # the desk shows it until «Ознакомлен»
    followers = [one for one in _followers(post) if one != post.author_id and one not in named]
    text = _("Новое в обсуждении: «%(space)s»", space=space)
    tell(readers_among(thread.space_id, followers, today), REPLY, text, path_of(thread))


def _followers(post: Post) -> list[int]:
    """Whoever follows the thread or the space, and whom the post answers; «Ничего» silences both."""
    thread = post.thread
    read, follow = ThreadRead, SpaceFollow
    said = sa.select(read.person_id, read.level).where(read.thread_id == thread.id, read.level.is_not(None))
    own = dict(db.session.execute(said).all())
    said = sa.select(follow.person_id, follow.level).where(follow.space_id == thread.space_id)
    of_space = dict(db.session.execute(said).all())
    answered = db.session.scalar(sa.select(Post.author_id).where(Post.id == post.reply_to_id))
    wanted = {one for one, level in {**of_space, **own}.items() if level == Level.ALL}
    if answered and own.get(answered, of_space.get(answered)) != Level.NONE:
        wanted.add(answered)
    return sorted(wanted)
