"""Search across everything that the reader may see: results by kind, each narrowed by its own permission clause."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core.search import registry
from portal.core.search.index import LONGEST_QUERY
from portal.core.text import clean_line
from portal.core.web.pages import page
from portal.core.web.tables import PER_PAGE, asked_page

bp = Blueprint("search", __name__, url_prefix="/search")
FEW = 5


@bp.get("")
@requires(Permission.SEARCH)
@at_most("120 per minute")
def index() -> Response:
    """The best few of each kind, or one kind by pages (`kind=`)."""
    text = clean_line(request.args.get("q", ""))[:LONGEST_QUERY]
    kind = registry.KINDS.get(request.args.get("kind", ""))
    groups = _all_of(kind, text) if kind else _best_of_each(text)
    return page(
        "search/index.html", fragment="search_results", text=text, kind=kind, groups=groups,
        total=sum(group.total for group in groups), number=asked_page(), per_page=PER_PAGE,
    )  # fmt: skip


def _best_of_each(text: str) -> list[registry.Group]:
    if not text:
        return []
    found = [registry.find(kind, current_actor(), text, limit=FEW) for kind in registry.KINDS.values()]
    return [group for group in found if group.total]


def _all_of(kind: registry.Kind, text: str) -> list[registry.Group]:
    if not text:
        return []
    offset = (asked_page() - 1) * PER_PAGE
    group = registry.find(kind, current_actor(), text, limit=PER_PAGE, offset=offset)
    return [group] if group.total else []
