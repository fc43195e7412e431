"""The register of personal data as code: what is held about one person, table by table.

A table needs no word about this: the path from its rows to the person is `person_id`, or the one key that leads to a
table with a path; `@concerns` names other columns. What keys cannot find (letters, the search index, answers) a room
finds itself: it registers `@erases("table")` and `@collects("table")`. A test names every table that has neither.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

from portal.core.db import Base, db
from portal.core.files import StoredFile
from portal.core.personal_data import CONCERNS, Basis, Erasure, handling_of

PERSON = "person"
NOBODYS = ("job", "stored_file")  # whoever asked for the work is not whom its rows are about


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
    return any(is_personal_column(column) for column in table.columns)


def is_personal_column(column: sa.Column[Any]) -> bool:
    """Whether the column rests on more than «not personal»."""
    handling = handling_of(column)
    return handling is not None and handling.basis is not Basis.NOT_PERSONAL


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
