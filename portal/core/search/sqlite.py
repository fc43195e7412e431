"""Full-text search on SQLite: FTS5 over the lemmas, a title ten times as heavy as a body."""

import sqlalchemy as sa

# The row of a document is wide; an index that holds all that a hit needs makes the join three times as fast,
# and SQLite would not choose it by itself.
_FROM = sa.text(
    "search_index JOIN search_document AS found INDEXED BY ix_search_document_id_kind_ref_id "
    "ON found.id = search_index.rowid"
)
_name: sa.ColumnClause[str] = sa.literal_column("search_index")
_id: sa.ColumnClause[int] = sa.literal_column("found.id", sa.Integer())
_kind: sa.ColumnClause[str] = sa.literal_column("found.kind", sa.String())
_ref_id: sa.ColumnClause[int] = sa.literal_column("found.ref_id", sa.Integer())


def hits(kind: str, groups: list[tuple[list[str], str]]) -> sa.Subquery:
    """Documents of the kind in which every group is found."""
    return (
        sa.select(_ref_id.label("ref_id"), sa.func.bm25(_name, 10.0, 1.0).label("rank"), _id.label("document_id"))
        .select_from(_FROM)
        .where(_name.op("MATCH")(expression(groups)), _kind == kind)
        .limit(-1)  # keeps SQLite from merging this with the query around it, where bm25 has no cursor
        .subquery("hits")
    )


def expression(groups: list[tuple[list[str], str]]) -> str:
    """The FTS5 query. Words hold letters and digits only, so quotes around them are all the care they need."""
    return " AND ".join(
        "(" + " OR ".join([f'"{word}"' for word in words] + ([f'"{beginning}"*'] if beginning else [])) + ")"
        for words, beginning in groups
    )
