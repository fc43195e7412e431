"""The register of documents, one document, the register as a table."""

import io

from flask import request, send_file
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.file_kinds import XLSX
from portal.core.i18n import _
from portal.core.sqlite import set_reading
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
from portal.people import disclosures
from portal.people.exports import organization_of
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
    db.session.rollback()
    set_reading(False)
    place = organization_of(actor, Permission.DOCUMENT_READ)
    disclosures.disclose(actor, exports.KIND, subjects, exports.fingerprint(wanted), organization_id=place)
    audit.record(actor, AuditEvent.REGISTER_EXPORTED, None, organization_id=place,
                 changes={"kind": exports.KIND, "rows": rows, "filters": sorted(wanted.as_args)})  # fmt: skip
    db.session.commit()
    made.seek(0)
    response = send_file(made, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
