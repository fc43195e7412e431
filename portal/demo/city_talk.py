"""What the city talks about: a space of each organisation, threads of usual length and one of thousands of posts."""

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.community import actions as community
from portal.community.kinds import Circle, Level, SpaceKind, ThreadKind
from portal.community.models import CommunityMember, Post, Space, Thread, ThreadRead
from portal.community.search import POST
from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.audit_words import AuditEvent
from portal.core.db import db, new_public_id
from portal.core.i18n import _
from portal.core.markup import to_html
from portal.core.search.index import SearchDocument, document_row
from portal.core.yaml_files import load_yaml
from portal.demo.city_people import staff_of
from portal.demo.waves import curator_of
from portal.people.models import Organization

Progress = Callable[[str], None]
Row = dict[str, Any]
SAID = Path(__file__).parent / "data" / "city_talk.yaml"
USUAL, SPEAKERS = 8, 40
HALF_A_YEAR = timedelta(days=180)
STARTED = (AuditEvent.THREAD_STARTED, Thread, {"kind": ThreadKind.TALK})
ANSWERED = (AuditEvent.POST_ADDED, Post, dict[str, Any]())
BATCH = 500  # posts a transaction; with the index and the journal some 1,500 rows


def talk_in_city(schools: Sequence[Organization], *, posts: int, longest: int, seed: int, progress: Progress) -> None:
    """Write exactly `posts` posts in new spaces of the schools, `longest` of them in one thread of the first."""
    chance = random.Random(f"city/{seed}/talk")  # noqa: S311 — invented talk
    words, left = load_yaml(SAID), posts
    for number, school in enumerate(schools):
        share = left // (len(schools) - number)
        speakers = staff_of(school)[:SPEAKERS]
        space = _open(school, speakers)
        lengths = _lengths(share, min(longest, share) if number == 0 else 0)
        drawn = _drawn(lengths, speakers, words, chance)
        for start in range(0, len(drawn), BATCH):
            _write(space, drawn[start : start + BATCH])
            db.session.commit()
        left -= share
        progress(_("Сообщения: %(done)s из %(total)s", done=posts - left, total=posts))


def _open(school: Organization, speakers: Sequence[int]) -> Space:
    """The curator opens it half a year ago, and those who speak take the rules."""
    with clock.freeze(clock.now() - HALF_A_YEAR):
        space = community.open_space(
            curator_of(school), school, kind=SpaceKind.TALK, title="Учительская", readers={Circle.STAFF},
            about="Рабочие разговоры сотрудников.",
        )  # fmt: skip
        known = set(db.session.scalars(sa.select(CommunityMember.person_id)))
        members = [
            {"public_id": new_public_id(), "person_id": one, "rules_accepted_at": clock.now()}
            for one in speakers if one not in known
        ]  # fmt: skip
        _insert(CommunityMember, members)
        db.session.commit()
    return space


def _lengths(total: int, first: int) -> list[int]:
    """How many posts each thread has; they add up to `total`."""
    lengths = [first] if first else []
    while (missing := total - sum(lengths)) > 0:
        lengths.append(min(USUAL, missing))
    return lengths


def _drawn(
    lengths: Sequence[int], speakers: Sequence[int], words: dict[str, list[str]], chance: random.Random
) -> list[Row]:
    """All posts of a space, a thread after the other, spread over half a year."""
    now, drawn = clock.now(), []
    for length in lengths:
        began = now - HALF_A_YEAR * chance.random()
        thread: Row = {"title": chance.choice(words["titles"]), "posts": length, "key": new_public_id()}
        for number in range(1, length + 1):
            parts = (chance.choice(words[name]) for name in ("openings", "thoughts", "closings"))
            said_at = began + (now - began) * (number - 1) / length
            drawn.append({"thread": thread, "number": number, "author": chance.choice(speakers), "said_at": said_at,
                          "body": " ".join(filter(None, parts))})  # fmt: skip
    return drawn


def _write(space: Space, posts: Sequence[Row]) -> None:
    begun = [post for post in posts if post["number"] == 1]
    threads = [_thread_row(space, post) for post in begun]
    if threads:
        ids = db.session.scalars(sa.insert(Thread).returning(Thread.id, sort_by_parameter_order=True), threads).all()
        for post, key in zip(begun, ids, strict=True):
            post["thread"]["id"] = key
    rows = [_post_row(post) for post in posts]
    keys = db.session.scalars(sa.insert(Post).returning(Post.id, sort_by_parameter_order=True), rows).all()
    for post in posts:
        if post["number"] == post["thread"]["posts"]:
            _end(post)
    _insert(SearchDocument, [document_row(POST, key, post["thread"]["title"], post["body"])
                             for key, post in zip(keys, posts, strict=True)])  # fmt: skip
    reads = {(post["author"], post["thread"]["id"]): post for post in posts if post["number"] == 1}
    _insert(ThreadRead, [_read_row(*key, post) for key, post in reads.items()])
    said = [_entry(space, STARTED, row, post) for row, post in zip(threads, begun, strict=True)]
    said += [_entry(space, ANSWERED, row, post) for row, post in zip(rows, posts, strict=True) if post["number"] > 1]
    _insert(AuditEntry, said)


def _thread_row(space: Space, post: Row) -> Row:
    return {
        "public_id": post["thread"]["key"], "space_id": space.id, "author_id": post["author"],
        "title": post["thread"]["title"], **_told(post["said_at"]), "last_post_at": post["said_at"],
    }  # fmt: skip


def _post_row(post: Row) -> Row:
    return {
        "public_id": new_public_id(), "thread_id": post["thread"]["id"], "author_id": post["author"],
        "number": post["number"], "body": post["body"], "html": to_html(post["body"]), **_told(post["said_at"]),
    }  # fmt: skip


def _told(moment: datetime) -> Row:
    return {"created_at": moment, "updated_at": moment}


def _read_row(person_id: int, thread_id: int, post: Row) -> Row:
    return {
        "person_id": person_id, "thread_id": thread_id, "last_read": 1, "level": Level.ALL, "read_at": post["said_at"],
    }  # fmt: skip


def _end(post: Row) -> None:
    ended = {"n_posts": post["number"], "last_post_at": post["said_at"]}
    db.session.execute(sa.update(Thread).where(Thread.id == post["thread"]["id"]).values(**ended))


def _entry(space: Space, deed: tuple[AuditEvent, type[Thread | Post], Row], row: Row, post: Row) -> Row:
    event, model, changes = deed
    return {
        "happened_at": post["said_at"], "person_id": post["author"], "organization_id": space.organization_id,
        "event": event, "subject_kind": model.__tablename__, "subject_id": row["public_id"], "changes": changes,
    }  # fmt: skip


def _insert(model: Any, rows: Sequence[Row]) -> None:
    if rows:
        db.session.execute(sa.insert(model), rows)
