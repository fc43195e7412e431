"""Which revision the database stands at and which one the code wants."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from flask import current_app

from portal.core.db import db

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


@cache
def wanted_revision() -> str:
    """The last revision of the code: files are numbered, so no web process needs Alembic to know it."""
    return max(path.name.partition("_")[0] for path in FOLDER.glob("versions/[0-9]*.py"))


def upgrade(revision: str = "head") -> None:
    """Bring the database of the current application to the revision."""
    import flask_migrate

    _learn_to_migrate()
    flask_migrate.upgrade(revision=revision)


def downgrade(revision: str) -> None:
    """Take the database of the current application back to the revision; `base` empties it."""
    import flask_migrate

    _learn_to_migrate()
    flask_migrate.downgrade(revision=revision)


def _learn_to_migrate() -> None:
    """Alembic comes in with the first migration, not with every web process."""
    from flask_migrate import Migrate

    if "migrate" not in current_app.extensions:
        Migrate(current_app, db, directory=str(FOLDER), render_as_batch=True, compare_type=True)


def known_revisions() -> list[str]:
    """All revisions of the code, the newest first."""
    from alembic.script import ScriptDirectory

    return [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()]


def current_revision() -> str | None:
    """Where the database stands; None for an empty one."""
    connection = db.session.connection()
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(sa.text("SELECT version_num FROM alembic_version"))
    return revision


def is_current() -> bool:
    """Whether the database has every migration of the code."""
    return current_revision() == wanted_revision()
