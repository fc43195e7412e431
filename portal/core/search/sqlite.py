"""Full-text search on SQLite: FTS5 over the lemmas, a title ten times as heavy as a body."""

import sqlalchemy as sa

from portal.core.search.index import SearchDocument

_index = sa.table("search_index", sa.column("rowid", sa.Integer))
_name = sa.literal_column("search_index")

CREATE = (
    """CREATE VIRTUAL TABLE search_index USING fts5(
        title_lemmas, body_lemmas, content='search_document', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER search_index_added AFTER INSERT ON search_document BEGIN
        INSERT INTO search_index(rowid, title_lemmas, body_lemmas)
        VALUES (new.id, new.title_lemmas, new.body_lemmas); END""",
    """CREATE TRIGGER search_index_removed AFTER DELETE ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, title_lemmas, body_lemmas)
        VALUES ('delete', old.id, old.title_lemmas, old.body_lemmas); END""",
    """CREATE TRIGGER search_index_changed AFTER UPDATE ON search_document BEGIN
        INSERT INTO search_index(search_index, rowid, title_lemmas, body_lemmas)
        VALUES ('delete', old.id, old.title_lemmas, old.body_lemmas);
        INSERT INTO search_index(rowid, title_lemmas, body_lemmas)
        VALUES (new.id, new.title_lemmas, new.body_lemmas); END""",
    "INSERT INTO search_index(search_index, rank) VALUES ('secure-delete', 1)",
)


def hits(kind: str, groups: list[tuple[list[str], str]]) -> sa.Subquery:
    """Documents of the kind in which every group is found."""
    return (
        sa.select(
            SearchDocument.ref_id,
            sa.func.bm25(_name, 10.0, 1.0).label("rank"),
            SearchDocument.id.label("document_id"),
        )
        .select_from(_index)
        .join(SearchDocument, SearchDocument.id == _index.c.rowid)
        .where(_name.op("MATCH")(expression(groups)), SearchDocument.kind == kind)
        .limit(-1)  # keeps SQLite from merging this with the query around it, where bm25 has no cursor
        .subquery("hits")
    )


def expression(groups: list[tuple[list[str], str]]) -> str:
    """The FTS5 query. Words hold letters and digits only, so quotes around them are all the care they need."""
    return " AND ".join(
        "(" + " OR ".join([f'"{word}"' for word in words] + ([f'"{beginning}"*'] if beginning else [])) + ")"
        for words, beginning in groups
    )
