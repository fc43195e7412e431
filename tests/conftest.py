"""Fixtures of all tests: one database built by migrations a run, a savepoint a test, the network closed."""

import os
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, g
from flask.testing import FlaskClient

from portal.accounts import passwords
from portal.app import create_app
from portal.core import clock
from portal.core.db import db
from portal.core.migrations import upgrade
from portal.demo.cast import CAST
from portal.settings import Settings
from tests.copies import Original, engine_of
from tests.pgtest import ThrowAwayPostgres
from tests.world import Settled, World, build_world, find_world, settle

NOW = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)  # a Friday, 14:00 in Irkutsk
SERVERS: dict[str, ThrowAwayPostgres] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", default="sqlite", choices=["sqlite", "postgres"], help="which database the tests use")


def postgres_server() -> ThrowAwayPostgres:
    """One throw-away server for the whole run."""
    if "main" not in SERVERS:
        SERVERS["main"] = ThrowAwayPostgres()
    return SERVERS["main"]


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """No test talks to anything but this machine (reliability S14)."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in (
            "127.0.0.1",
            "::1",
            "localhost",
        ):
            raise AssertionError(f"a test reached for {address}")
        real(self, address)

    socket.socket.connect = connect  # type: ignore[method-assign]
    yield
    socket.socket.connect = real  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    var = tmp_path_factory.mktemp("var")
    if request.config.getoption("--db") == "postgres":
        url = postgres_server().create(f"t{os.getpid()}")
    else:
        url = f"sqlite:///{var}/portal.db"
    return Settings(database_url=url, secret_key="k" * 40, var_dir=str(var), files_url=f"file:{var}/files",
                    queue_url=f"sqlite:{var}/queue.db", demo="1")  # fmt: skip


@pytest.fixture(scope="session")
def app(settings: Settings) -> Iterator[Flask]:
    passwords.use_cheap_hash()
    app = create_app(settings)
    app.testing = True
    # Tests hold one application context, so `g` would outlive a request as it never does in a server.
    app.before_request_funcs[None].insert(0, _forget_last_request)
    with app.app_context():
        upgrade()
        db.session.remove()
    yield app
    with app.app_context():
        db.engine.dispose()
    app.extensions["limits"].storage.engine.dispose()


@pytest.fixture
def own_portal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The portal on a database of its own, with commits that are commits: for many threads at once."""
    url = f"sqlite:///{tmp_path}/portal.db"
    if request.config.getoption("--db") == "postgres":
        url = postgres_server().create(f"own{abs(hash(tmp_path)) % 10**9}")
    app = create_app(
        Settings(database_url=url, secret_key="k" * 40, var_dir=str(tmp_path), files_url=f"file:{tmp_path}/files",
                 queue_url=f"sqlite:{tmp_path}/queue.db", demo="1")
    )  # fmt: skip
    app.testing = True
    with app.app_context():
        upgrade()
        db.session.remove()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    app.extensions["limits"].storage.engine.dispose()


def _forget_last_request() -> None:
    g.__dict__.clear()


@pytest.fixture(autouse=True)
def frozen_clock() -> Iterator[None]:
    """Every test happens on the same Friday unless it freezes another moment."""
    with clock.freeze(NOW):
        yield


@pytest.fixture
def database(app: Flask, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Everything that a test writes happens in one transaction that is rolled back; commits are savepoints.

    The database is empty, or has the small world in it for a test that asks for `world`.
    """
    engine = request.getfixturevalue("settled")[0] if "world" in request.fixturenames else db_engine(app)
    with rolled_back(app, engine):
        yield db


def db_engine(app: Flask) -> sa.Engine:
    """The engine of the empty database of the run."""
    with app.app_context():
        return db.engine


@contextmanager
def rolled_back(app: Flask, engine: sa.Engine) -> Iterator[None]:
    """One transaction in a database, that leaves nothing behind."""
    with engine.connect() as connection, connection.begin() as outer, engine_of(app, connection), app.app_context():
        try:
            yield
        finally:
            db.session.remove()
            outer.rollback()
            app.extensions["limits"].storage.reset()


@pytest.fixture(scope="session")
def settled(app: Flask) -> Iterator[tuple[sa.Engine, Settled]]:
    """A database in which the small world lives, built once a run, and where everybody is in it."""
    original = Original(app)
    with original.opened() as engine, engine_of(app, engine), app.app_context(), clock.freeze(NOW):
        where = settle(build_world())
    with original.opened() as engine:
        yield engine, where


@pytest.fixture
def world(database: Any, settled: tuple[sa.Engine, Settled]) -> World:
    """The small world of `tests.world`."""
    return find_world(settled[1])


@pytest.fixture
def client(app: Flask, database: Any) -> FlaskClient:
    """A guest's browser."""
    return app.test_client()


@pytest.fixture
def client_as(app: Flask, database: Any) -> Callable[[str], FlaskClient]:
    """`client_as("kira")`: the browser of a member of the cast, signed in without the password form."""
    return lambda key: signed_in(app, key)


def signed_in(app: Flask, key: str) -> FlaskClient:
    """A browser in which the member of the cast has just signed in."""
    from portal.accounts.actions import sign_in
    from portal.accounts.queries import find_account

    login = next(part.login for part in CAST if part.key == key)
    account = find_account(login)
    assert account, login
    token = sign_in(account, device="test")
    db.session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return browser


def csrf_of(html: str) -> str:
    """The CSRF token of a page."""
    found = re.search(r'name="csrf[_-]token"\s+(?:content|value)="([^"]+)"', html)
    assert found, "the page has no CSRF token"
    return found.group(1)


@pytest.fixture
def post() -> Callable[..., Any]:
    """`post(browser, url, field=value, …)`: with a CSRF token, as a form on a page of ours would send it."""

    def send(
        browser: FlaskClient,
        url: str,
        _headers: dict[str, str] | None = None,
        _data: Any = None,
        **fields: Any,
    ) -> Any:
        token = csrf_of(browser.get("/help").text)
        data = {**(_data or {}), **fields, "csrf_token": token}
        return browser.post(url, data=data, headers=_headers)

    return send


@pytest.fixture
def count_queries() -> Callable[[], Any]:
    """`with count_queries() as seen: …` collects the SQL statements of the block."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                seen.append(statement)

        sa.event.listen(sa.Engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            sa.event.remove(sa.Engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def root() -> Path:
    return Path(__file__).resolve().parent.parent


def pytest_sessionfinish(session: pytest.Session) -> None:
    for server in SERVERS.values():
        server.stop()
