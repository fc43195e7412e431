"""What a person keeps for themselves: how far a thread is read, what is followed, drafts, «Ознакомлен»."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.community.kinds import Level, ThreadKind
from portal.community.models import Acknowledgement, PostDraft, Space, SpaceFollow, Thread, ThreadRead
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.markup import LONGEST
from portal.core.text import clean_line, clean_text

LONGEST_TITLE, MOST_DRAFTS = 120, 50


def read_until(actor: Actor, thread: Thread, number: int, *, level: Level | None = None) -> None:
    """The thread is read up to the post of this number, never back; `level` begins to follow where nothing was said."""
    row = {"person_id": actor.person_id, "thread_id": thread.id, "last_read": 0, "level": level, "read_at": clock.now()}
    upsert(ThreadRead.__table__, row, keys=("person_id", "thread_id"))
    mine = sa.update(ThreadRead).where(ThreadRead.person_id == actor.person_id, ThreadRead.thread_id == thread.id)
    seen = min(number, thread.n_posts)
    run(mine.where(ThreadRead.last_read < seen).values(last_read=seen, read_at=clock.now()))
    if level is not None:
        run(mine.where(ThreadRead.level.is_(None)).values(level=level))


def follow_thread(actor: Actor, thread: Thread, level: Level) -> None:
    """What of the thread becomes a notice from now on."""
    row = {"person_id": actor.person_id, "thread_id": thread.id, "last_read": 0, "level": level, "read_at": clock.now()}
    upsert(ThreadRead.__table__, row, keys=("person_id", "thread_id"), changing=("level",))


def follow_space(actor: Actor, space: Space, level: Level) -> None:
    """What of the space becomes a notice from now on."""
    row = {"person_id": actor.person_id, "space_id": space.id, "level": level, "cleared_at": None}
    upsert(SpaceFollow.__table__, row, keys=("person_id", "space_id"), changing=("level",))


def clear_space(actor: Actor, space: Space) -> None:
    """Everything in the space counts as read."""
    row = {"person_id": actor.person_id, "space_id": space.id, "level": Level.REPLIES, "cleared_at": clock.now()}
    upsert(SpaceFollow.__table__, row, keys=("person_id", "space_id"), changing=("cleared_at",))


def acknowledge(actor: Actor, thread: Thread) -> None:
    """«Ознакомлен», once; saying it again changes nothing. Raises Refusal for what is no announcement."""
    if thread.kind != ThreadKind.ANNOUNCEMENT:
        raise Refusal(_("Здесь знакомиться не с чем: это не объявление."))
    row = {"person_id": actor.person_id, "thread_id": thread.id, "acknowledged_at": clock.now()}
    if upsert(Acknowledgement.__table__, row, keys=("thread_id", "person_id")):
        audit.record(actor, AuditEvent.ANNOUNCEMENT_ACKNOWLEDGED, thread, organization_id=thread.space.organization_id)
    read_until(actor, thread, thread.n_posts)


def keep_draft(actor: Actor, space: Space, thread: Thread | None, *, body: str, title: str = "") -> bool:
    """Keep what is being written, or forget it where nothing is left; says whether something is kept.

    A person has at most `MOST_DRAFTS`: the oldest give way.
    """
    body, title = clean_text(body)[:LONGEST], clean_line(title)[:LONGEST_TITLE]
    drop_draft(actor, space, thread)
    if not (body or title):
        return False
    made = PostDraft(
        person_id=actor.person_id, space_id=space.id, thread_id=thread.id if thread else None, body=body, title=title
    )
    db.session.add(made)
    db.session.flush()
    mine = sa.select(PostDraft.id).where(PostDraft.person_id == actor.person_id)
    kept = mine.order_by(PostDraft.saved_at.desc(), PostDraft.id.desc()).limit(MOST_DRAFTS)
    run(sa.delete(PostDraft).where(PostDraft.person_id == actor.person_id, PostDraft.id.not_in(kept)))
    return True


def drop_draft(actor: Actor, space: Space, thread: Thread | None) -> None:
    """Forget what was begun here."""
    where = PostDraft.thread_id == thread.id if thread else PostDraft.thread_id.is_(None)
    run(
        sa.delete(PostDraft).where(
            PostDraft.person_id == actor.person_id, PostDraft.space_id == space.id, where
        )
    )  # fmt: skip
