"""The community of the demo town: spaces, talks, an announcement, questions with answers, one complaint."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import yaml

from portal.access.actor import Actor
from portal.community import actions as community
from portal.community.kinds import Circle, FlagReason, Outcome, SpaceKind
from portal.community.models import Post, Question, Space, Thread
from portal.core import clock
from portal.core.db import db, run
from portal.core.notices import Notice
from portal.demo.town import ZONE, Town

SAID = Path(__file__).parent / "data" / "community.yaml"
MEMBERS = ("kira", "nina", "polina", "misha", "karim", "vera", "yana", "olga", "denis", "pasha")
ABOUT = {"nina": "Физика, первый курс, защита проектов. Отвечаю вечером.", "vera": "Классное руководство и родители."}


def add_community(town: Town) -> None:
    """What was said over the last three weeks, by the same deeds that people use."""
    said: dict[str, Any] = yaml.safe_load(SAID.read_text(encoding="utf-8"))
    now = clock.now()
    with clock.freeze(now - timedelta(days=30)):
        for key in MEMBERS:
            community.accept_rules(_actor(town, key))
        for key, about in ABOUT.items():
            community.change_profile(_actor(town, key), about=about, shows_post=True)
        spaces = {each["key"]: _open(town, each) for each in said["spaces"]}
    for each in said["threads"]:
        _talk(town, spaces[each["space"]], each)
    for each in said["questions"]:
        _ask(town, spaces[each["space"]], each)
    last = db.session.scalars(sa.select(Post).order_by(Post.id)).all()
    with clock.freeze(now - timedelta(hours=5)):
        doubtful = next(post for post in last if "приходят двое" in post.body or "чате" in post.body)
        community.flag_post(_actor(town, "karim"), doubtful, reason=FlagReason.OFF_TOPIC, note="Может, в «Коллектив»?")
    db.session.flush()
    read = sa.update(Notice).where(Notice.kind.startswith("community."), Notice.created_at < now - timedelta(days=4))
    run(read.values(read_at=now))


def _actor(town: Town, key: str) -> Actor:
    return Actor(person_id=town.people[key].id, time_zone=ZONE, name=key)


def _open(town: Town, each: dict[str, Any]) -> Space:
    curator = {0: "olga", 1: "kira", 2: "karim"}[each["school"]]
    return community.open_space(
        _actor(town, curator), town.schools[each["school"]], kind=SpaceKind(each["kind"]), title=each["title"],
        about=each["about"], readers={Circle(who) for who in each["readers"]}, is_wide=each.get("wide", False),
        links=[(label, address) for label, address in each.get("links", [])],
    )  # fmt: skip


def _talk(town: Town, space: Space, each: dict[str, Any]) -> None:
    now = clock.now()
    with clock.freeze(now - timedelta(days=each["days"])):
        thread = community.start_thread(_actor(town, each["author"]), space, title=each["title"], body=each["body"])
    for line in each.get("posts", []):
        _answer(town, thread, line)
    for hours, key in enumerate(each.get("acknowledged", [])):
        with clock.freeze(now - timedelta(days=each["days"]) + timedelta(hours=hours + 1)):
            community.acknowledge(_actor(town, key), thread)
    if "pinned" in each:
        until = clock.today(ZONE) + timedelta(days=each["pinned"])
        community.set_thread(_actor(town, each["author"]), thread, pinned_until=until, is_locked=False)


def _answer(town: Town, thread: Thread, line: dict[str, Any]) -> Post:
    to = db.session.scalars(
        sa.select(Post).where(Post.thread_id == thread.id, Post.number == line.get("to", 0))
    ).one_or_none()  # fmt: skip
    with clock.freeze(clock.now() - timedelta(days=line["days"])):
        post = community.reply(_actor(town, line["author"]), thread, body=line["body"], to=to)
        community.note_answer(thread, post)
        for key in line.get("useful", []):
            community.mark_useful(_actor(town, key), post, is_useful=True)
    return post


def _ask(town: Town, space: Space, each: dict[str, Any]) -> None:
    author = _actor(town, each["author"])
    with clock.freeze(clock.now() - timedelta(days=each["days"])):
        thread = community.ask(
            author, space, title=each["title"], body=each["body"], tried=each["tried"], wanted=each["wanted"],
            addressee=town.people[each["addressee"]] if "addressee" in each else None,
        )  # fmt: skip
    if "answer" not in each:
        return
    post = _answer(town, thread, each["answer"])
    asked = db.session.scalars(sa.select(Question).where(Question.thread_id == thread.id)).one()
    if "outcome" in each:
        with clock.freeze(clock.now() - timedelta(days=each["answer"]["days"] - 1)):
            community.accept(author, asked, post)
        community.follow_up(author, asked, Outcome(each["outcome"]))
