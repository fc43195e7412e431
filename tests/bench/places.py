"""What is measured: the portal with a wave without and one with 20,000 responses, and the floor, both on SQLite."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from portal.accounts import passwords
from portal.accounts.actions import sign_in
from portal.accounts.queries import find_account
from portal.app import create_app
from portal.core.db import db, gather_statistics, make_engine
from portal.core.migrations import upgrade
from portal.core.search.index import SearchDocument
from portal.core.search.lemmas import normalized
from portal.settings import Settings
from tests.bench import floor
from tests.serving import Served
from tests.surveying import invite, open_wave, publish_twenty, respondents, store_responses
from tests.world import World, build_world

KEY = "b" * 40
FEW, STORED = 100, 20_000
OPEN = 6_000  # invitations that wait in each of the two waves
DOCUMENTS = 20_000
READERS = 8
SUBJECTS = ("наставник", "практика", "встреча", "план", "цель", "колледж", "преподаватель", "студент", "адаптация",
            "мастерская", "конкурс", "профессия", "урок", "обратная связь", "дорожная карта", "анкета")  # fmt: skip


@dataclass
class Portal:
    """The portal under measure: its settings, addresses of waves, tokens that wait, cookies of staff."""

    settings: Settings
    cookies: list[str] = field(default_factory=list)
    waves: dict[str, str] = field(default_factory=dict)
    wave_ids: dict[str, int] = field(default_factory=dict)
    tokens: dict[str, list[str]] = field(default_factory=dict)
    guests: list[str] = field(default_factory=list)


def environ_of(settings: Settings) -> dict[str, str]:
    """The same settings for the processes that serve."""
    return {
        "PORTAL_DATABASE_URL": settings.database_url,
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_VAR_DIR": settings.var_dir,
        "PORTAL_FILES_URL": settings.files_url,
        "PORTAL_QUEUE_URL": settings.queue_url,
    }


def settings_in(folder: Path) -> Settings:
    """Settings of a portal whose every file lies in `folder`."""
    return Settings(
        database_url=f"sqlite:///{folder}/portal.db", secret_key=KEY, var_dir=str(folder),
        files_url=f"file:{folder}/files", queue_url=f"sqlite:{folder}/queue.db",
    )  # fmt: skip


@contextmanager
def opened(settings: Settings) -> Iterator[Flask]:
    """The application with these settings and its context, for code that asks the database."""
    with made(settings) as app, app.app_context():
        yield app
        db.session.remove()


@contextmanager
def made(settings: Settings) -> Iterator[Flask]:
    """The application with these settings, in this process, and nothing of it left open afterwards."""
    app = create_app(settings)
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()
        app.extensions["limits"].storage.engine.dispose()


def build_portal(folder: Path) -> Portal:
    """Migrate, settle the cast, open two waves of twenty questions: one empty, one with 20,000 responses."""
    portal = Portal(settings_in(folder))
    passwords.use_cheap_hash()
    with opened(portal.settings) as app:
        upgrade()
        world = build_world()
        _waves(portal, world)
        _documents()
        portal.cookies = [cookie_of(app, "curator@demo.example") for _reader in range(READERS)]
        db.session.commit()
        gather_statistics()
        db.session.commit()
    return portal


def _waves(portal: Portal, world: World) -> None:
    version = publish_twenty()
    people = respondents(world, 30)
    for name, stored in (("empty", 0), ("few", FEW), ("stored", STORED)):
        wave = open_wave(world.school_1, version, f"Волна {name}")
        store_responses(wave, stored)
        portal.tokens[name] = invite(wave, people, OPEN // len(people))
        portal.waves[name], portal.wave_ids[name] = wave.public_id, wave.id
    for number in range(24):
        open_wave(world.school_1, version, f"Анкета месяца {number}")
    db.session.commit()


def _documents() -> None:
    rows = []
    for number in range(DOCUMENTS):
        words = [SUBJECTS[(number * step + step) % len(SUBJECTS)] for step in (1, 3, 5, 7, 11, 13)]
        title, body = f"Практика {number}: {words[0]}", " ".join(words * 8)
        rows.append({"kind": "bench", "ref_id": number, "title": title, "body": body,
                     "title_lemmas": normalized(title), "body_lemmas": normalized(body)})  # fmt: skip
    db.session.execute(sa.insert(SearchDocument.__table__), rows)
    db.session.commit()


def cookie_of(app: Flask, login: str) -> str:
    """The cookie of a browser in which the person has signed in."""
    account = find_account(login)
    assert account, login
    token = sign_in(account, device="bench")
    crumb = app.session_interface.get_signing_serializer(app).dumps({"_user_id": token, "_fresh": True})  # type: ignore[attr-defined]
    return f"{app.config['SESSION_COOKIE_NAME']}={crumb}"


@contextmanager
def served_floor(folder: Path) -> Iterator[tuple[Served, list[str]]]:
    """The floor, running, and cookies of its users."""
    url = f"sqlite+fair:///{folder}/floor.db"
    os.environ.update(FLOOR_URL=url, FLOOR_KEY=KEY)
    engine = make_engine(url)
    floor.fill(engine)
    engine.dispose()
    app = floor.create_app()
    sign = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    with Served("tests.bench.floor:create_app", {}) as server:
        yield server, [f"session={sign.dumps({'user_id': number})}" for number in range(1, READERS + 1)]
