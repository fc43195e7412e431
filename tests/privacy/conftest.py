"""A portal on a real database of its own, and a person whose every word is a canary."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.core.db import db
from portal.core.migrations import upgrade
from portal.settings import Settings
from tests.conftest import postgres_server


@pytest.fixture
def portal_on_disk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """Commits that are commits, files that are files; the whole of it lies under `tmp_path`."""
    url = f"sqlite:///{tmp_path}/portal.db"
    if request.config.getoption("--db") == "postgres":
        server = postgres_server()
        url = server.create(f"privacy{abs(hash(tmp_path)) % 10**9}")
        monkeypatch.setenv("PATH", f"{server._binaries}:{os.environ['PATH']}")  # its own pg_dump, not an older one
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
