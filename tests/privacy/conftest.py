"""A portal on a real database of its own, and a person whose every word is a canary."""

import os

import pytest
from flask import Flask

from tests.conftest import postgres_server


@pytest.fixture
def portal_on_disk(own_portal: Flask, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The portal on a database of its own; copies are made by the pg_dump of the server, not by an older one."""
    if request.config.getoption("--db") == "postgres":
        monkeypatch.setenv("PATH", f"{postgres_server()._binaries}:{os.environ['PATH']}")
    return own_portal
