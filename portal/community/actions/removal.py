"""What its author removed is erased for good after a month: text, former texts, files."""

from datetime import timedelta

import sqlalchemy as sa

from portal.community.models import Post, PostFile, PostRevision
from portal.core import clock
from portal.core.db import db, run
from portal.core.row_erasure import erase_files

KEPT_FOR = timedelta(days=30)


def erase_removed() -> int:
    """Erase texts and files of posts that were removed a month ago; returns how many posts. The worker calls it."""
    due = sa.select(Post.id).where(Post.removed_at <= clock.now() - KEPT_FOR, Post.body != "")
    ids = db.session.scalars(due.order_by(Post.id).limit(500)).all()
    if not ids:
        return 0
    files = db.session.scalars(sa.select(PostFile.file_id).where(PostFile.post_id.in_(ids))).all()
    run(sa.delete(PostFile).where(PostFile.post_id.in_(ids)))
    erase_files([one for one in files if one is not None])
    run(sa.delete(PostRevision).where(PostRevision.post_id.in_(ids)))
    return run(sa.update(Post).where(Post.id.in_(ids)).values(body="", html=""))
