"""Who is to read a document, who has, asking more people, reminding."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.web.pages import page, see_other
from portal.documents import actions
from portal.documents.forms.deeds import PersonForm
from portal.documents.queries import acquaintances_of, candidate, candidates
from portal.documents.views.blueprints import documents as bp
from portal.documents.views.opening import one_document
from portal.people.readings import show_list


@bp.get("/<public_id>/acquaintance")
@requires(Permission.DOCUMENT_EDIT)
def acquaintance(public_id: str) -> Response:
    """Everybody who was asked, those who have not read it first."""
    actor, document = current_actor(), one_document(public_id, Permission.DOCUMENT_EDIT)
    text = request.args.get("q", "").strip()
    asked = acquaintances_of(document)
    known = {each.person_id for each in asked}
    today = clock.today(document.organization.time_zone)
    found = [one for one in candidates(document.organization_id, text, today) if one.id not in known]
    show_list(actor, "documents.acquaintance", [*known, *(one.id for one in found)],
              organization_id=document.organization_id)  # fmt: skip
    return page(
        "documents/acquaintance.html", fragment="people_found", document=document, asked=asked, found=found, text=text,
        read=sum(each.read_at is not None for each in asked), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.post("/<public_id>/acquaintance")
@requires(Permission.DOCUMENT_EDIT)
def ask(public_id: str) -> Response:
    """Ask one person more."""
    document, form = one_document(public_id, Permission.DOCUMENT_EDIT, lock=True), PersonForm()
    today = clock.today(document.organization.time_zone)
    person = candidate(document.organization_id, (form.person.data or "")[:22], today)
    if person is None:
        raise NotSeen
    actions.ask_to_read(current_actor(), document, [person])
    db.session.commit()
    return see_other(url_for(".acquaintance", public_id=public_id, done="asked"))


@bp.post("/<public_id>/acquaintance/reminder")
@requires(Permission.DOCUMENT_EDIT)
def remind(public_id: str) -> Response:
    """Remind those who have not read it."""
    actions.remind(current_actor(), one_document(public_id, Permission.DOCUMENT_EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".acquaintance", public_id=public_id, done="reminded"))
