"""Full-text search on SQLite: FTS5 over the lemmas, a title ten times as heavy as a body."""

import sqlalchemy as sa

from portal.core.search.index import SearchDocument

_index = sa.table("search_index", sa.column("rowid", sa.Integer))
_name: sa.ColumnClause[str] = sa.literal_column("search_index")


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
