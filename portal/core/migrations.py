"""Which revision the database stands at and which one the code wants."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.core.db import db

FOLDER = Path(__file__).resolve().parents[2] / "migrations"


@cache
def wanted_revision() -> str | None:
    """The last revision of the code."""
    return ScriptDirectory(str(FOLDER)).get_current_head()


def known_revisions() -> list[str]:
    """All revisions of the code, the newest first."""
    return [script.revision for script in ScriptDirectory(str(FOLDER)).walk_revisions()]


def current_revision() -> str | None:
    """Where the database stands; None for an empty one."""
    if not sa.inspect(db.session.connection()).has_table("alembic_version"):
        return None
    return MigrationContext.configure(db.session.connection()).get_current_revision()


def is_current() -> bool:
    """Whether the database has every migration of the code."""
    return current_revision() == wanted_revision()
