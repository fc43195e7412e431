"""A stage for questions asked of every endpoint: the cast with open browsers, and a curtain after each trial.

Whatever a trial writes is rolled back, so thousands of requests meet the same world. Requests run outside any
application context, as on a server: nothing of one request may reach the next. A stage is built once a run, in a
database of its own of which each performance takes a copy.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.actions import close_account, grant_role, open_account, sign_in
from portal.accounts.models import LoginSession
from portal.accounts.queries import find_account, hash_token
from portal.core.db import Base, db
from portal.core.limits import Limits
from portal.demo.cast import CAST, PASSWORD
from portal.people import actions as people
from portal.people.kinds import MembershipKind
from tests.copies import LastingBlobs, Original, blobs_of, engine_of
from tests.world import World, build_world

BEGAN_ON = date(2024, 9, 1)
CSRF = "c" * 40
SYSTEM = Actor.system("tests")
# One person more for each role that the cast does not play, and one whose account is closed.
EXTRAS = {
    "lida": (Role.FORM_LEAD, 1),
    "gleb": (Role.GROUP_CURATOR, 1),
    "sonya": (Role.SECRETARY, 1),
    "mark": (Role.METHODOLOGIST, 1),
    "dina": (Role.DEPARTMENT, 0),
    "tanya": (Role.SOCIAL_EDUCATOR, 1),
    "galya": (Role.HR, 1),
    "egor": (Role.EDITOR, 1),
    "petya": (Role.PARTICIPANT, 1),
    "zoya": (Role.CURATOR, 1),
}
ROLES = {part.key: part.role for part in CAST} | {key: role for key, (role, _school) in EXTRAS.items()}
CLOSED = "zoya"
GUEST = "guest"
PEOPLE = (*(part.key for part in CAST), *EXTRAS)
EVERYBODY = frozenset((*PEOPLE, GUEST))
NOBODY_YET = frozenset((GUEST, CLOSED))
SIGNED_IN = EVERYBODY - NOBODY_YET
# The two writes that a GET may cause (decision 10): the note of presence, and the trail of a sensitive reading.
EXEMPT = {("login_session", "last_seen_at")}
TRAIL_OF_READING = (
    "results_exported",
    "disclosed",
    "person_viewed",
    "marks_viewed",
    "document_taken",
    "register_exported",
    "audit_exported",
)
TABLES_OF_READING = ("disclosure", "disclosure_subject")


@dataclass
class Call:
    """What is asked: values of the address, its query and, for a POST, the fields."""

    url: dict[str, Any] = field(default_factory=dict)
    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)


class Stage:
    """The world, each trial in a transaction of its own, and a browser for each person."""

    def __init__(self, app: Flask, dress: Callable[[World], dict[str, Any]]) -> None:
        """Build all of it in the database of the moment and commit."""
        self.app = app
        self.touched: set[str] = set()  # the tables to which the last request wrote
        self._tokens: dict[str, str] = {}
        self.sessions: dict[str, str] = {}  # public ids of the sessions in which the browsers are signed in
        with app.app_context():
            self.world = build_world()
            self._hire()
            self.person_ids = {key: self.world.person(key).id for key in PEOPLE}
            self.props = dress(self.world)
            db.session.commit()
            for key in PEOPLE:
                self._open_browser(key)
            account = find_account(self._login(CLOSED))
            assert account
            close_account(SYSTEM, account)
            db.session.commit()
        crumbs = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token")
        self.csrf = crumbs.dumps(CSRF)

    def play_on(self, connection: sa.Connection) -> None:
        """From now on the trials happen here, in a copy of what was built."""
        self.connection = connection
        self._at_first = {name: self._digest(name) for name in _questions()}

    def call(
        self,
        who: str,
        method: str,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        htmx: bool = False,
        csrf: bool = True,
        token: str | None = None,
    ) -> TestResponse:
        """One request by `who`, in a browser that has seen nothing but the sign-in."""
        browser = self.app.test_client()
        kept = {"csrf_token": CSRF}
        if who != GUEST:
            kept |= {"_user_id": token or self._tokens[who], "_fresh": True}
        crumb = self.app.session_interface.get_signing_serializer(self.app).dumps(kept)  # type: ignore[attr-defined]
        browser.set_cookie(self.app.config["SESSION_COOKIE_NAME"], crumb)
        fields = {**(body or {}), **({"csrf_token": self.csrf} if csrf and method != "GET" else {})}
        headers = {"HX-Request": "true"} if htmx else {}
        self.touched = set()
        return browser.open(path, method=method, data=fields or None, headers=headers, buffered=True)

    @contextmanager
    def trial(self) -> Iterator[None]:
        """Everything written inside is gone afterwards, and its transaction over: dead rows may be swept away."""
        self.connection.rollback()
        with self.connection.begin() as whole:
            curtain = self.connection.begin_nested()
            try:
                yield
            finally:
                curtain.rollback()
                whole.rollback()

    def changed(self, prepared: Mapping[str, bytes] | None = None) -> list[str]:
        """The tables that are not as they were before the first trial, of those to which the last request wrote.

        `prepared` are those that a script changed before its request, as `written` told them.
        """
        stood = {**self._at_first, **(prepared or {})}
        return sorted(name for name in self.touched if self._digest(name) != stood[name])

    def written(self) -> dict[str, bytes]:
        """The tables that were written to since the last request began, as they stand now."""
        return {name: self._digest(name) for name in self.touched}

    def _digest(self, table: str) -> bytes:
        """A hash of every row of the table but the exempt writes."""
        digest = hashlib.sha256()
        for row in self.connection.execute(_questions()[table]):
            digest.update(repr(tuple(row)).encode())
        return digest.digest()

    def note_write(self, conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        """Told of every statement; a table that nobody wrote to need not be compared."""
        self.touched |= _written_by(statement)

    def _hire(self) -> None:
        for key, (role, school) in EXTRAS.items():
            person = people.add_person(SYSTEM, family_name="Дополнительный", given_name=key.title())
            organization = self.world.town.schools[school]
            group = self.world.town.groups[1] if role is Role.GROUP_CURATOR else None
            people.add_membership(SYSTEM, person, organization, kind=MembershipKind.EMPLOYEE, starts_on=BEGAN_ON)
            grant_role(SYSTEM, person, organization, role, starts_on=BEGAN_ON, group=group)
            open_account(SYSTEM, person, login=f"{key}@demo.example", password=PASSWORD)
            self.world.town.people[key] = person
        db.session.commit()

    def _open_browser(self, key: str) -> None:
        account = find_account(self._login(key))
        assert account, key
        token = self._tokens[key] = sign_in(account, device="test")
        wanted = sa.select(LoginSession.public_id).where(LoginSession.token_hash == hash_token(token))
        self.sessions[key] = str(db.session.scalar(wanted))
        db.session.commit()

    def _login(self, key: str) -> str:
        return next((part.login for part in CAST if part.key == key), f"{key}@demo.example")


class Unhurried(Limits):
    """Counts nothing: the trials ask thousands of times what nobody asks in an hour."""

    def __init__(self, counted: Limits) -> None:
        self.__dict__.update(counted.__dict__)

    def hit(self, limit: str, *keys: str) -> bool:
        return True

    def is_free(self, limit: str, *keys: str) -> bool:
        return True


_built: dict[Callable[[World], dict[str, Any]], tuple[Stage, Original]] = {}


@contextmanager
def on_stage(app: Flask, dress: Callable[[World], dict[str, Any]]) -> Iterator[Stage]:
    """The stage in a copy of its database, thrown away at the end."""
    counted = app.extensions["limits"]
    app.extensions["limits"] = Unhurried(counted)
    app.config["ANSWER_UNEXPECTED"] = True  # a fault is an answer here as on a server, not an exception
    try:
        built, original = _built.get(dress) or _build(app, dress)
        with (
            original.copied() as engine, engine.connect() as connection, engine_of(app, connection), _files_of(app)
        ):  # fmt: skip
            built.play_on(connection)
            sa.event.listen(sa.Engine, "before_cursor_execute", built.note_write)
            try:
                yield built
            finally:
                sa.event.remove(sa.Engine, "before_cursor_execute", built.note_write)
    finally:
        del app.config["ANSWER_UNEXPECTED"]
        app.extensions["limits"] = counted
        counted.storage.reset()


def _build(app: Flask, dress: Callable[[World], dict[str, Any]]) -> tuple[Stage, Original]:
    original = Original(app)
    with original.opened() as engine, engine_of(app, engine), _files_of(app):
        _built[dress] = Stage(app, dress), original
    return _built[dress]


def _files_of(app: Flask) -> AbstractContextManager[None]:
    """Files of stages lie apart: nobody who sweeps in the database of the run knows their rows."""
    return blobs_of(app, LastingBlobs(app.extensions["settings"].files_folder.with_name("files-of-stages")))


def outcome(answer: TestResponse) -> str:
    """What an answer means to the one who asked: in, sign-in, refused, hidden, or the bare status."""
    if answer.status_code == 401 or (answer.status_code == 303 and "/login?next=" in answer.location):
        return "sign-in"
    if answer.status_code < 400:
        return "in"
    return {403: "refused", 404: "hidden"}.get(answer.status_code, str(answer.status_code))


WRITES = re.compile(r'\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@cache
def _questions() -> dict[str, sa.Select[Any]]:
    """What to ask each table for all of its rows."""
    asked = {}
    for table in Base.metadata.sorted_tables:
        if table.name not in TABLES_OF_READING:
            columns = [column for column in table.columns if (table.name, column.name) not in EXEMPT]
            rows = sa.select(*columns).order_by(*table.primary_key.columns)
            if table.name == "audit_entry":
                rows = rows.where(table.c.event.not_in(TRAIL_OF_READING))
            asked[table.name] = rows
    return asked


@cache
def _written_by(statement: str) -> frozenset[str]:
    """The tables to which a statement may write, with those whose rows go with a row of theirs."""
    named = set(WRITES.findall(statement))
    while more := {table for table in _questions() if _followed_by(table) & named} - named:
        named |= more
    return frozenset(named & set(_questions()))


@cache
def _followed_by(table: str) -> frozenset[str]:
    """The tables with whose rows the database itself deletes rows of this one."""
    keys = Base.metadata.tables[table].foreign_key_constraints
    return frozenset(key.referred_table.name for key in keys if key.ondelete)
