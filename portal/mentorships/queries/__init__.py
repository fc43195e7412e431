"""Reads of pairs: one's own, the card and what stands beside it."""

from portal.mentorships.queries.pairs import (
    WITH_MEMBERS,
    decisions_of,
    format_name,
    openable_people,
    own_pairs,
    paired,
    periods_of,
)

__all__ = ["WITH_MEMBERS", "decisions_of", "format_name", "openable_people", "own_pairs", "paired", "periods_of"]
