"""The index: documents with their lemmas, put and removed by rooms, found by kind and words."""

import re
from typing import Any

import sqlalchemy as sa
from markupsafe import Markup, escape
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base, Key, db, is_sqlite, upsert
from portal.core.personal_data import CONTENT, TECHNICAL, holds
from portal.core.search.lemmas import asked_for, lemmas_of, normalized
from portal.core.text import clean_text

LONGEST_BODY = 200_000
TEXTS = ("title", "body", "title_lemmas", "body_lemmas")
LONGEST_QUERY = 200
SNIPPET, BEFORE = 240, 60
_WORD = re.compile(r"[0-9a-zа-яё]+", re.IGNORECASE)


@holds(kind=TECHNICAL, ref_id=TECHNICAL, title=CONTENT, body=CONTENT, title_lemmas=TECHNICAL, body_lemmas=TECHNICAL)
class SearchDocument(Base):
    """A text that can be found: `ref_id` is the id of the row of `kind` that it stands for.

    SQLite indexes it in `search_index` (FTS5, kept by triggers), PostgreSQL in the generated `search_index_vector`.
    """

    __tablename__ = "search_document"
    __table_args__ = (
        sa.UniqueConstraint("kind", "ref_id"),
        sa.Index("ix_search_document_id_kind_ref_id", "id", "kind", "ref_id"),
    )
    id: Mapped[Key]
    kind: Mapped[str] = mapped_column(sa.String(40))
    ref_id: Mapped[int]
    title: Mapped[str] = mapped_column(sa.Text)
    body: Mapped[str] = mapped_column(sa.Text)
    title_lemmas: Mapped[str] = mapped_column(sa.Text)
    body_lemmas: Mapped[str] = mapped_column(sa.Text)


def put(kind: str, ref_id: int, title: str, body: str) -> None:
    """Index the row, or index it anew, in the current transaction."""
    row = document_row(kind, ref_id, title, body)
    upsert(SearchDocument.__table__, row, keys=("kind", "ref_id"), changing=TEXTS)


def document_row(kind: str, ref_id: int, title: str, body: str) -> dict[str, Any]:
    """The row of the index, for `put` and for whoever enters thousands at once."""
    title, body = clean_text(title), clean_text(body)[:LONGEST_BODY]
    said = (title, body, normalized(title), normalized(body))
    return {"kind": kind, "ref_id": ref_id, **dict(zip(TEXTS, said, strict=True))}


def remove(kind: str, ref_id: int) -> None:
    """Forget the row."""
    db.session.execute(sa.delete(SearchDocument).where(SearchDocument.kind == kind, SearchDocument.ref_id == ref_id))


def hits(kind: str, text: str) -> sa.Subquery:
    """A subquery (ref_id, rank, document_id) for a room to join to its permission clause; a lower rank is better.

    An empty or hostile text finds nothing and harms nothing.
    """
    from portal.core.search import postgres, sqlite

    groups = asked_for(clean_text(text)[:LONGEST_QUERY])
    engine: Any = sqlite if is_sqlite() else postgres
    found: sa.Subquery = engine.hits(kind, groups) if groups else _nothing()
    return found


def snippet(body: str, text: str) -> Markup:
    """A piece of the original text around the first word that was found, with the found words in `<mark>`."""
    wanted, beginning = _wanted(text)
    found = [word.span() for word in _WORD.finditer(body) if _is_wanted(word.group(), wanted, beginning)]
    start = max(0, found[0][0] - BEFORE) if found else 0
    start = body.find(" ", start) + 1 if start and " " in body[start : start + 30] else start
    end = min(len(body), start + SNIPPET)
    end = body.rfind(" ", start, end) if end < len(body) and " " in body[start:end] else end
    pieces = ["… " if start else ""]
    place = start
    for begins, ends in found:
        if begins >= place and ends <= end:
            pieces += [str(escape(body[place:begins])), f"<mark>{escape(body[begins:ends])}</mark>"]
            place = ends
    pieces += [str(escape(body[place:end])), " …" if end < len(body) else ""]
    return Markup("".join(pieces))  # noqa: S704 — every piece of the text is escaped above


def _wanted(text: str) -> tuple[frozenset[str], str]:
    groups = asked_for(clean_text(text)[:LONGEST_QUERY])
    return frozenset(word for words, _beginning in groups for word in words), groups[-1][1] if groups else ""


def _is_wanted(word: str, wanted: frozenset[str], beginning: str) -> bool:
    plain = word.lower().replace("ё", "е")
    return not wanted.isdisjoint(lemmas_of(plain)) or bool(beginning and plain.startswith(beginning))


def _nothing() -> sa.Subquery:
    return (
        sa.select(SearchDocument.ref_id, sa.literal(0.0).label("rank"), SearchDocument.id.label("document_id"))
        .where(sa.false())
        .subquery("hits")
    )
