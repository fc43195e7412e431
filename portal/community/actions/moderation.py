"""Flags and what moderators decide: leave, hide, send back, warn; threads pinned and closed."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.community.kinds import FlagReason, Verdict
from portal.community.models import Flag, ModerationAct, Post, Thread
from portal.community.queries.spaces import administrators, moderators_of
from portal.community.search import forget_post, index_post
from portal.community.telling import FLAGGED, JUDGED, path_of, tell
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_text

QUEUE = "/community/moderation"


def flag_post(actor: Actor, post: Post, *, reason: FlagReason, note: str = "") -> None:
    """Complain about a post, once while it is looked at. Danger to a child hides it now and calls administrators."""
    if not post.is_shown:
        raise Refusal(_("Этого сообщения уже не видно."))
    if post.author_id == actor.person_id:
        raise Refusal(_("На своё сообщение не жалуются: его можно исправить или убрать."))
    made = Flag(post_id=post.id, person_id=actor.person_id, reason=reason, note=clean_text(note))
    try:
        with db.session.begin_nested():
            db.session.add(made)
            db.session.flush()
    except IntegrityError:
        raise Refusal(_("Ваша жалоба уже принята. Модератор ответит решением.")) from None
    space, today = post.thread.space, clock.today(actor.time_zone)
    called = moderators_of(space, today)
    if reason == FlagReason.DANGER:
        called = list(dict.fromkeys([*called, *administrators(today)]))
        _hide(post, reason)
    text = _("Опасность для ребёнка: нужна проверка") if reason == FlagReason.DANGER else _("Новая жалоба в сообществе")
    tell([one for one in called if one != actor.person_id], FLAGGED, text, QUEUE)
    audit.record(
        actor, AuditEvent.POST_FLAGGED, post, organization_id=space.organization_id, changes={"reason": reason}
    )


def judge_post(
    actor: Actor, post: Post, *, verdict: Verdict, reason: FlagReason | None = None, remark: str = ""
) -> None:
    """Decide about a post: closes its flags, tells the author, leaves a line in the log. Call with the post locked.

    LEAVE and WARN show again what was hidden. Raises Refusal without a reason where something is held against the
    author, and about what the author has removed.
    """
    if post.removed_at is not None:
        raise Refusal(_("Автор уже убрал это сообщение."))
    if verdict != Verdict.LEAVE and reason is None:
        raise Refusal(_("Назовите причину: её увидит автор."))
    if verdict in (Verdict.HIDE, Verdict.SEND_BACK) and reason is not None:
        _hide(post, reason)
        post.remark, post.waits_for_author = clean_text(remark), verdict == Verdict.SEND_BACK
    else:
        post.hidden_at, post.hidden_for, post.remark, post.waits_for_author = None, None, "", False
    post.version += 1
    now, space = clock.now(), post.thread.space
    run(sa.update(Flag).where(Flag.post_id == post.id, Flag.decided_at.is_(None)).values(decided_at=now))
    db.session.add(
        ModerationAct(
            space_id=space.id, post_id=post.id, author_id=post.author_id, moderated_by_id=actor.person_id,
            verdict=verdict, reason=reason, remark=clean_text(remark),
        )
    )  # fmt: skip
    db.session.flush()
    index_post(post)
    if verdict != Verdict.LEAVE:
        words = {
            Verdict.HIDE: _("Ваше сообщение скрыто модератором"),
            Verdict.SEND_BACK: _("Модератор вернул ваше сообщение: исправьте его"),
            Verdict.WARN: _("Предупреждение модератора о вашем сообщении"),
        }
        tell([post.author_id], JUDGED, words[verdict], f"{path_of(post.thread)}?post={post.number}")
    audit.record(
        actor, AuditEvent.POST_JUDGED, post, organization_id=space.organization_id,
        changes={"verdict": verdict, "reason": reason},
    )  # fmt: skip


def set_thread(actor: Actor, thread: Thread, *, pinned_until: date | None, is_locked: bool) -> None:
    """Pin the thread until a day, and close it for answers or open it again."""
    if pinned_until is not None and pinned_until < clock.today(actor.time_zone):
        raise Refusal(_("Этот день уже прошёл."))
    thread.pinned_until = pinned_until
    if is_locked != (thread.locked_at is not None):
        thread.locked_at = clock.now() if is_locked else None
    thread.version += 1
    audit.record(
        actor, AuditEvent.THREAD_SET, thread, organization_id=thread.space.organization_id,
        changes={"pinned": pinned_until is not None, "locked": is_locked},
    )  # fmt: skip


def _hide(post: Post, reason: FlagReason) -> None:
    post.hidden_at, post.hidden_for = post.hidden_at or clock.now(), reason
    forget_post(post)
