"""SQLite with one fair queue of writers: the only module that opens the portal's file.

SQLAlchemy finds the dialect under `sqlite+fair://`. A transaction begins `BEGIN IMMEDIATE` unless the code says
that it only reads; writers wait first in first out inside a process and by a file lock between processes
(measured: with the default deferred BEGIN 99.5 % of 200 writers failed, with the queue none).
"""

import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from portal.core.errors import StorageBusy

try:
    import fcntl
except ImportError:  # Windows has no flock: one process there, and busy_timeout for the tools beside it
    fcntl = None  # type: ignore[assignment]

OLDEST_SAFE = (3, 51, 3)  # before it, two connections at a checkpoint could damage a WAL file
QUEUE_PATIENCE = 20.0  # seconds a writer waits for its turn before the answer is 503
PRAGMAS = (
    "foreign_keys=ON",
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=10000",
    "trusted_schema=OFF",
)

_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside only read: they take no turn in the queue of writers."""
    with _in_mood(True):
        yield


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside write again: a short one beside a long reading."""
    with _in_mood(False):
        yield


@contextmanager
def _in_mood(only_reads: bool) -> Iterator[None]:
    token = _reading.set(only_reads)
    try:
        yield
    finally:
        _reading.reset(token)


def set_reading(only_reads: bool) -> None:
    """Say for the rest of this context (a web request) whether it only reads."""
    _reading.set(only_reads)


def driver() -> Any:
    """The SQLite module: pysqlite3's own recent copy, or Python's where it is recent enough."""
    try:
        import pysqlite3 as module
    except ImportError:
        import sqlite3 as module  # noqa: TID251 — the fallback of the one factory
    return module


class WriterQueue:
    """First come, first served: a FIFO of threads, then `flock` between processes."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._busy = False
        self._file: Any = None

    def enter(self) -> None:
        """Wait for the turn. Raises StorageBusy after QUEUE_PATIENCE seconds."""
        turn = threading.Event()
        with self._guard:
            if not self._busy:
                self._busy = True
                turn.set()
            else:
                self._waiting.append(turn)
        if not turn.wait(QUEUE_PATIENCE):
            with self._guard:
                if not turn.is_set():
                    self._waiting.remove(turn)
                    raise StorageBusy
        if self._path and fcntl:
            if self._file is None:
                self._file = self._path.open("ab")
            fcntl.flock(self._file, fcntl.LOCK_EX)

    def leave(self) -> None:
        """Give the turn to the next in line."""
        if self._file is not None and fcntl:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._busy = False


_queues: dict[str, WriterQueue] = {}
_queues_guard = threading.Lock()


if hasattr(os, "register_at_fork"):
    # A lock file opened before a fork would be one lock for parent and child: the child opens its own.
    os.register_at_fork(after_in_child=_queues.clear)


def _queue_of(file: str) -> WriterQueue:
    with _queues_guard:
        if file not in _queues:
            _queues[file] = WriterQueue(Path(f"{file}.lock") if file else None)
        return _queues[file]


@contextmanager
def alone(file: str) -> Iterator[None]:
    """Keep every writer of the file waiting, here and in other processes: for tools that replace its content."""
    queue = _queue_of(file)
    queue.enter()
    try:
        yield
    finally:
        queue.leave()


def scrub(raw: Any, file: str) -> bool:
    """Leave no trace of erased rows in the file and its log: whole new pages, then an empty log.

    `raw` is a DB-API connection in no transaction. False where readers held the log for too long: call it again.
    """
    with alone(file):
        raw.execute("PRAGMA secure_delete=ON")
        raw.execute("VACUUM")
        for _attempt in range(50):
            if raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0:
                return True
            time.sleep(0.1)
    return False


def _lower(text: object) -> object:
    """SQLite's own lower() knows ASCII only; searches for names need Cyrillic."""
    return text.lower() if isinstance(text, str) else text


_module: Any = driver()
_Connection: Any = _module.Connection


class QueuedConnection(_Connection):  # type: ignore[misc]
    """A connection that takes its turn before it writes and gives it back when the transaction is over."""

    def __init__(self, database: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(database, *args, **kwargs)
        self._queue = _queue_of("" if database == ":memory:" else str(database))
        self._has_turn = False

    def begin(self) -> None:
        """Start a transaction: for reading as it is, for writing after the wait in the queue."""
        if _reading.get():
            self.execute("BEGIN")
            return
        self._queue.enter()
        self._has_turn = True
        try:
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self._give_turn_back()
            raise

    def commit(self) -> None:
        super().commit()
        self._give_turn_back()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._give_turn_back()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._give_turn_back()

    def _give_turn_back(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._queue.leave()


class FairSQLite(SQLiteDialect_pysqlite):
    """SQLAlchemy's SQLite dialect with an explicit BEGIN and the queue around every writing transaction."""

    driver = "fair"
    supports_statement_cache = True

    @classmethod
    def import_dbapi(cls) -> Any:
        return _module

    def create_connect_args(self, url: Any) -> Any:
        args, options = super().create_connect_args(url)
        return args, {**options, "factory": QueuedConnection, "check_same_thread": False}

    def on_connect(self) -> Any:
        inherited: Any = super().on_connect()

        def prepare(connection: Any) -> None:
            inherited(connection)
            connection.isolation_level = None  # the driver must not begin on its own
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            connection.create_function("lower", 1, _lower, deterministic=True)

        return prepare

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.begin()


registry.register("sqlite.fair", "portal.core.sqlite", "FairSQLite")
