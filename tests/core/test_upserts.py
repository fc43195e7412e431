"""Rows that are inserted or renewed: one by one and many at once must leave the same in the table."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from portal.core.db import Json, UtcDateTime, connection, db, new_public_id, upsert

MOMENT = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)
ODD = ("да", 'кавычки "и" \\', "строка\nдругая", "😀", "[1, 2]", "", None)


@pytest.fixture
def shelf(database: Any) -> Any:
    """A table that lives as long as the test."""
    table = sa.Table(
        "shelf", sa.MetaData(),
        sa.Column("place", sa.Integer, primary_key=True), sa.Column("word", sa.String(60)),
        sa.Column("said", Json), sa.Column("at", UtcDateTime()), sa.Column("n", sa.Integer),
    )  # fmt: skip
    table.create(connection())
    yield table
    db.session.rollback()


def rows_of(*, n: int = 1) -> list[dict[str, Any]]:
    said = [{"оценка": 5}, ["а", "б"], 3, 0.1, "слово", True, None]
    return [
        {"place": place, "word": word, "said": value, "at": MOMENT, "n": n}
        for place, (word, value) in enumerate(zip(ODD, said, strict=True))
    ]


def stored(table: Any) -> list[Any]:
    return db.session.execute(sa.select(table).order_by(table.c.place)).all()


def test_many_at_once_are_kept_as_one_by_one(shelf: Any) -> None:
    for row in rows_of():
        upsert(shelf, row, keys=("place",))
    alone = stored(shelf)
    db.session.execute(sa.delete(shelf))
    upsert(shelf, rows_of(), keys=("place",))
    assert stored(shelf) == alone
    assert [row.word for row in alone] == list(ODD)


def test_taken_places_stay_change_or_add(shelf: Any) -> None:
    upsert(shelf, rows_of(n=2), keys=("place",))
    newer = [{**row, "word": "новое", "n": 5} for row in rows_of()[:3]]
    upsert(shelf, newer, keys=("place",))
    assert [(row.word, row.n) for row in stored(shelf)] == [(word, 2) for word in ODD]
    upsert(shelf, newer, keys=("place",), changing=("word",))
    assert [(row.word, row.n) for row in stored(shelf)[:4]] == [("новое", 2)] * 3 + [(ODD[3], 2)]
    upsert(shelf, newer, keys=("place",), adding=("n",))
    assert [row.n for row in stored(shelf)[:4]] == [7, 7, 7, 2]


def test_many_at_once_are_one_statement(shelf: Any, count_queries: Any) -> None:
    with count_queries() as seen:
        upsert(shelf, rows_of(), keys=("place",))
    assert len(seen) == 1


def test_every_row_gets_a_default_of_its_own(database: Any) -> None:
    table = sa.Table(
        "tokens", sa.MetaData(), sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("token", sa.String(22), default=new_public_id),
    )  # fmt: skip
    table.create(connection())
    upsert(table, [{"n": n} for n in range(3)], keys=("n",))
    assert len(set(db.session.scalars(sa.select(table.c.token)))) == 3
    db.session.rollback()


def test_the_connection_is_that_of_the_transaction(database: Any) -> None:
    """Also after a savepoint, a rollback, and a commit, which begin another one."""
    assert connection() is db.session.connection()
    with db.session.begin_nested():
        assert connection() is db.session.connection()
    for end in (db.session.rollback, db.session.commit):
        end()
        assert connection() is db.session.connection()
        assert not connection().closed
