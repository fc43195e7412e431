"""From a context to a file: layouts, own templates and their check, rendering that gives the same bytes each time."""

from portal.documents.paper.checking import check_template
from portal.documents.paper.context import context_of, hash_of
from portal.documents.paper.fields import FIELDS, field_rows
from portal.documents.paper.layouts import layout_of
from portal.documents.paper.rendering import render

__all__ = ["FIELDS", "check_template", "context_of", "field_rows", "hash_of", "layout_of", "render"]
