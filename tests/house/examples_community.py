"""Examples of the community: a space with a thread in each school, a question of Миша, an announcement in school 1."""

import io
from typing import Any

from portal.access.actor import Actor
from portal.community import actions as community
from portal.community.kinds import Circle, FlagReason, SpaceKind
from portal.community.models import Post, PostFile, Question
from portal.core.db import db
from portal.core.files import store
from tests.house.asked import NONE, Case, Example, Script, Shows, foreign, open_to, own
from tests.house.stage import CLOSED, EVERYBODY, PEOPLE, SIGNED_IN, Call, Stage
from tests.world import World

ADMIN = frozenset({"admin"})
READ_1 = frozenset({"denis", "kira", "polina", "nina", "misha", "pasha", "maria", "pavel", "lida", "gleb", "sonya",
                    "mark", "tanya", "galya", "egor", "petya"}) | ADMIN  # fmt: skip
READ_2 = frozenset({"karim", "vera", "yana"}) | ADMIN
MODERATE_1, MODERATE_2 = frozenset({"kira", "mark"}) | ADMIN, frozenset({"karim"}) | ADMIN
MODERATE = MODERATE_1 | MODERATE_2 | {"gleb", "olga"}
EDIT = MODERATE_1 | MODERATE_2 | {"olga"}
HERE, THERE = "Пространство-здесь", "Пространство-там"
TALKS = {"Разговор-здесь": READ_1, "Разговор-там": READ_2}
_KEYED = {"submission_key": "key-1"}
THREAD = {"title": "Новый разговор", "body": "Слово", **_KEYED}


def dress_community(world: World) -> dict[str, Any]:
    """Everybody has accepted the rules; what is said here and there differs by its words."""
    for key in PEOPLE:
        if key != CLOSED:
            community.accept_rules(Actor(person_id=world.person(key).id, name=key))
    props: dict[str, Any] = {}
    for number, title, author, who in ((1, HERE, "nina", "kira"), (2, THERE, "vera", "karim")):
        space = community.open_space(
            world.actor(who), world.town.schools[number], kind=SpaceKind.TALK, title=title, readers={Circle.EVERYBODY}
        )
        talk_title = list(TALKS)[number - 1]
        talk = community.start_thread(world.actor(author), space, title=talk_title, body=f"Слова, {title}")
        first = _first(talk.id)
        attached = PostFile(post_id=first.id, file=store(io.BytesIO(b"a;b\n"), "list.csv", made_here=True))
        db.session.add(attached)
        asks = community.open_space(
            world.actor(who), world.town.schools[number], kind=SpaceKind.QUESTIONS, title=f"Вопросы {number}",
            readers={Circle.EVERYBODY},
        )  # fmt: skip
        db.session.flush()
        props |= {
            f"space {number}": space.public_id, f"talk {number}": talk.public_id, f"post {number}": first.public_id,
            f"attached {number}": attached.public_id, f"asks {number}": asks.public_id,
            f"asks of {number}": asks, f"space of {number}": space, f"school of spaces {number}":
            world.town.schools[number].public_id,
        }  # fmt: skip
    for number, author, mentor in ((1, "misha", "nina"), (2, "yana", "vera")):
        asks = props.pop(f"asks of {number}")
        props.pop(f"space of {number}")
        for name, is_solved in (("open", False), ("solved", True)):
            talk = community.ask(world.actor(author), asks, title=f"Вопрос {name} {number}", body="Как быть")
            answer = community.reply(world.actor(mentor), talk, body="Так и быть")
            asked = db.session.query(Question).filter_by(thread_id=talk.id).one()
            if is_solved:
                community.accept(world.actor(author), asked, answer)
            props |= {f"{name} question {number}": talk.public_id, f"answer to {name} {number}": answer.public_id}
        fresh = community.ask(world.actor(author), asks, title=f"Вопрос свежий {number}", body="Как быть")
        props[f"fresh question {number}"] = fresh.public_id
        board = community.open_space(
            world.actor("kira" if number == 1 else "karim"), world.town.schools[number], kind=SpaceKind.ANNOUNCEMENTS,
            title=f"Объявления {number}", readers={Circle.EVERYBODY},
        )  # fmt: skip
        told = community.start_thread(
            world.actor("kira" if number == 1 else "karim"), board, title=f"Объявление {number}", body="Сбор"
        )
        props[f"told {number}"] = told.public_id
    flagged = db.session.query(Post).filter_by(public_id=props["post 1"]).one()
    community.flag_post(world.actor("misha"), flagged, reason=FlagReason.OFF_TOPIC)
    props["member 1"], props["member 2"] = world.nina.public_id, world.vera.public_id
    return props


def _first(thread_id: int) -> Post:
    return db.session.query(Post).filter_by(thread_id=thread_id, number=1).one()


def _at(prop: str, name: str = "public_id", **fields: str) -> Script:
    def call(stage: Stage, who: str) -> Call:
        body = {key: stage.props[value[1:]] if value.startswith("@") else value for key, value in fields.items()}
        return Call(url={name: stage.props[prop]}, body=body)

    return call


def _read(thing: str, name: str = "public_id", **fields: str) -> Example:
    """What every reader of a space may do there."""
    return Example(opens=SIGNED_IN, cases=(
        own(READ_1, _at(f"{thing} 1", name, **fields)), foreign("path", READ_2, _at(f"{thing} 2", name, **fields)),
    ))  # fmt: skip


def _moderate(thing: str, opens: frozenset[str] = MODERATE, **fields: str) -> Example:
    return Example(opens=opens, cases=(
        own(MODERATE_1, _at(f"{thing} 1", **fields), sees=READ_1),
        foreign("path", MODERATE_2, _at(f"{thing} 2", **fields), sees=READ_2),
    ))  # fmt: skip


def _author(thing: str, me: str, other: str, **fields: str) -> Example:
    """What only its author may do with a post."""
    return Example(opens=SIGNED_IN, cases=(
        own(frozenset({me}), _at(f"{thing} 1", **fields), sees=READ_1),
        foreign("path", frozenset({other}), _at(f"{thing} 2", **fields), sees=READ_2),
    ))  # fmt: skip


def _others(thing: str, me: str, other: str, **fields: str) -> Example:
    """What every reader but its author may do."""
    return Example(opens=SIGNED_IN, cases=(
        own(READ_1 - {me}, _at(f"{thing} 1", **fields), asked=EVERYBODY - {me}),
        foreign("path", READ_2 - {other}, _at(f"{thing} 2", **fields), asked=EVERYBODY - {other}),
    ))  # fmt: skip


def _asker(thing: str, **fields: str) -> Example:
    """What the author of a question and its moderators decide."""
    second = {key: value.replace(" 1", " 2") for key, value in fields.items()}
    return Example(opens=SIGNED_IN, cases=(
        own(MODERATE_1 | {"misha"}, _at(f"{thing} 1", **fields), sees=READ_1),
        foreign("path", MODERATE_2 | {"yana"}, _at(f"{thing} 2", **second), sees=READ_2),
    ))  # fmt: skip


def _file(number: int) -> Script:
    return lambda stage, who: Call(
        url={"public_id": stage.props[f"post {number}"], "file_id": stage.props[f"attached {number}"]}
    )


def _new_space(number: int, **more: str) -> Script:
    fields = {"kind": "talk", "title": "Ещё одно", "readers": "mentor", "writers": "circle", **_KEYED}

    def call(stage: Stage, who: str) -> Call:
        named = {name: stage.props[prop] for name, prop in more.items()}
        return Call(body={**fields, "organization": stage.props[f"school of spaces {number}"], **named})

    return call


def _talks(stage: Stage) -> dict[str, frozenset[str]]:
    return {HERE: READ_1, THERE: READ_2}


_SPACE = {"title": "Пространство", "readers": "everybody", "writers": "circle", "version": "1"}
COMMUNITY: dict[str, Example] = {
    "GET community.index": open_to(SIGNED_IN, shows=_talks),
    "GET community.space": _read("space").showing(lambda stage: {"Разговор-здесь": READ_1}),
    "GET community.rules": open_to(SIGNED_IN),
    "POST community.accept": open_to(SIGNED_IN),
    "GET community.me": open_to(SIGNED_IN),
    "POST community.save_me": open_to(SIGNED_IN, lambda stage, who: Call(body={"about": "О себе", "version": "1"})),
    "GET community.member_page": _read("member"),
    "GET community.thread": _read("talk").showing(lambda stage: {f"Слова, {HERE}": READ_1}),
    "GET community.new_thread": _read("space"),
    "POST community.create_thread": _read("space", **THREAD),
    "POST community.reply": Example(opens=SIGNED_IN, cases=(
        own(READ_1, _at("talk 1", body="Ответ", to="@post 1", **_KEYED)),
        foreign("path", READ_2, _at("talk 2", body="Ответ", **_KEYED)),
        foreign("field", ADMIN, _at("talk 1", body="Ответ", to="@post 2", **_KEYED)),
    )),
    "POST community.follow_space": _read("space", level="all"),
    "POST community.clear": _read("space"),
    "POST community.follow_thread": _read("talk", level="none"),
    "POST community.read": _read("talk", until="1"),
    "POST community.acknowledge": _read("told"),
    "POST community.keep_new": _read("space", title="Тема", body="Начало"),
    "POST community.keep_reply": _read("talk", body="Начало"),
    "GET community.edit": _author("post", "nina", "vera"),
    "POST community.update": _author("post", "nina", "vera", title="Разговор", body="Иначе", version="1"),
    "GET community.history": _read("post"),
    "GET community.confirm_removal": _author("post", "nina", "vera"),
    "POST community.remove": _author("post", "nina", "vera"),
    "POST community.useful": _others("post", "nina", "vera"),
    "GET community.flag": _read("post"),
    "POST community.complain": _others("answer to open", "nina", "vera", reason="rude"),
    "GET community.file": Example(opens=SIGNED_IN, cases=(
        own(READ_1, _file(1)), foreign("path", READ_2, _file(2)),
    )),
    "GET community.queue": open_to(MODERATE, shows=lambda stage: {f"Слова, {HERE}": MODERATE_1}),
    "GET community.decision": _moderate("post"),
    "POST community.decide": _moderate("post", verdict="hide", reason="rude"),
    "GET community.log": _read("space"),
    "GET community.thread_settings": _moderate("talk"),
    "POST community.set_up_thread": _moderate("talk", is_locked="1", version="1"),
    "GET community.new": open_to(EDIT),
    "POST community.create": Example(opens=EDIT, cases=(
        own(MODERATE_1, _new_space(1), asked=EVERYBODY - {"karim", "olga"}),
        foreign("field", MODERATE_2, _new_space(2), asked=MODERATE_1 | MODERATE_2, otherwise="422"),
        foreign("group", NONE, _new_space(1, group="group there"), asked=MODERATE_1 - ADMIN),
    )),
    "GET community.edit_space": _moderate("space", EDIT),
    "POST community.update_space": _moderate("space", EDIT, **_SPACE),
    "GET questions.index": open_to(SIGNED_IN, shows=lambda stage: {"Вопрос open 1": READ_1, "Вопрос open 2": READ_2}),
    "GET questions.new": Example(opens=SIGNED_IN, cases=(
        own(SIGNED_IN, shows=lambda stage: {stage.props["asks 1"]: READ_1, stage.props["asks 2"]: READ_2}),
        foreign("query", READ_2, lambda stage, who: Call(query={"space": stage.props["asks 2"]})),
    )),
    "GET questions.similar": open_to(
        SIGNED_IN, lambda stage, who: Call(query={"title": "вопрос свежий"}),
        shows=lambda stage: {"Вопрос свежий 1": READ_1, "Вопрос свежий 2": READ_2},
    ),
    "POST questions.create": _read("asks", "space_id", **THREAD),
    "POST questions.take": _others("fresh question", "misha", "yana"),
    "POST questions.accept": _asker("open question", answer="@answer to open 1").asking(
        foreign("field", NONE, _at("open question 1", answer="@answer to open 2"), asked=frozenset({"misha"})),
    ),
    "GET questions.confirm_closure": _asker("fresh question"),
    "POST questions.close": _asker("fresh question", reason="Не нужен"),
    "POST questions.follow_up": _author("solved question", "misha", "yana", outcome="yes"),
    "GET questions.statistics": open_to(MODERATE, shows=lambda stage: {"Зимина": MODERATE_2}),
}  # fmt: skip


def _complaints(stage: Stage) -> dict[str, frozenset[str]]:
    return {"Жалобы на сообщения ждут решения": MODERATE_1}


def _said(**props: frozenset[str]) -> Shows:
    """Links to the threads that these props name, «_» for a space."""
    return lambda stage: {
        f"/community/threads/{stage.props[name.replace('_', ' ')]}": who for name, who in props.items()
    }


COMMUNITY_LISTS: dict[str, tuple[Case, ...]] = {
    "GET search.index": (
        Case(name="posts", who=SIGNED_IN, call=lambda stage, who: Call(query={"q": "Слова, Пространство"}),
             shows=_said(talk_1=READ_1, talk_2=READ_2)),
    ),
    "GET home.index": (
        Case(name="complaints to decide", who=EVERYBODY, shows=_complaints),
        Case(name="announcements", who=EVERYBODY, shows=lambda stage: {
            "Объявление 1": READ_1 - {"kira"}, "Объявление 2": READ_2 - {"karim"}}),
        Case(name="questions to a mentor", who=EVERYBODY, shows=_said(
            fresh_question_1=frozenset({"nina"}), fresh_question_2=frozenset({"vera"}))),
    ),
}  # fmt: skip
