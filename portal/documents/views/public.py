"""Where the code on a printed paper leads: is it real, is it in force; the text without names where it is published."""

from werkzeug.wrappers import Response

from portal.access.throttle import at_most
from portal.access.web import public
from portal.core.errors import NotSeen
from portal.core.web.pages import page
from portal.documents.publishing import public_context
from portal.documents.queries import public_document
from portal.documents.views.blueprints import papers as bp


@bp.get("/<public_id>")
@public
@at_most("120 per minute")
def show(public_id: str) -> Response:
    """Number, day, organisation, state and hash of a registered paper; nobody whom it names."""
    document = public_document(public_id[:30])
    if document is None:
        raise NotSeen
    said = public_context(document) if document.published_on else None
    return page("documents/public.html", document=document, said=said)
