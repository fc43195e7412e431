"""Which revision the database stands at and which one the code wants."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa

from portal.core.db import db

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


@cache
def wanted_revision() -> str | None:
    """The last revision of the code."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(FOLDER)).get_current_head()


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
