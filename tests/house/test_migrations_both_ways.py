"""Every migration goes up, down and up again and leaves the same database."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from portal.app import create_app
from portal.core.db import db
from portal.core.migrations import downgrade, upgrade
from portal.settings import Settings
from tests.conftest import postgres_server


def shape() -> dict[str, list[str]]:
    """Tables with their columns, and the indexes."""
    inspector = sa.inspect(db.engine)
    return {
        table: [str(column["name"]) for column in inspector.get_columns(table)]
        + sorted(str(index["name"]) for index in inspector.get_indexes(table))
        for table in inspector.get_table_names()
    }


def test_down_and_up_again_leaves_the_same_tables(
    settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    is_postgres = request.config.getoption("--db") == "postgres"
    url = postgres_server().create(f"both{os.getpid()}") if is_postgres else f"sqlite:///{tmp_path}/portal.db"
    app = create_app(replace(settings, database_url=url, var_dir=str(tmp_path)))
    with app.app_context():
        upgrade()
        above = shape()
        downgrade(revision="base")
        assert set(shape()) <= {"alembic_version", "rate_limit"}
        upgrade()
        assert shape() == above
        db.session.remove()
        db.engine.dispose()
    app.extensions["limits"].storage.engine.dispose()
