"""After an erasure is committed: pages of the database file without remains, blobs without rows gone from the disk."""

import logging
from datetime import timedelta

import sqlalchemy as sa
from flask import current_app

from portal.core import files, sqlite
from portal.core.db import db, is_sqlite, read_apart

log = logging.getLogger(__name__)
AT_ONCE = timedelta(0)


def clean_up(*, fresh: timedelta = files.FRESH) -> bool:
    """Leave no trace on the disk; call it outside any transaction. False where readers kept the log of SQLite busy.

    Blobs younger than `fresh` may belong to an upload that is under way; after a restore none is.
    """
    db.session.rollback()
    with read_apart():
        needed = set(db.session.scalars(sa.select(files.StoredFile.sha256)))
    for digest in [digest for digest in files.blobs().older_than(AT_ONCE) if digest not in needed]:
        files.blobs().delete_unless_fresh(digest, fresh)
    done = _scrub(db.engine) if is_sqlite() else _vacuum()
    limits = current_app.extensions["limits"].storage.engine
    if limits.dialect.name == "sqlite":
        done = _scrub(limits) and done
    if not done:
        log.warning("the database file was busy: remains of erased rows go with the next cleaning")
    return done


def _scrub(engine: sa.Engine) -> bool:
    if not hasattr(engine, "raw_connection"):  # a test that holds one open transaction has no file to clean
        return True
    raw = engine.raw_connection()
    try:
        return sqlite.scrub(raw.driver_connection, str(engine.url.database))
    finally:
        raw.close()


def _vacuum() -> bool:
    """PostgreSQL keeps dead rows until a vacuum; it runs beside everybody else."""
    if not hasattr(db.engine, "raw_connection"):  # a test that holds one open transaction
        return True
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("VACUUM"))
    return True
