"""Full-text search on PostgreSQL: a generated tsvector of the lemmas, configuration «simple», weights A and D."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, REAL, TSVECTOR

from portal.core.search.index import SearchDocument

_vector = sa.literal_column("search_document.search_index_vector", TSVECTOR)
_weights = sa.cast(sa.literal([0.1, 0.1, 0.1, 1.0], ARRAY(REAL)), ARRAY(REAL))


def hits(kind: str, groups: list[tuple[list[str], str]]) -> sa.Subquery:
    """Documents of the kind in which every group is found."""
    query = sa.func.to_tsquery(sa.literal_column("'simple'::regconfig"), expression(groups))
    return (
        sa.select(
            SearchDocument.ref_id,
            (-sa.func.ts_rank(_weights, _vector, query)).label("rank"),
            SearchDocument.id.label("document_id"),
        )
        .where(_vector.op("@@")(query), SearchDocument.kind == kind)
        .subquery("hits")
    )


def expression(groups: list[tuple[list[str], str]]) -> str:
    """The tsquery. Words hold letters and digits only, so quotes around them are all the care they need."""
    return " & ".join(
        "(" + " | ".join([f"'{word}'" for word in words] + ([f"'{beginning}':*"] if beginning else [])) + ")"
        for words, beginning in groups
    )
