"""What can be found: each room tells its kind, how to walk its rows and how the finds of a reader are selected."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from portal.core.db import db
from portal.core.search import index
from portal.core.search.index import SearchDocument

Document = tuple[int, str, str]
BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of things that can be found.

    `documents` yields (ref_id, title, body) of every row; `readable(actor, hits)` selects rows joined with `hits`
    and narrowed by the reader's permission clause; `path` makes the address of the page of a row; `shown(actor, rows)`
    is told what the reader is about to see.
    """

    code: str
    label: str
    documents: Callable[[], Iterable[Document]]
    readable: Callable[[Any, sa.Subquery], sa.Select[Any]]
    path: Callable[[Any], str]
    shown: Callable[[Any, list[Any]], None] | None = None


KINDS: dict[str, Kind] = {}


def searchable(kind: Kind) -> Kind:
    """Register a kind; the search page shows kinds in this order."""
    KINDS[kind.code] = kind
    return kind


@dataclass(frozen=True)
class Find:
    """One line of the results."""

    title: str
    path: str
    snippet: Any


@dataclass(frozen=True)
class Group:
    """The finds of one kind: the best few of `total`."""

    code: str
    label: str
    finds: list[Find]
    total: int


def find(kind: Kind, actor: Any, text: str, *, limit: int, offset: int = 0) -> Group:
    """The reader's finds of one kind, best first; two statements."""
    hits = index.hits(kind.code, text)
    rows = kind.readable(actor, hits)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(rows.order_by(None).subquery())) or 0
    if not total:
        return Group(kind.code, kind.label, [], 0)
    page = (
        rows.join(SearchDocument, SearchDocument.id == hits.c.document_id)
        .add_columns(SearchDocument.title.label("found_title"), SearchDocument.body.label("found_body"))
        .order_by(None)
        .order_by(hits.c.rank, hits.c.ref_id)
        .limit(limit)
        .offset(offset)
    )
    found = db.session.execute(page).all()
    if kind.shown:
        kind.shown(actor, list(found))
    finds = [Find(row.found_title, kind.path(row), index.snippet(row.found_body, text)) for row in found]
    return Group(kind.code, kind.label, finds, total)


def rebuild(progress: Callable[[str, int], None] = lambda code, n: None) -> int:
    """Index every row of every kind anew, in batches with a commit after each; returns how many."""
    done = 0
    for kind in KINDS.values():
        seen: set[int] = set()
        for ref_id, title, body in list(kind.documents()):
            index.put(kind.code, ref_id, title, body)
            seen.add(ref_id)
            if len(seen) % BATCH == 0:
                db.session.commit()
                progress(kind.label, len(seen))
        _forget_others(kind.code, seen)
        db.session.commit()
        progress(kind.label, len(seen))
        done += len(seen)
    return done


def _forget_others(code: str, seen: set[int]) -> None:
    kept = db.session.scalars(sa.select(SearchDocument.ref_id).where(SearchDocument.kind == code))
    for ref_id in [one for one in kept if one not in seen]:
        index.remove(code, ref_id)
