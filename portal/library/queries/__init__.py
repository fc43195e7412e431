"""Reads of the library: materials, readings of newcomers, open pages."""

from portal.library.queries.materials import (
    MaterialFilter,
    current_versions,
    find_materials,
    open_materials,
    readable_hits,
    to_review,
)
from portal.library.queries.readers import acquaintance_with, is_asked, reading_of, unread_by
from portal.library.queries.sections import news_of, open_papers, opened_section, opened_sections, section_of

__all__ = [
    "MaterialFilter",
    "acquaintance_with",
    "current_versions",
    "find_materials",
    "is_asked",
    "news_of",
    "open_materials",
    "open_papers",
    "opened_section",
    "opened_sections",
    "readable_hits",
    "reading_of",
    "section_of",
    "to_review",
    "unread_by",
]
