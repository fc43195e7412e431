"""Writers on SQLite wait for each other in order; readers wait for nobody."""

import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, sqlite
from portal.core.audit_words import AuditEvent
from portal.core.db import gather_statistics, is_sqlite, make_engine
from portal.core.errors import StorageBusy

table = sa.Table("counter", sa.MetaData(), sa.Column("n", sa.Integer))


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    engine = make_engine(f"sqlite+fair:///{tmp_path / 'fair.db'}")
    with engine.begin() as connection:
        table.metadata.create_all(connection)
        connection.execute(table.insert().values(n=0))
    yield engine
    engine.dispose()


def test_no_update_of_thirty_writers_is_lost(engine: sa.Engine) -> None:
    def add_ten() -> None:
        for _turn in range(10):
            with engine.begin() as connection:
                seen = connection.scalar(sa.select(table.c.n))
                connection.execute(table.update().values(n=seen + 1))

    threads = [threading.Thread(target=add_ten) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with engine.connect() as connection:
        assert connection.scalar(sa.select(table.c.n)) == 300


def test_a_reader_does_not_wait_for_a_writer(engine: sa.Engine) -> None:
    with engine.begin() as writer:
        writer.execute(table.update().values(n=5))
        with sqlite.reading(), engine.connect() as reader:  # noqa: TID251 — an engine without a session
            assert reader.scalar(sa.select(table.c.n)) == 0


def test_a_writer_gives_up_in_time_and_the_next_one_still_gets_its_turn(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "QUEUE_PATIENCE", 0.05)
    refused = []

    def impatient() -> None:
        try:
            with engine.begin():
                pass
        except StorageBusy as busy:
            refused.append(busy)

    with engine.begin():
        thread = threading.Thread(target=impatient)
        thread.start()
        thread.join()
    assert refused
    with engine.begin() as connection:
        connection.execute(table.update().values(n=1))


def test_the_turn_comes_back_after_a_failure(engine: sa.Engine) -> None:
    with pytest.raises(sa.exc.OperationalError), engine.begin() as connection:
        connection.execute(sa.text("SELECT * FROM nowhere"))
    with engine.begin() as connection:
        connection.execute(table.update().values(n=2))


def test_the_file_is_opened_safely(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        asked = {
            name: connection.scalar(sa.text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
        assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        version = connection.scalar(sa.text("SELECT sqlite_version()"))
        assert tuple(map(int, version.split("."))) >= sqlite.OLDEST_SAFE
        assert connection.scalar(sa.text("SELECT lower('ИВАНОВ')")) == "иванов"


def test_the_planner_learns_sizes_and_keeps_no_samples(database: Any) -> None:
    """With samples SQLite plans a statement anew for every value that is bound."""
    if not is_sqlite():
        pytest.skip("PostgreSQL counts by itself")
    audit.record(Actor.system("test"), AuditEvent.REFERENCE_SYNCED, None)
    gather_statistics()
    tables = set(database.session.scalars(sa.text("SELECT name FROM sqlite_master WHERE name LIKE 'sqlite_stat%'")))
    assert database.session.scalar(sa.text("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'audit_entry'"))
    if "sqlite_stat4" in tables:
        assert database.session.scalar(sa.text("SELECT count(*) FROM sqlite_stat4")) == 0
