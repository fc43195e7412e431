"""Deeds with a document: registration with number, day and scan, cancelling, publication."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.documents import actions
from portal.documents.forms.deeds import CancellationForm, RegistrationForm
from portal.documents.kinds import Numbering
from portal.documents.models import Document
from portal.documents.numbering import last_number, rule_of
from portal.documents.publishing import public_context
from portal.documents.views.blueprints import documents as bp
from portal.documents.views.opening import one_document


@bp.get("/<public_id>/registration")
@requires(Permission.DOCUMENT_SIGN)
def confirm_registration(public_id: str) -> Response:
    """Day, number and scan of the paper that came back signed."""
    document, form = one_document(public_id, Permission.DOCUMENT_SIGN), RegistrationForm(formdata=None)
    form.registered_on.data = clock.today(document.organization.time_zone)
    return _registration_page(document, form)


@bp.post("/<public_id>/registration")
@requires(Permission.DOCUMENT_SIGN)
def register(public_id: str) -> Response:
    """The paper is signed: it never changes from now on."""
    form = RegistrationForm()
    upload = form.upload
    document = one_document(public_id, Permission.DOCUMENT_SIGN, lock=True)
    if not form.validate():
        return _registration_page(document, form, status=422)
    try:
        actions.register(current_actor(), document, scan=upload, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.registered_on.errors = [refusal.message]
        return _registration_page(one_document(public_id, Permission.DOCUMENT_SIGN), form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="signed"))


@bp.get("/<public_id>/cancellation")
@requires(Permission.DOCUMENT_EDIT)
def confirm_cancellation(public_id: str) -> Response:
    """What cancelling means, before it is done."""
    document = one_document(public_id, Permission.DOCUMENT_EDIT)
    return page("documents/cancellation.html", document=document, form=CancellationForm(formdata=None))


@bp.post("/<public_id>/cancellation")
@requires(Permission.DOCUMENT_EDIT)
def end(public_id: str) -> Response:
    """The document is not needed."""
    document, form = one_document(public_id, Permission.DOCUMENT_EDIT, lock=True), CancellationForm()
    if not form.validate():
        return page("documents/cancellation.html", fragment="cancellation", status=422, document=document, form=form)
    actions.cancel(current_actor(), document, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="cancelled"))


@bp.get("/<public_id>/publication")
@requires(Permission.DOCUMENT_EDIT)
def confirm_publication(public_id: str) -> Response:
    """What everybody would read, to be looked through for names."""
    document = one_document(public_id, Permission.DOCUMENT_EDIT)
    return page("documents/publication.html", document=document, said=public_context(document))


@bp.post("/<public_id>/publication")
@requires(Permission.DOCUMENT_EDIT)
def publish(public_id: str) -> Response:
    """Let everybody read it, or no more."""
    document = one_document(public_id, Permission.DOCUMENT_EDIT, lock=True)
    is_open = request.form.get("open") == "1"
    actions.publish(current_actor(), document, is_open=is_open)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="published" if is_open else "hidden"))


def _registration_page(document: Document, form: RegistrationForm, status: int = 200) -> Response:
    rule = rule_of(document.organization_id, document.series)
    today = clock.today(document.organization.time_zone)
    coming = rule.written(last_number(document.organization_id, document.series, today.year) + 1)
    return page(
        "documents/registration.html", fragment="registration_form", status=status, document=document, form=form,
        coming=coming, is_typed=rule.mode == Numbering.TYPED,
    )  # fmt: skip
