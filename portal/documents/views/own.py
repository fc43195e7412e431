"""What I am asked to read, and «Ознакомлен»."""

import sqlalchemy as sa
from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.documents import actions
from portal.documents.models import Acquaintance, Document
from portal.documents.queries import context_now, own_acquaintances
from portal.documents.views.blueprints import own_documents as bp
from portal.documents.views.reading import own_context
from portal.people.models import Person


@bp.get("")
@requires(Permission.DOCUMENT_ACQUAINT)
def index() -> Response:
    """What waits for me first, then what I have read."""
    found = own_acquaintances(current_actor().person_id)
    return page("own_documents/index.html", found=found, done=request.args.get("done", ""))


@bp.get("/<public_id>")
@requires(Permission.DOCUMENT_ACQUAINT)
def show(public_id: str) -> Response:
    """The paper, with my own lines of its appendix."""
    asked = _one(public_id)
    me = db.session.scalars(sa.select(Person.public_id).where(Person.id == asked.person_id)).one()
    return page("own_documents/show.html", asked=asked, said=own_context(context_now(asked.document), me))


@bp.post("/<public_id>")
@requires(Permission.DOCUMENT_ACQUAINT)
def acknowledge(public_id: str) -> Response:
    """«Ознакомлен»."""
    actions.acknowledge(current_actor(), _one(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".index", done="read"))


def _one(public_id: str, *, lock: bool = False) -> Acquaintance:
    loaded = joinedload(Acquaintance.document).joinedload(Document.organization)
    return get_or_404(current_actor(), Acquaintance, public_id, Permission.DOCUMENT_ACQUAINT, loaded, lock=lock)
