"""Who stands in a draft: found in the organisation, put in with a remark, taken out."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.web.pages import page, see_other
from portal.documents import actions
from portal.documents.actions import Named
from portal.documents.forms.deeds import PersonForm
from portal.documents.models import Document
from portal.documents.queries import candidate, candidates, people_of
from portal.documents.views.blueprints import documents as bp
from portal.documents.views.opening import one_document
from portal.people.models import Person
from portal.people.readings import show_list


@bp.get("/<public_id>/people")
@requires(Permission.DOCUMENT_EDIT)
def people(public_id: str) -> Response:
    """Who is in it, and who may be put in."""
    return _people_page(one_document(public_id, Permission.DOCUMENT_EDIT), PersonForm(formdata=None))


@bp.post("/<public_id>/people")
@requires(Permission.DOCUMENT_EDIT)
def put(public_id: str) -> Response:
    """Put somebody in, or change the remark."""
    document, form = one_document(public_id, Permission.DOCUMENT_EDIT, lock=True), PersonForm()
    if not form.validate():
        return _people_page(document, form, status=422)
    named = Named(person=_chosen(document, form.person.data or ""), note=form.note.data or "")
    actions.put_person(current_actor(), document, named)
    db.session.commit()
    return see_other(url_for(".people", public_id=public_id))


@bp.post("/<public_id>/people/removal")
@requires(Permission.DOCUMENT_EDIT)
def drop(public_id: str) -> Response:
    """Take somebody out."""
    document, form = one_document(public_id, Permission.DOCUMENT_EDIT, lock=True), PersonForm()
    standing = next((one for one in people_of(document) if one.person.public_id == form.person.data), None)
    if standing is not None:
        actions.drop_person(current_actor(), document, standing.person)
    db.session.commit()
    return see_other(url_for(".people", public_id=public_id))


def _chosen(document: Document, public_id: str) -> Person:
    """Somebody of the document's organisation. Raises NotSeen for anybody else."""
    found = candidate(document.organization_id, public_id, clock.today(document.organization.time_zone))
    if found is None:
        raise NotSeen
    return found


def _people_page(document: Document, form: PersonForm, status: int = 200) -> Response:
    actor, text = current_actor(), request.args.get("q", "").strip()
    inside = people_of(document)
    within = {one.person_id for one in inside}
    today = clock.today(document.organization.time_zone)
    found = [one for one in candidates(document.organization_id, text, today) if one.id not in within]
    show_list(
        actor, "documents.people", [*within, *(one.id for one in found)], organization_id=document.organization_id
    )
    return page(
        "documents/people.html", fragment="people_found", status=status, document=document, form=form, inside=inside,
        found=found, text=text,
    )  # fmt: skip
