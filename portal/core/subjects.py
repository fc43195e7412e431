"""The register of personal data as code: what is held about one person, and how it is erased, table by table.

A table needs no word about this: the path from its rows to the person is `person_id`, or the one key that leads to a
table with a path; `@concerns` names other columns. What keys cannot find (letters, the search index, answers) a room
finds itself: it registers `@erases("table")` and `@collects("table")`. A test names every table that has neither.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa

from portal.core import clock, files
from portal.core.db import Base, db, run
from portal.core.files import StoredFile
from portal.core.personal_data import CONCERNS, Basis, Erasure, Handling, handling_of

PERSON = "person"
NOBODYS = ("job", "stored_file")  # whoever asked for the work is not whom its rows are about
UTC = "UTC"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Whose data: ids, and the words by which texts mention the person; read before anything is erased."""

    person_id: int
    public_id: str
    names: tuple[str, str, str] = ("", "", "")
    addresses: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Every single word that may stand for the person."""
        return tuple(word for word in (*self.names, *self.addresses) if word)

    @property
    def phrases(self) -> tuple[str, ...]:
        """The ways in which texts write the name, the longest first, then every single word."""
        family, given, patronymic = self.names
        whole = (f"{family} {given} {patronymic}", f"{given} {patronymic} {family}", f"{family} {given}")
        return (*(phrase for phrase in (*whole, f"{given} {family}") if family and given), *self.words)

    def is_named_in(self, text: str) -> bool:
        """Whether a text speaks of the person: family and given name together, or an address."""
        family, given, _patronymic = self.names
        return bool(family and given and family in text and given in text) or any(one in text for one in self.addresses)

    def mentioned(self, *columns: Any) -> sa.ColumnElement[bool]:
        """The clause for rows whose texts may mention the person; `is_named_in` then decides about each column."""
        said = [word for word in (self.names[0], *self.addresses) if word]
        return sa.or_(sa.false(), *(column.contains(word, autoescape=True) for column in columns for word in said))


@dataclass(frozen=True, kw_only=True)
class Erasing:
    """What is to be erased: everything of the person, or only what rests on a consent given to one organisation."""

    subject: Subject
    basis: Basis | None = None
    organization_id: int | None = None
    with_papers: bool = False

    @property
    def is_whole(self) -> bool:
        return self.basis is None


@dataclass(frozen=True, kw_only=True)
class Line:
    """What became of the rows of one table: `how` is erased, blanked, anonymized or kept."""

    table: str
    columns: tuple[str, ...]
    rows: int
    how: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Held:
    """Rows of one table about the person, column by column as the database has them."""

    table: str
    rows: list[dict[str, Any]] = field(default_factory=list)


Eraser = Callable[[Erasing], Iterable[Line]]
Counter = Callable[[Erasing], Iterable[Line]]
Collector = Callable[[Subject], Iterable[Held]]
Function = TypeVar("Function", bound=Callable[..., Any])
ERASERS: dict[Eraser, tuple[str, ...]] = {}
COUNTERS: dict[Eraser, Counter] = {}
COLLECTORS: dict[Collector, tuple[str, ...]] = {}


def erases(*tables: str, counted_by: Counter) -> Callable[[Eraser], Eraser]:
    """Register what erases rows of these tables; the generic walk leaves them alone. `counted_by` only looks."""

    def register(work: Eraser) -> Eraser:
        ERASERS[work] = tables
        COUNTERS[work] = counted_by
        return work

    return register


def collects(*tables: str) -> Callable[[Collector], Collector]:
    """Register what finds rows of these tables for the data card; the generic walk leaves them alone."""

    def register(work: Collector) -> Collector:
        COLLECTORS[work] = tables
        return work

    return register


def is_personal(table: sa.Table) -> bool:
    """Whether some column of the table rests on more than «not personal»."""
    return any(_is_personal(column) for column in table.columns)


def ways(table: sa.Table, _seen: frozenset[str] = frozenset()) -> tuple[sa.Column[Any], ...]:
    """The columns that lead from a row of the table to the persons it is about; none where no key leads there."""
    if table.name == PERSON:
        return (table.c.id,)
    if table.name in CONCERNS:
        return tuple(table.c[name] for name in CONCERNS[table.name])
    if "person_id" in table.c:
        return (table.c.person_id,)
    seen = _seen | {table.name}
    leading = [
        key.parent
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
        if key.column.table.name not in (*seen, *NOBODYS, PERSON) and ways(key.column.table, seen)
    ]
    return tuple(leading) if len(leading) == 1 else ()


def about(table: sa.Table, person_id: int) -> sa.ColumnElement[bool]:
    """The clause «this row is about the person»."""
    clauses = []
    for column in ways(table):
        key = next(iter(column.foreign_keys), None)
        if key is None or key.column.table.name == PERSON:
            clauses.append(column == person_id)
        else:
            target = key.column.table
            clauses.append(column.in_(sa.select(key.column).where(about(target, person_id))))
    return sa.or_(sa.false(), *clauses)


def untraced() -> list[str]:
    """Personal tables that neither a key nor a room's own functions lead to: the build is red while there are any."""
    erased = {name for names in ERASERS.values() for name in names}
    collected = {name for names in COLLECTORS.values() for name in names}
    return [
        table.name
        for table in Base.metadata.sorted_tables
        if is_personal(table) and not ways(table) and not (table.name in erased and table.name in collected)
    ]


def unerasable() -> list[str]:
    """Columns that are anonymised by a rule of their room, where the room registered none."""
    erased = {name for names in ERASERS.values() for name in names}
    return [
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if table.name not in erased and (handling := handling_of(column)) and handling.erasure is Erasure.ANONYMIZE
    ]


def collect(subject: Subject) -> list[Held]:
    """Everything that is held about the person, in the order of the tables; empty tables are left out."""
    special = {name for names in COLLECTORS.values() for name in names}
    found = []
    for table in Base.metadata.sorted_tables:
        if table.name in special or not ways(table):
            continue
        query = sa.select(table).where(about(table, subject.person_id)).order_by(*table.primary_key.columns)
        found.append(Held(table=table.name, rows=[dict(row) for row in db.session.execute(query).mappings()]))
    for collector in COLLECTORS:
        found += collector(subject)
    return [held for held in found if held.rows]


def files_of(subject: Subject) -> list[StoredFile]:
    """Stored files to which rows about the person lead: scans, attachments. Files of jobs are nobody's data."""
    ids: set[int] = set()
    special = {name for names in COLLECTORS.values() for name in names}  # a table that was loaded is about many
    for table in Base.metadata.sorted_tables:
        if not ways(table) or not is_personal(table) or "result_file_id" in table.c or table.name in special:
            continue
        for key in table.foreign_keys:
            if key.column.table.name == StoredFile.__tablename__:
                query = sa.select(key.parent).where(about(table, subject.person_id), key.parent.is_not(None))
                ids.update(db.session.scalars(query))
    return list(db.session.scalars(sa.select(StoredFile).where(StoredFile.id.in_(ids)).order_by(StoredFile.id)))


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
    return [column for column in table.columns if _is_personal(column) and basis in (None, _handling(column).basis)]


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


def _is_personal(column: sa.Column[Any]) -> bool:
    handling = handling_of(column)
    return handling is not None and handling.basis is not Basis.NOT_PERSONAL


def _handling(column: sa.Column[Any]) -> Handling:
    handling = handling_of(column)
    if handling is None:
        raise LookupError(f"{column.table.name}.{column.name} is not classified")
    return handling


def _names(columns: Iterable[sa.Column[Any]]) -> tuple[str, ...]:
    return tuple(column.name for column in columns)
