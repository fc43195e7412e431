"""Beginning a document, writing its free parts, giving it for signature and taking it back."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.documents import actions
from portal.documents.content import Content
from portal.documents.definitions import free_kinds, kind_of
from portal.documents.forms.drafts import DraftForm, NewDocumentForm, SignedByHead, form_of
from portal.documents.models import Document
from portal.documents.queries import employees
from portal.documents.views.blueprints import documents as bp
from portal.documents.views.opening import one_document
from portal.documents.words import draft_words
from portal.people.models import CollegialBody, Organization
from portal.people.periods import in_force
from portal.people.queries import organizations_with_settings

PURPOSE = "document"


@bp.get("/new")
@requires(Permission.DOCUMENT_EDIT)
def new() -> Response:
    """Which document, of which organisation."""
    form = NewDocumentForm(formdata=None)
    if (kind := request.args.get("kind", "")) in free_kinds():
        form.kind.data = kind
    amended = _amended(request.args.get("amends", ""))
    if amended is not None:
        form.kind.data, form.amends.data = "order_amendment", amended.public_id
        form.organization.data = amended.organization.public_id
    return _new_page(form, amended)


@bp.post("")
@requires(Permission.DOCUMENT_EDIT)
def create() -> Response:
    """Make the draft, once however often the button is pressed."""
    form = NewDocumentForm()
    organizations = _organizations()
    form.offer(organizations, _bodies(organizations))
    if not form.validate():
        return _new_page(form, _amended(form.amends.data or ""), status=422)
    organization = get_or_404(current_actor(), Organization, form.organization.data, Permission.DOCUMENT_EDIT)
    body, amended = _body_of(form, organization), _amended(form.amends.data or "")
    if kind_of(form.kind.data).body and body is None:
        form.body.errors = [_("Выберите, чьё это заседание")]
        return _new_page(form, amended, status=422)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, PURPOSE, told)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = actions.issue_document(
            current_actor(), form.kind.data, organization, title=form.title.data or "", body=body,
            amends=amended, repeals=bool(amended and form.repeals.data),
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.kind.errors = [refusal.message]
        return _new_page(form, _amended(form.amends.data or ""), status=422)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".edit", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>/edit")
@requires(Permission.DOCUMENT_EDIT)
def edit(public_id: str) -> Response:
    """The free parts as a form."""
    document = one_document(public_id, Permission.DOCUMENT_EDIT)
    return _edit_page(document, form_of(document.kind).showing(document.title, Content.from_json(document.content)))


@bp.post("/<public_id>/edit")
@requires(Permission.DOCUMENT_EDIT)
def update(public_id: str) -> Response:
    """Save them; somebody else's change in between is shown beside one's own (409)."""
    document = one_document(public_id, Permission.DOCUMENT_EDIT, lock=True)
    form, stands = form_of(document.kind)(), Content.from_json(document.content)
    if not form.validate():
        return _edit_page(document, form, status=422)
    content, title = form.content(stands), form.title.data or ""
    check_version(document.version, request.form.get("version"), stands=draft_words(document.title, stands),
                  typed=draft_words(title, content))  # fmt: skip
    signing = {}
    if isinstance(form, SignedByHead):
        signing = {"signatory": form.chosen(employees(document.organization_id, _today(document))),
                   "signatory_post": form.signatory_post.data or ""}  # fmt: skip
    actions.edit_draft(current_actor(), document, title=title, content=content, **signing)
    db.session.commit()
    where = ".edit" if request.form.get("more") else ".show"
    return see_other(url_for(where, public_id=public_id, done="saved"))


@bp.post("/<public_id>/refresh")
@requires(Permission.DOCUMENT_EDIT)
def refresh(public_id: str) -> Response:
    """Make the draft anew from the data."""
    actions.refresh_draft(current_actor(), one_document(public_id, Permission.DOCUMENT_EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="refreshed"))


@bp.post("/<public_id>/signature")
@requires(Permission.DOCUMENT_EDIT)
def send(public_id: str) -> Response:
    """The draft is ready to be signed."""
    actions.send_to_signature(current_actor(), one_document(public_id, Permission.DOCUMENT_EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="sent"))


@bp.post("/<public_id>/return")
@requires(Permission.DOCUMENT_EDIT)
def give_back(public_id: str) -> Response:
    """Back to the drafts."""
    actions.return_to_draft(current_actor(), one_document(public_id, Permission.DOCUMENT_EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="returned"))


@bp.post("/<public_id>/extracts")
@requires(Permission.DOCUMENT_EDIT)
def extract(public_id: str) -> Response:
    """An extract of one question of a protocol; `question` counts from 1."""
    protocol, said = one_document(public_id, Permission.DOCUMENT_EDIT, lock=True), request.form.get("question", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    made = actions.issue_extract(current_actor(), protocol, number).public_id
    db.session.commit()
    return see_other(url_for(".show", public_id=made, done="saved"))


def _today(document: Document) -> date:
    return clock.today(document.organization.time_zone)


def _organizations() -> Sequence[Organization]:
    return organizations_with_settings(current_actor(), Permission.DOCUMENT_EDIT)


def _bodies(organizations: Sequence[Organization]) -> Sequence[CollegialBody]:
    """Bodies that sit today, of these organisations, that the reader may see."""
    actor = current_actor()
    return db.session.scalars(
        select_allowed(actor, Permission.BODY_READ, CollegialBody)
        .where(
            CollegialBody.organization_id.in_([each.id for each in organizations]),
            in_force(CollegialBody, clock.today(actor.time_zone)),
        )
        .order_by(CollegialBody.sort_name, CollegialBody.id)
    ).all()


def _body_of(form: NewDocumentForm, organization: Organization) -> CollegialBody | None:
    return next((each for each in _bodies([organization]) if each.public_id == form.body.data), None)


def _amended(public_id: str) -> Document | None:
    """The document that is to be amended, if the reader may work with it."""
    if not public_id:
        return None
    found = select_allowed(current_actor(), Permission.DOCUMENT_EDIT, Document)
    return db.session.scalars(
        found.where(Document.public_id == public_id, sa.not_(Document.number.is_(None)))
    ).one_or_none()


def _new_page(form: NewDocumentForm, amended: Document | None, status: int = 200) -> Response:
    organizations = _organizations()
    form.offer(organizations, _bodies(organizations))
    return page(
        "documents/new.html", fragment="new_document", status=status, form=form, organizations=organizations,
        amended=amended,
    )  # fmt: skip


def _edit_page(document: Document, form: DraftForm, status: int = 200) -> Response:
    if isinstance(form, SignedByHead):
        form.offer(employees(document.organization_id, _today(document)), document.signatory)
        if form.signatory_post.data is None:
            form.signatory_post.data = document.signatory_post
    return page("documents/edit.html", fragment="draft_form", status=status, document=document, form=form)
