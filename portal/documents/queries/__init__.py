"""Reads of documents."""

from portal.documents.queries.acquaintance import acquaintances_of, own_acquaintances, unread_by
from portal.documents.queries.documents import (
    DocumentFilter,
    about,
    amended_by,
    find_documents,
    people_of,
    public_document,
    subjects_of,
    waiting_for_signature,
)
from portal.documents.queries.papers import (
    above_of,
    address_of,
    context_now,
    numbering_rule,
    own_templates,
    template_for,
)
from portal.documents.queries.people import candidate, candidates, employees, post_of

__all__ = [
    "DocumentFilter",
    "about",
    "above_of",
    "acquaintances_of",
    "address_of",
    "amended_by",
    "candidate",
    "candidates",
    "context_now",
    "employees",
    "find_documents",
    "numbering_rule",
    "own_acquaintances",
    "own_templates",
    "people_of",
    "post_of",
    "public_document",
    "subjects_of",
    "template_for",
    "unread_by",
    "waiting_for_signature",
]
