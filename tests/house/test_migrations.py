"""The migrations make exactly the tables that the models describe."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import portal.rooms  # noqa: F401 — the whole metadata
from portal.core.db import Base, db
from portal.core.migrations import FOLDER, known_revisions, wanted_revision
from portal.core.personal_data import handling_of


def test_the_database_built_by_migrations_equals_the_models(database: Any) -> None:
    context = MigrationContext.configure(
        db.session.connection(),
        opts={
            "compare_type": True,
            "include_object": lambda item, name, kind, *_: not str(name).startswith(("search_index", "rate_limit")),
        },
    )
    assert compare_metadata(context, Base.metadata) == []


def test_every_column_is_classified() -> None:
    unclassified = [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if handling_of(column) is None
    ]
    assert unclassified == []


def test_the_world_is_built(world: Any) -> None:
    assert world.kira.full_name == "Соколова Кира Андреевна"


def test_the_last_file_is_the_head_of_the_revisions() -> None:
    assert ScriptDirectory(str(FOLDER)).get_current_head() == wanted_revision()
    assert known_revisions()[0] == wanted_revision()
