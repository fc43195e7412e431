"""What is said: threads, posts, their files, former texts, «Полезно», removal by the author."""

from collections.abc import Sequence
from typing import IO

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.community.actions.reading import drop_draft, read_until
from portal.community.kinds import Level, SpaceKind, ThreadKind
from portal.community.markup import mentions
from portal.community.models import Post, PostFile, PostRevision, Space, Thread, UsefulMark
from portal.community.queries.voices import find_mentioned, is_minor, member, places_of_learner
from portal.community.search import forget_post, index_post
from portal.community.telling import tell_of_post
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run, upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.markup import LONGEST, to_html
from portal.core.text import clean_line, clean_text

Upload = tuple[IO[bytes], str]
MOST_FILES = 5
LONGEST_TITLE = 120


def refuse_to_write(actor: Actor) -> str:
    """Why the actor may not write yet, in words; nothing where they may.

    Everybody accepts the rules once (COMM-7). For a child a consent to take part must stand where the child learns.
    """
    if actor.person_id is None:
        return ""
    said = member(actor.person_id)
    if said is None or said.rules_accepted_at is None:
        return _("Сначала примите правила сообщества.")
    today = clock.today(actor.time_zone)
    if is_minor(actor.person_id, today) and not any(
        basis_for(actor.person_id, place, Purpose.PARTICIPATION, today)
        for place in places_of_learner(actor.person_id, today)
    ):
        return _("Писать можно, когда есть согласие на участие: ваше и, до 18 лет, вашего представителя.")
    return ""


def start_thread(
    actor: Actor, space: Space, *, title: str, body: str, kind: ThreadKind = ThreadKind.TALK,
    hides_author: bool = False, uploads: Sequence[Upload] = (), level: Level = Level.ALL,
) -> Thread:  # fmt: skip
    """Begin a thread with its first post. Raises Refusal for a closed space, empty words, files that are not taken."""
    _refuse_unready(actor)
    if not space.is_open:
        raise Refusal(_("Пространство закрыто: его можно только читать."))
    title = clean_line(title)[:LONGEST_TITLE]
    if not title:
        raise Refusal(_("Назовите обсуждение."))
    if space.kind == SpaceKind.ANNOUNCEMENTS:
        kind = ThreadKind.ANNOUNCEMENT
    made = Thread(
        space=space, author_id=actor.person_id, kind=kind, title=title, hides_author=hides_author,
        last_post_at=clock.now(),
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.THREAD_STARTED, made, organization_id=space.organization_id, changes={"kind": kind})
    _add_post(actor, made, body, uploads=uploads, level=level)
    drop_draft(actor, space, None)
    return made


def reply(actor: Actor, thread: Thread, *, body: str, to: Post | None = None, uploads: Sequence[Upload] = ()) -> Post:
    """Answer in the thread; call with the thread locked. Raises Refusal where it is closed or nothing is said."""
    _refuse_unready(actor)
    if not thread.takes_posts:
        raise Refusal(_("Обсуждение закрыто: новых ответов оно не принимает."))
    if to is not None and to.thread_id != thread.id:
        raise Refusal(_("Такого сообщения в этом обсуждении нет."))
    made = _add_post(actor, thread, body, to=to, uploads=uploads)
    audit.record(actor, AuditEvent.POST_ADDED, made, organization_id=thread.space.organization_id)
    drop_draft(actor, thread.space, thread)
    return made


def edit_post(actor: Actor, post: Post, *, body: str, title: str = "") -> None:
    """Change one's text; the former one stays in the history. What waited for its author is shown again.

    `title` is that of the thread, for its first post.
    """
    if post.removed_at is not None:
        raise Refusal(_("Сообщение убрано: исправить его нельзя."))
    if post.hidden_at is not None and not post.waits_for_author:
        raise Refusal(_("Сообщение скрыто модератором: исправить его нельзя."))
    body = _said(body)
    if body != post.body:
        db.session.add(PostRevision(post_id=post.id, body=post.body, written_at=post.edited_at or post.created_at))
        post.body, post.html, post.edited_at = body, to_html(body), clock.now()
    if post.waits_for_author:
        post.hidden_at, post.hidden_for, post.remark, post.waits_for_author = None, None, "", False
    post.version += 1
    if post.number == 1 and clean_line(title):
        post.thread.title = clean_line(title)[:LONGEST_TITLE]
    db.session.flush()
    index_post(post)
    audit.record(actor, AuditEvent.POST_CHANGED, post, organization_id=post.thread.space.organization_id)


def remove_post(actor: Actor, post: Post) -> None:
    """The author takes the words back: a stub stays, so that answers keep their place; nobody reads the text again."""
    if post.removed_at is not None:
        raise Refusal(_("Сообщение уже убрано."))
    post.removed_at = clock.now()
    post.version += 1
    db.session.flush()
    forget_post(post)
    audit.record(actor, AuditEvent.POST_REMOVED, post, organization_id=post.thread.space.organization_id)


def mark_useful(actor: Actor, post: Post, *, is_useful: bool) -> None:
    """«Полезно», or not any more; pressing twice changes nothing. One's own words one does not praise."""
    if post.author_id == actor.person_id:
        raise Refusal(_("Своё сообщение отметить нельзя."))
    if not post.is_shown:
        raise Refusal(_("Этого сообщения больше нет."))
    if is_useful:
        row = {"post_id": post.id, "person_id": actor.person_id, "marked_at": clock.now()}
        upsert(UsefulMark.__table__, row, keys=("post_id", "person_id"))
    else:
        run(sa.delete(UsefulMark).where(UsefulMark.post_id == post.id, UsefulMark.person_id == actor.person_id))


def _add_post(
    actor: Actor, thread: Thread, body: str, *, to: Post | None = None, uploads: Sequence[Upload] = (),
    level: Level = Level.ALL,
) -> Post:  # fmt: skip
    if len(uploads) > MOST_FILES:
        raise Refusal(_("Больше %(n)s файлов сразу не приложить.", n=MOST_FILES))
    body, now = _said(body), clock.now()
    made = Post(
        thread=thread, author_id=actor.person_id, reply_to_id=to.id if to else None, number=thread.n_posts + 1,
        body=body, html=to_html(body),
    )  # fmt: skip
    thread.n_posts, thread.last_post_at = made.number, now
    db.session.add(made)
    db.session.flush()
    db.session.add_all([PostFile(post_id=made.id, file=files.store(*one)) for one in uploads])
    db.session.flush()
    index_post(made)
    if actor.person_id is not None:
        read_until(actor, thread, made.number, level=level)
    today = clock.today(actor.time_zone)
    tell_of_post(made, find_mentioned(thread.space_id, mentions(body), today), today)
    return made


def _said(body: str) -> str:
    body = clean_text(body)
    if not body:
        raise Refusal(_("Напишите хотя бы слово."))
    if len(body) > LONGEST:
        raise Refusal(_("Сократите до %(n)s знаков.", n=LONGEST))
    return body


def _refuse_unready(actor: Actor) -> None:
    words = refuse_to_write(actor)
    if words:
        raise Refusal(words)
