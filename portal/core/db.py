"""The database: one base class, one engine factory for both databases, the column types everybody uses."""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import orm
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeDecorator

from portal.core import clock, sqlite  # sqlite registers sqlite+fair://

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_COUNTING = {"preserve_rowcount": True}
_OPEN = "connection of the open transaction"
Json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. SQLite would forget the zone, so it is put back."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone must not reach the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(orm.DeclarativeBase):
    """The base of every table of the house."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime(), dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012


def new_public_id() -> str:
    """128 random bits for an address: 22 letters that say nothing about the row."""
    return secrets.token_urlsafe(16)


Key = Annotated[int, orm.mapped_column(primary_key=True)]
PublicId = Annotated[str, orm.mapped_column(sa.String(22), unique=True, default=new_public_id)]


class Timestamps:
    """When the row was made and last changed."""

    created_at: orm.Mapped[datetime] = orm.mapped_column(UtcDateTime(), default=clock.now)
    updated_at: orm.Mapped[datetime] = orm.mapped_column(UtcDateTime(), default=clock.now, onupdate=clock.now)


class Versioned:
    """An editable row: `version` grows with every save and a stale save is refused (forms.check_version)."""

    version: orm.Mapped[int] = orm.mapped_column(default=1)


def engine_options(url: str) -> dict[str, Any]:
    """How the portal opens the database at `url`; the only place that says so."""
    if url.startswith("sqlite"):
        return {"pool_size": 16, "max_overflow": 16}
    return {
        "pool_size": 10,
        "max_overflow": 10,
        "pool_pre_ping": True,
        "connect_args": {"options": "-c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000"},
    }


def make_engine(url: str, **options: Any) -> sa.Engine:
    """An engine outside a Flask application: command line, limits, tests."""
    return sa.create_engine(url, **{**engine_options(url), **options})


db = SQLAlchemy(
    metadata=Base.metadata,
    session_options={"join_transaction_mode": "create_savepoint", "autoflush": False},
)


@contextmanager
def read_apart() -> Iterator[None]:
    """Read in a transaction that ends with the block: a write after it begins its own and waits for its turn.

    A write inside a transaction that began as a reading fails at once on SQLite when somebody else has written.
    """
    with sqlite.reading():  # noqa: TID251 — the one place
        try:
            yield
        finally:
            db.session.rollback()


def shared_alias(model: Any, name: str | None = None) -> Any:
    """An alias that a module makes once for all threads.

    SQLAlchemy learns which column of an alias stands for which of the table at the first question and without a lock:
    another thread then finds a part of them, takes the table itself, and the question means something else.
    So it is asked here, while the module is imported by one thread.
    """
    made = orm.aliased(model, name=name)
    for column in model.__table__.c:
        sa.inspect(made).selectable.corresponding_column(column)
    return made


def dialect() -> str:
    """«sqlite» or «postgresql»."""
    return db.engine.dialect.name


def is_sqlite() -> bool:
    return dialect() == "sqlite"


def gather_statistics() -> None:
    """Tell SQLite how its tables are filled; PostgreSQL finds out by itself.

    A few hundred rows of each index are looked at. Without a limit SQLite keeps samples besides, and where it has
    samples it plans a statement anew for every value: half a millisecond each time.
    """
    if is_sqlite():
        db.session.execute(sa.text("PRAGMA analysis_limit=400"))
        db.session.execute(sa.text("ANALYZE"))


def insert_for_upsert(table: Any) -> Any:
    """An INSERT that knows ON CONFLICT on whichever database is in use."""
    if is_sqlite():
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert

        return sqlite_insert(table)
    return postgresql.insert(table)


def upsert(
    table: Any,
    rows: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    *,
    keys: tuple[str, ...],
    changing: tuple[str, ...] = (),
    adding: tuple[str, ...] = (),
) -> int:
    """Insert rows of one shape into a table; where the columns `keys` are taken already, renew the old row.

    The old row takes the new values of `changing` and adds those of `adding` to its own; with neither it stays.
    Returns how many rows a single mapping touched: 0 when the old one stayed. Statements are put together once a
    process, since that costs more than running them.
    """
    if is_sqlite() and not isinstance(rows, Mapping) and len(rows) > 1:
        names = tuple(rows[0])
        if not _with_defaults(table, names):
            return run_on_table(_upserting_many(table, names, keys, changing, adding), _as_one(table, names, rows))
    return run_on_table(_upserting(table, is_sqlite(), keys, changing, adding), rows)


@cache
def _upserting(
    table: Any, for_sqlite: bool, keys: tuple[str, ...], changing: tuple[str, ...], adding: tuple[str, ...]
) -> Any:
    return _on_conflict(insert_for_upsert(table), table, keys, changing, adding)


@cache
def _upserting_many(
    table: Any, names: tuple[str, ...], keys: tuple[str, ...], changing: tuple[str, ...], adding: tuple[str, ...]
) -> Any:
    """The same for SQLite and any number of rows, which come as one JSON text instead of so many sets of parameters."""
    each = sa.func.json_each(sa.bindparam("rows", type_=sa.Text)).table_valued("value")
    values = [sa.func.json_extract(each.c.value, f"$[{place}]") for place in range(len(names))]
    # WHERE true: SQLite would read ON CONFLICT as a join
    putting = insert_for_upsert(table).from_select(list(names), sa.select(*values).where(sa.true()))
    return _on_conflict(putting, table, keys, changing, adding)


def _on_conflict(putting: Any, table: Any, keys: tuple[str, ...], changing: Any, adding: Any) -> Any:
    changed = {name: putting.excluded[name] for name in changing}
    changed |= {name: table.c[name] + putting.excluded[name] for name in adding}
    if not changed:
        return putting.on_conflict_do_nothing(index_elements=keys)
    return putting.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def _with_defaults(table: Any, names: tuple[str, ...]) -> bool:
    """Whether a column that the rows do not name is filled by Python, for each row anew."""
    return any(column.default is not None and column.name not in names for column in table.c)


@cache
def _processors(table: Any, names: tuple[str, ...]) -> tuple[Any, ...]:
    """What turns a value of each column into what SQLite keeps; None where it is kept as it is."""
    dialect = db.engine.dialect
    return tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)


def _as_one(table: Any, names: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    ways = _processors(table, names)
    kept = [[way(row[name]) if way else row[name] for name, way in zip(names, ways, strict=True)] for row in rows]
    return {"rows": json.dumps(kept)}


def connection() -> Any:
    """The connection of the session's transaction, which begins if need be; asked for once a transaction.

    The session itself looks it up anew for every statement, which costs as much as a short statement.
    """
    session = db.session()
    known: Any = session.info.get(_OPEN)
    if known is None or known[0] is not session.get_transaction() or known[1].closed:
        made = session.connection()
        session.info[_OPEN] = known = (session.get_transaction(), made)
    return known[1]


def read_columns(statement: Any, values: Mapping[str, Any]) -> Any:
    """Execute a SELECT of columns in the transaction of the session, past its objects: half as dear as through them."""
    return connection().execute(statement, values)


def run(statement: Any, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None) -> int:
    """Execute an INSERT, UPDATE or DELETE; returns how many rows it touched."""
    result: Any = db.session.execute(statement, values, execution_options=_COUNTING)
    return int(result.rowcount)


def run_on_table(statement: Any, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> int:
    """The same for a statement about a table, not a model: objects of the session learn nothing of it, and it is
    quicker."""
    result: Any = connection().execute(statement, values, execution_options=_COUNTING)
    return int(result.rowcount)
