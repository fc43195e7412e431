"""The register of documents, one document, the register as a table."""

import io

from flask import request
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.pages import is_fragment, page
from portal.core.web.tables import paginate
from portal.documents import exports
from portal.documents.definitions import kinds
from portal.documents.labels import STATES
from portal.documents.queries import (
    DocumentFilter,
    acquaintances_of,
    amended_by,
    context_now,
    find_documents,
    people_of,
)
from portal.documents.readiness import problems_of
from portal.documents.registry import SOURCES
from portal.documents.views.blueprints import documents as bp
from portal.documents.views.opening import one_document
from portal.people.exports import fingerprint
from portal.people.handing import hand_out
from portal.people.queries import organizations_with_settings
from portal.people.readings import show_list

YEARS_BACK = 6


@bp.get("")
@requires(Permission.DOCUMENT_READ)
def index() -> Response:
    """Documents that the reader may see: what is not registered yet, then the latest."""
    actor, wanted = current_actor(), DocumentFilter.from_args(request.args)
    found = paginate(find_documents(actor, wanted), scalars=False)
    year = clock.today(actor.time_zone).year
    return page(
        "documents/index.html", fragment="document_list", found=found, wanted=wanted, states=STATES, kinds=kinds(),
        years=range(year, year - YEARS_BACK, -1), may_edit=actor.has(Permission.DOCUMENT_EDIT),
        may_set=actor.has(Permission.DOCUMENT_SETUP), may_sign=actor.has(Permission.DOCUMENT_SIGN),
        organizations=[] if is_fragment() else organizations_with_settings(actor, Permission.DOCUMENT_READ),
    )  # fmt: skip


@bp.get("/<public_id>")
@requires(Permission.DOCUMENT_READ)
def show(public_id: str) -> Response:
    """One document: its text, what comes next, who is to read it, what amends it."""
    actor, document = current_actor(), one_document(public_id, Permission.DOCUMENT_READ)
    people = people_of(document)
    show_list(actor, "documents.show", [each.person_id for each in people], organization_id=document.organization_id)
    asked = acquaintances_of(document)
    return page(
        "documents/show.html", document=document, may=permissions_on(actor, document), P=Permission, people=people,
        said=context_now(document), gaps=problems_of(document, people) if document.may_be_edited else [],
        asked=asked, read=sum(each.read_at is not None for each in asked), amendments=amended_by(document),
        is_mine=document.signatory_id == actor.person_id, has_source=document.kind in SOURCES,
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/register.xlsx")
@requires(Permission.DOCUMENT_READ)
@at_most("30 per hour")
def download() -> Response:
    """The same documents as a table."""
    actor, wanted = current_actor(), DocumentFilter.from_args(request.args)
    made = io.BytesIO()
    rows, subjects = exports.write_documents(actor, wanted, made)
    name = _("Реестр документов %(day)s.xlsx", day=clock.today(actor.time_zone).isoformat())
    return hand_out(
        actor, made, name=name, kind=exports.KIND, what=fingerprint(wanted), subjects=subjects, rows=rows,
        permission=Permission.DOCUMENT_READ, filters=sorted(wanted.as_args),
    )  # fmt: skip
