"""Alembic's environment: one transaction, foreign keys off while SQLite rebuilds tables, checked before the commit."""

from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app
from sqlalchemy.types import TypeDecorator

import portal.rooms  # noqa: F401 — every table of the house
from portal.core.db import Base

config = context.config


def render_item(kind: str, item: Any, autogen: Any) -> Any:
    """Write our own column types into revisions as the plain types that they are."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, sa.JSON) and "postgresql" in item._variant_mapping:
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def run() -> None:
    """Apply revisions: all of them or nothing."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            # A batch change drops and re-creates tables: with foreign keys on, the rows that point there would go.
            raw.execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            context.configure(
                connection=connection,
                target_metadata=Base.metadata,
                render_as_batch=True,
                compare_type=True,
                render_item=render_item,
                transactional_ddl=True,
                transaction_per_migration=False,
                include_object=_is_ours,
            )
            with context.begin_transaction():
                context.run_migrations()
            broken = raw.execute("PRAGMA foreign_key_check").fetchall() if is_sqlite else []
            if broken:
                raise RuntimeError(f"broken foreign keys after migration: {broken}")
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=ON")


def _is_ours(item: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """Leave the full-text index and the counters of limits out of comparisons: they are not models."""
    return not (
        kind == "table" and reflected and compare_to is None and (name or "").startswith(("search_index", "rate_limit"))
    )


run()
