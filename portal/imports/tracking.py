"""What an import writes, noticed at the session: whatever actions of other rooms write leaves its change row.

Actions need not know that they serve an import; undoing works from these rows and from the foreign keys of the house.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from portal.core.db import Base, db
from portal.imports.models import ImportChange

# Traces of work, not what was imported: undoing leaves them.
UNTRACKED = {"audit_entry", "search_document", "submission_key", "notice", "outbox_message", "job", "stored_file",
             "import_batch", "import_row", "import_change"}  # fmt: skip
UNSEALED = {"created_at", "updated_at"}
Row = Mapping[Any, Any]


class Tracker:
    """Collects the changes of a batch row by row; `write` stores them with the digests of what they led to."""

    def __init__(self, batch_id: int) -> None:
        self.batch_id = batch_id
        self._row_id = 0
        self._noted: dict[tuple[int, str, int], ImportChange] = {}

    @contextmanager
    def row(self, row_id: int) -> Iterator[None]:
        """Everything flushed inside belongs to this row of the file."""
        self._row_id = row_id
        sa.event.listen(db.session, "before_flush", self._before)
        sa.event.listen(db.session, "after_flush", self._after)
        try:
            yield
            db.session.flush()
        finally:
            sa.event.remove(db.session, "before_flush", self._before)
            sa.event.remove(db.session, "after_flush", self._after)

    def drop(self, row_id: int) -> None:
        """Forget what was noted for a row whose writing was rolled back."""
        self._noted = {key: change for key, change in self._noted.items() if key[0] != row_id}

    def write(self) -> None:
        """Store the changes noted since the last time; the caller commits."""
        by_table: dict[str, list[ImportChange]] = {}
        for change in self._noted.values():
            by_table.setdefault(change.table_name, []).append(change)
        for name, changes in by_table.items():
            rows = rows_of(name, {change.ref_id for change in changes})
            for change in changes:
                change.version_after = rows[change.ref_id].get("version")
                change.seal_after = seal(rows[change.ref_id])
        db.session.add_all(self._noted.values())
        db.session.flush()
        self._noted = {}

    def _before(self, session: Session, context: Any, instances: Any) -> None:
        for thing in session.dirty:
            table = thing.__table__
            if table.name in UNTRACKED or not session.is_modified(thing):
                continue
            state = sa.inspect(thing)
            names = [attr.key for attr in state.mapper.column_attrs if state.attrs[attr.key].history.has_changes()]
            stands = rows_of(table.name, {thing.id})[thing.id]
            before = {name: _plain(stands[name]) for name in names if name not in UNSEALED | {"version"}}
            if before:
                self._note(table.name, thing.id, is_created=False, before=before)

    def _after(self, session: Session, context: Any) -> None:
        if any(thing.__table__.name not in UNTRACKED for thing in session.deleted):
            raise RuntimeError("an import deletes nothing")
        for thing in session.new:
            if thing.__table__.name not in UNTRACKED:
                self._note(thing.__table__.name, thing.id, is_created=True, before=None)

    def _note(self, table: str, ref_id: int, *, is_created: bool, before: dict[str, Any] | None) -> None:
        key = (self._row_id, table, ref_id)
        known = self._noted.get(key)
        if known is None:
            self._noted[key] = ImportChange(
                batch_id=self.batch_id, row_id=self._row_id, table_name=table, ref_id=ref_id, is_created=is_created,
                before=before, seal_after="",
            )  # fmt: skip
        elif known.before is not None and before:
            known.before = {**before, **known.before}  # what stood first is what undoing brings back


def table_named(name: str) -> sa.Table:
    """The table of the house with this name."""
    return Base.metadata.tables[name]


def rows_of(name: str, ids: Iterable[int]) -> dict[int, Row]:
    """Rows of the table by id, as they stand in the database."""
    table = table_named(name)
    wanted, found = sorted(ids), dict[int, Row]()
    for start in range(0, len(wanted), 500):
        part = sa.select(table).where(table.c.id.in_(wanted[start : start + 500]))
        for row in db.session.execute(part).mappings():
            found[row["id"]] = dict(row)
    return found


def seal(row: Row) -> str:
    """A digest of the row's values; empty ones do not count, so a column added later changes no digest."""
    values = {name: _plain(value) for name, value in row.items() if value is not None and name not in UNSEALED}
    return hashlib.sha256(json.dumps(values, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def restored(table: sa.Table, before: Mapping[str, Any]) -> dict[str, Any]:
    """The values of `before` as the columns of the table want them; columns that are gone are left out."""
    values: dict[str, Any] = {}
    for name, value in before.items():
        if name not in table.c:
            continue
        kind = table.c[name].type.python_type
        is_day = isinstance(value, str) and kind in (date, datetime)
        values[name] = kind.fromisoformat(value) if is_day else value
    return values


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
