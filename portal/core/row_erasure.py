"""Erasure of one person by the rule of each column, children before parents; `core.subjects` says whose a row is."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core import clock, files
from portal.core.db import Base, db, run
from portal.core.files import StoredFile
from portal.core.personal_data import Basis, Erasure, Handling, handling_of
from portal.core.subjects import COUNTERS, ERASERS, Eraser, Erasing, Line, about, is_personal, is_personal_column, ways

UTC = "UTC"


def preview(erasing: Erasing) -> list[Line]:
    """What `erase` would do, without doing it."""
    lines = [line for eraser, counter in COUNTERS.items() if _fits(eraser, erasing) for line in counter(erasing)]
    for table in _walked():
        clause = _rows(table, erasing)
        rows = db.session.scalar(sa.select(sa.func.count()).select_from(table).where(clause)) or 0
        lines += _lines(table, erasing, rows)
    return [line for line in lines if line.rows]


def erase(erasing: Erasing) -> list[Line]:
    """Erase by the rule of each column, children before parents, in the current transaction; says what went.

    Repeating it is harmless. Nothing of the session survives it: rows that were loaded are stale.
    """
    db.session.flush()
    lines = [line for eraser in list(ERASERS) if _fits(eraser, erasing) for line in eraser(erasing)]
    for table in reversed(_walked()):
        rows = _erase_rows(table, erasing)
        lines += _lines(table, erasing, rows)
    db.session.flush()
    db.session.expire_all()
    return [line for line in lines if line.rows]


def _walked() -> list[sa.Table]:
    special = {name for names in ERASERS.values() for name in names}
    return [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in special and is_personal(table) and ways(table)
    ]


def _fits(eraser: Eraser, erasing: Erasing) -> bool:
    """Whether the eraser's tables hold anything on the basis in question."""
    if erasing.is_whole:
        return True
    tables = [Base.metadata.tables[name] for name in ERASERS[eraser]]
    return any(_of_basis(table, erasing.basis) for table in tables)


def _of_basis(table: sa.Table, basis: Basis | None) -> list[sa.Column[Any]]:
    return [
        column for column in table.columns if is_personal_column(column) and basis in (None, _handling(column).basis)
    ]


def _rows(table: sa.Table, erasing: Erasing) -> sa.ColumnElement[bool]:
    clause = about(table, erasing.subject.person_id)
    if erasing.organization_id is not None and not erasing.is_whole:
        if "organization_id" not in table.c:
            return sa.false()
        clause = sa.and_(clause, table.c.organization_id == erasing.organization_id)
    return clause


def _lines(table: sa.Table, erasing: Erasing, rows: int) -> list[Line]:
    columns = _of_basis(table, erasing.basis)
    if not columns:
        return []
    if _is_deleted(columns):
        return [Line(table=table.name, columns=_names(columns), rows=rows, how="erased")]
    said = []
    for rule, how in ((Erasure.BLANK, "blanked"), (Erasure.KEEP, "kept")):
        these = [column for column in columns if _handling(column).erasure is rule]
        why = _handling(these[0]).term if these and how == "kept" else ""
        if these:
            said.append(Line(table=table.name, columns=_names(these), rows=rows, how=how, why=why))
    return said


def _erase_rows(table: sa.Table, erasing: Erasing) -> int:
    clause, columns = _rows(table, erasing), _of_basis(table, erasing.basis)
    if not columns:
        return 0
    if _is_deleted(columns):
        _drop_files(table, clause, with_papers=erasing.with_papers)
        return _delete(table, clause)
    values = blanks(table, erasing.basis)
    ending = _ending(table) if erasing.is_whole else {}
    if values or erasing.with_papers:
        _drop_files(table, clause, with_papers=erasing.with_papers)
    if not (values or ending):
        return db.session.scalar(sa.select(sa.func.count()).select_from(table).where(clause)) or 0
    try:
        with db.session.begin_nested():
            return run(sa.update(table).where(clause).values({**values, **ending}))
    except sa.exc.IntegrityError:  # two rows that differ in nothing but what was blanked: neither is needed
        return _delete(table, clause)


def blanks(table: sa.Table, basis: Basis | None = None) -> dict[str, Any]:
    """What the blanked columns of the table become; on one basis only, if wanted."""
    columns = [column for column in _of_basis(table, basis) if _handling(column).erasure is Erasure.BLANK]
    return {column.name: value for column in columns if (value := _blank(column)) is not KEPT}


KEPT = object()


def _blank(column: sa.Column[Any]) -> Any:
    """Nothing where nothing may stand, an empty text for free text; codes and days say nothing without a name."""
    if column.name == "ends_on":
        return KEPT
    if column.nullable:
        return None
    if isinstance(column.type, sa.JSON):
        default: Any = column.default
        return [] if default is not None and default.is_callable and default.arg(None) == [] else {}
    return "" if isinstance(column.type, sa.Text) else KEPT


def _ending(table: sa.Table) -> dict[str, Any]:
    """A period of an erased person is over: today, or on its first day where that lies ahead."""
    if "starts_on" not in table.c or "ends_on" not in table.c:
        return {}
    today: date = clock.today(UTC)
    starts, ends = table.c.starts_on, table.c.ends_on
    over = sa.case((starts > today, starts), else_=sa.literal(today))
    return {"ends_on": sa.case((sa.or_(ends.is_(None), ends > over), over), else_=ends)}


def _delete(table: sa.Table, clause: sa.ColumnElement[bool]) -> int:
    """Delete the rows; whatever still points to them lets go, or goes with them where it cannot."""
    for other in Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table is not table:
                continue
            pointing = key.parent.in_(sa.select(key.column).where(clause))
            if key.parent.nullable:
                db.session.execute(sa.update(other).where(pointing).values({key.parent.name: None}))
            elif other is not table:
                _delete(other, pointing)
    return run(sa.delete(table).where(clause))


def _drop_files(table: sa.Table, clause: sa.ColumnElement[bool], *, with_papers: bool) -> None:
    """Files of rows that are erased go too; a blob follows its last row."""
    for key in table.foreign_keys:
        if key.column.table.name != StoredFile.__tablename__:
            continue
        handling = _handling(key.parent)
        if handling.basis is not Basis.NOT_PERSONAL and handling.erasure is Erasure.KEEP and not with_papers:
            continue
        ids = db.session.scalars(sa.select(key.parent).where(clause, key.parent.is_not(None))).all()
        if key.parent.nullable:
            db.session.execute(sa.update(table).where(clause).values({key.parent.name: None}))
            erase_files(ids)


def erase_files(ids: Sequence[int]) -> int:
    """Erase these stored files; returns how many there were."""
    found = db.session.scalars(sa.select(StoredFile).where(StoredFile.id.in_(ids))).all() if ids else []
    for file in found:
        files.erase(file)
    return len(found)


def _is_deleted(columns: Iterable[sa.Column[Any]]) -> bool:
    return any(_handling(column).erasure is Erasure.DELETE_ROW for column in columns)


def _handling(column: sa.Column[Any]) -> Handling:
    handling = handling_of(column)
    if handling is None:
        raise LookupError(f"{column.table.name}.{column.name} is not classified")
    return handling


def _names(columns: Iterable[sa.Column[Any]]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)
