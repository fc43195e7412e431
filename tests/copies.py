"""Databases that are built once a run; whoever plays in one takes a copy and throws it away."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from functools import cached_property
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from portal.core.blobs import Blobs, FolderBlobs
from portal.core.db import db, make_engine

_numbers = count(1)


@contextmanager
def engine_of(app: Flask, stands_in: sa.Engine | sa.Connection) -> Iterator[None]:
    """Inside, the portal speaks to this engine, or within the transaction of this connection."""
    with app.app_context():
        engines = db._app_engines[app]
    real, engines[None] = engines[None], stands_in  # type: ignore[assignment]
    try:
        yield
    finally:
        engines[None] = real


@contextmanager
def _opened(url: sa.URL) -> Iterator[sa.Engine]:
    engine = make_engine(url.render_as_string(hide_password=False))
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def blobs_of(app: Flask, stands_in: Blobs) -> Iterator[None]:
    """Inside, the portal keeps files here."""
    real, app.extensions["blobs"] = app.extensions["blobs"], stands_in
    try:
        yield
    finally:
        app.extensions["blobs"] = real


class LastingBlobs(FolderBlobs):
    """Files that outlast their deletion: a transaction that is rolled back does not bring them back."""

    def delete_unless_fresh(self, digest: str, age: timedelta) -> bool:
        return False


class Original:
    """A database that begins as the empty one of the run, is filled once and copied ever after."""

    def __init__(self, app: Flask) -> None:
        """Take the empty database of the run, as its migrations left it."""
        with app.app_context():
            self._run = db.engine
        app.extensions["limits"].storage.engine.dispose()  # on PostgreSQL it is connected to the same database
        self._url = self._copy(self._run.url)

    @contextmanager
    def copied(self) -> Iterator[sa.Engine]:
        """A copy, gone afterwards."""
        url = self._copy(self._url)
        try:
            with _opened(url) as engine:
                yield engine
        finally:
            self._drop(url)

    def opened(self) -> AbstractContextManager[sa.Engine]:
        """The original itself: for the one who fills it, then for those who leave it as it is."""
        return _opened(self._url)

    @cached_property
    def _is_file(self) -> bool:
        return self._run.dialect.name == "sqlite"

    def _copy(self, source: sa.URL) -> sa.URL:
        self._run.dispose()  # PostgreSQL copies no database that somebody is connected to
        made = source.set(database=f"{self._run.url.database}{next(_numbers)}")
        if self._is_file:
            engine = sa.create_engine(source)
            raw = engine.raw_connection()
            raw.execute("VACUUM INTO ?", (made.database,))
            raw.close()
            engine.dispose()
        else:
            self._command(f'CREATE DATABASE "{made.database}" TEMPLATE "{source.database}"')
        return made

    def _drop(self, url: sa.URL) -> None:
        if self._is_file:
            for ending in ("", "-wal", "-shm", ".lock"):
                Path(f"{url.database}{ending}").unlink(missing_ok=True)
        else:
            self._command(f'DROP DATABASE "{url.database}" WITH (FORCE)')

    def _command(self, words: str) -> None:
        engine = sa.create_engine(self._run.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(words))
        engine.dispose()
