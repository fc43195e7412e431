"""The queue of requests for those who answer, and one request with its decision."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.privacy.actions.requests import answer, extend
from portal.privacy.deadlines import DEADLINES
from portal.privacy.forms import AnswerForm, ExtensionForm
from portal.privacy.kinds import KIND_LABELS, RequestKind, RequestState
from portal.privacy.models import SubjectRequest
from portal.privacy.queries.requests import queue
from portal.privacy.views.blueprints import privacy

P = Permission
ERASING = (RequestKind.ERASURE, RequestKind.WITHDRAWAL)


@privacy.get("")
@requires(P.SUBJECT_REQUEST_HANDLE)
def index() -> Response:
    """Requests that wait, the earliest term first; answered ones on demand."""
    state, kind = request.args.get("state", RequestState.OPEN.value), request.args.get("kind", "")
    found = paginate(queue(current_actor(), state=state, kind=kind))
    return page("privacy/index.html", fragment="request_list", found=found, state=state, kind=kind,
                kinds=RequestKind, states=RequestState, kind_choices=list(KIND_LABELS.items()),
                today=clock.today(current_actor().time_zone))  # fmt: skip


@privacy.get("/requests/<public_id>")
@requires(P.SUBJECT_REQUEST_HANDLE)
def show(public_id: str) -> Response:
    """One request: what is asked, until when, and the answer."""
    return _show_page(_request(public_id), AnswerForm(formdata=None), ExtensionForm(formdata=None))


@privacy.post("/requests/<public_id>/answer")
@requires(P.SUBJECT_REQUEST_HANDLE)
def answer_request(public_id: str) -> Response:
    """Answer it."""
    asked, form = _request(public_id, lock=True), AnswerForm()
    if not form.validate():
        return _show_page(asked, form, ExtensionForm(formdata=None), status=422)
    try:
        answer(current_actor(), asked, text=form.text.data or "", is_done=form.decision.data == "done")
    except Refusal as refusal:
        form.decision.errors = [refusal.message]
        return _show_page(asked, form, ExtensionForm(formdata=None), status=409)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="answered"))


@privacy.post("/requests/<public_id>/extension")
@requires(P.SUBJECT_REQUEST_HANDLE)
def extend_request(public_id: str) -> Response:
    """Move the term once, with a reason."""
    asked, form = _request(public_id, lock=True), ExtensionForm()
    if not form.validate():
        return _show_page(asked, AnswerForm(formdata=None), form, status=422)
    extend(current_actor(), asked, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="extended"))


def _request(public_id: str, *, lock: bool = False) -> SubjectRequest:
    loaded = () if lock else (joinedload(SubjectRequest.person), joinedload(SubjectRequest.organization))
    return get_or_404(current_actor(), SubjectRequest, public_id, P.SUBJECT_REQUEST_HANDLE, *loaded, lock=lock)


def _show_page(asked: SubjectRequest, form: AnswerForm, more: ExtensionForm, status: int = 200) -> Response:
    term, actor = DEADLINES[asked.kind], current_actor()
    return page(
        "privacy/show.html", fragment="answer_form", status=status, asked=asked, form=form, more=more, term=term,
        kind=RequestKind(asked.kind), state=RequestState(asked.state), open_state=RequestState.OPEN,
        may_extend=bool(term.more) and not asked.extended, erases=asked.kind in ERASING,
        is_own=actor.person_id in (asked.person_id, asked.asked_by_id), done=request.args.get("done", ""),
        today=clock.today(actor.time_zone),
    )  # fmt: skip
