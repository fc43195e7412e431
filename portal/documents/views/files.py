"""Files of a document: the DOCX, its print, the scan; who took one is written down."""

import io

from flask import send_file, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import audit, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.file_kinds import DOCX
from portal.core.i18n import _
from portal.core.sqlite import set_reading
from portal.core.web.pages import page, see_other
from portal.documents import actions
from portal.documents.forms.deeds import ScanForm
from portal.documents.models import Document
from portal.documents.paper import layout_of, render
from portal.documents.queries import context_now, people_of, template_for
from portal.documents.views.blueprints import documents as bp
from portal.documents.views.opening import one_document
from portal.people.readings import show_list


@bp.get("/<public_id>.docx")
@requires(Permission.DOCUMENT_READ)
@at_most("120 per hour")
def docx(public_id: str) -> Response:
    """The file: the registered one as it was made, a draft as it stands."""
    document = one_document(public_id, Permission.DOCUMENT_READ)
    if document.file is not None:
        made = files.send(document.file)
    else:
        name = _("%(what)s (черновик).docx", what=document.definition.heading)
        made = send_file(io.BytesIO(_draft(document)), mimetype=DOCX, as_attachment=True, download_name=name)
    made.headers["Cache-Control"] = "private, no-store"
    _note(document)
    return made


@bp.get("/<public_id>/print")
@requires(Permission.DOCUMENT_READ)
def printed(public_id: str) -> Response:
    """The paper on a page for the printer."""
    document = one_document(public_id, Permission.DOCUMENT_READ)
    named = [each.person_id for each in people_of(document)]
    show_list(current_actor(), "documents.printed", named, organization_id=document.organization_id)
    return page("documents/print.html", document=document, said=context_now(document))


@bp.get("/<public_id>/scan")
@requires(Permission.DOCUMENT_READ)
def scan(public_id: str) -> Response:
    """The scan of the signed sheet."""
    document = one_document(public_id, Permission.DOCUMENT_READ)
    if document.scan is None:
        raise NotSeen
    made = files.send(document.scan)
    made.headers["Cache-Control"] = "private, no-store"
    _note(document)
    return made


@bp.get("/<public_id>/scan/new")
@requires(Permission.DOCUMENT_SIGN)
def choose_scan(public_id: str) -> Response:
    """A form for the scan."""
    document = one_document(public_id, Permission.DOCUMENT_SIGN)
    return page("documents/scan.html", document=document, form=ScanForm(formdata=None))


@bp.post("/<public_id>/scan")
@requires(Permission.DOCUMENT_SIGN)
def keep_scan(public_id: str) -> Response:
    """Keep the scan; a better one takes the place of the former."""
    form = ScanForm()
    upload = form.upload
    document = one_document(public_id, Permission.DOCUMENT_SIGN, lock=True)
    try:
        if upload is None:
            raise Refusal(_("Выберите файл: PDF или снимок."))
        actions.attach_scan(current_actor(), document, upload)
    except Refusal as refusal:
        db.session.rollback()
        form.file.errors = [refusal.message]
        document = one_document(public_id, Permission.DOCUMENT_SIGN)
        return page("documents/scan.html", fragment="scan_form", status=422, document=document, form=form)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="scanned"))


def _draft(document: Document) -> bytes:
    own = template_for(document.organization_id, document.kind)
    if own is None:
        return render(layout_of(document.definition.layout), context_now(document))
    with files.open_file(own.file) as stream:
        return render(stream.read(), context_now(document))


def _note(document: Document) -> None:
    """The reading goes into the trail in a transaction of its own, once the file is at hand."""
    actor, public_id, place = current_actor(), document.public_id, document.organization_id
    db.session.rollback()
    set_reading(False)
    audit.record(actor, AuditEvent.DOCUMENT_TAKEN, None, organization_id=place, changes={"document": public_id})
    db.session.commit()
