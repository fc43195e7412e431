"""What search finds of the community: shown posts, under the title of their thread, for who reads the space."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.community.models import Post, Thread
from portal.core.db import db
from portal.core.i18n import _
from portal.core.search import index
from portal.core.search.registry import Document, Kind, searchable

POST = "post"
UNTITLED = _("Обсуждение")


def index_post(post: Post) -> None:
    """Make the post findable as it reads now; a hidden or removed one is forgotten."""
    if not post.is_shown:
        return forget_post(post)
    index.put(POST, post.id, post.thread.title, post.body)
    if post.number == 1:
        _retitle(post, post.thread.title)
    return None


def forget_post(post: Post) -> None:
    """Take the post out of the index; with the first one goes the title of its thread, which it wrote."""
    index.remove(POST, post.id)
    if post.number == 1:
        _retitle(post, UNTITLED)


def _retitle(first: Post, title: str) -> None:
    """Answers stand in the index under the title of their thread."""
    later = sa.select(Post.id).where(Post.thread_id == first.thread_id, Post.number > 1)
    document = index.SearchDocument
    query = sa.select(document.ref_id, document.body).where(
        document.kind == POST, document.ref_id.in_(later), document.title != title
    )
    for ref_id, body in db.session.execute(query).all():
        index.put(POST, ref_id, title, body)


def _documents() -> Iterator[Document]:
    first = sa.orm.aliased(Post)
    is_titled = sa.and_(first.hidden_at.is_(None), first.removed_at.is_(None), Thread.title != "")
    rows = (
        sa.select(Post.id, sa.case((is_titled, Thread.title), else_=UNTITLED), Post.body)
        .join(Thread, Thread.id == Post.thread_id)
        .join(first, sa.and_(first.thread_id == Thread.id, first.number == 1))
        .where(Post.hidden_at.is_(None), Post.removed_at.is_(None), Post.body != "")
        .order_by(Post.id)
    )
    yield from ((row[0], row[1], row[2]) for row in db.session.execute(rows).all())


def _readable(actor: Any, hits: sa.Subquery) -> Any:
    found: sa.Select[Any, Any, Any] = (
        sa.select(Post.id, Post.number, Thread.public_id)
        .join(hits, hits.c.ref_id == Post.id)
        .join(Thread, Thread.id == Post.thread_id)
        .where(
            allowed(actor, Permission.COMMUNITY_READ, Thread), Post.hidden_at.is_(None), Post.removed_at.is_(None)
        )
    )  # fmt: skip
    return found


searchable(
    Kind(
        code=POST,
        label=_("Обсуждения и вопросы"),
        documents=_documents,
        readable=_readable,
        path=lambda row: f"/community/threads/{row.public_id}?post={row.number}",
    )
)
