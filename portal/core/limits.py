"""Rate limits in a file of their own: one counter for all processes, never in the request's transaction.

On SQLite they live in `var/limits.db`, on PostgreSQL in a connection of their own.
"""

import time
from typing import Any

import sqlalchemy as sa
from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from portal.core.db import make_engine

_metadata = sa.MetaData()
_counter = sa.Table(
    "rate_limit",
    _metadata,
    sa.Column("key", sa.String(255), primary_key=True),
    sa.Column("hits", sa.Integer, nullable=False),
    sa.Column("ends_at", sa.Float, nullable=False),
)


class DatabaseStorage(Storage):
    """Storage of the `limits` library on a database: one upsert a hit."""

    STORAGE_SCHEME = ["portal"]  # noqa: RUF012 — the library declares a list

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__("portal://")
        self.engine = engine
        _metadata.create_all(engine)

    @property
    def base_exceptions(self) -> type[Exception]:
        return sa.exc.SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        now = time.time()
        live = _counter.c.ends_at > now
        fresh = self._insert().values(key=key, hits=amount, ends_at=now + expiry)
        upsert = fresh.on_conflict_do_update(
            index_elements=["key"],
            set_={
                "hits": sa.case((live, _counter.c.hits + amount), else_=amount),
                "ends_at": sa.case((live, _counter.c.ends_at), else_=now + expiry),
            },
        ).returning(_counter.c.hits)
        with self.engine.begin() as connection:
            return int(connection.scalar(upsert))

    def get(self, key: str) -> int:
        wanted = sa.select(_counter.c.hits).where(_counter.c.key == key, _counter.c.ends_at > time.time())
        with self.engine.connect() as connection:
            return connection.scalar(wanted) or 0

    def get_expiry(self, key: str) -> float:
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(_counter.c.ends_at).where(_counter.c.key == key)) or time.time()

    def check(self) -> bool:
        with self.engine.connect() as connection:
            return connection.scalar(sa.select(1)) == 1

    def reset(self) -> int:
        with self.engine.begin() as connection:
            return connection.execute(sa.delete(_counter)).rowcount

    def clear(self, key: str) -> None:
        with self.engine.begin() as connection:
            connection.execute(sa.delete(_counter).where(_counter.c.key == key))

    def _insert(self) -> Any:
        if self.engine.dialect.name == "sqlite":
            from sqlalchemy.dialects import sqlite as dialect
        else:
            from sqlalchemy.dialects import postgresql as dialect  # type: ignore[no-redef]
        return dialect.insert(_counter)


class Limits:
    """Named limits such as «5 per 15 minutes», hit and asked by key."""

    def __init__(self, url: str) -> None:
        self.storage = DatabaseStorage(make_engine(url))
        self._limiter = FixedWindowRateLimiter(self.storage)

    def hit(self, limit: str, *keys: str) -> bool:
        """Count one; False when the limit is exceeded."""
        return self._limiter.hit(_parsed(limit), *keys)

    def is_free(self, limit: str, *keys: str) -> bool:
        """Whether one more would be let through, without counting."""
        return self._limiter.test(_parsed(limit), *keys)

    def seconds_left(self, limit: str, *keys: str) -> int:
        """Seconds until the window of the limit ends."""
        ends_at, _ = self._limiter.get_window_stats(_parsed(limit), *keys)
        return max(1, int(ends_at - time.time()))

    def clear(self, limit: str, *keys: str) -> None:
        """Forget the hits, after a success."""
        self._limiter.clear(_parsed(limit), *keys)


def _parsed(limit: str) -> RateLimitItem:
    return parse(limit)
