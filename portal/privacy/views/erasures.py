"""Erasing: the preview and the proposal, the second person, the act on paper and the event log as a file."""

import io

from flask import request, send_file, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import audit, submissions
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.personal_data import Basis
from portal.core.row_erasure import preview
from portal.core.sqlite import set_reading
from portal.core.subjects import Erasing
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.privacy.actions import erasures as deeds
from portal.privacy.forms import ErasureForm
from portal.privacy.kinds import ErasureScope, ErasureState, RequestKind
from portal.privacy.models import Erasure, SubjectRequest
from portal.privacy.papers import SYSTEM_NAME, write_log
from portal.privacy.queries.erasures import acts, batch_of, categories, in_words
from portal.privacy.queries.holdings import find_subject
from portal.privacy.views.blueprints import privacy
from portal.privacy.views.decisions import decision_in

P = Permission
PURPOSE = "privacy.propose_erasure"
MEDIA = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8"}


@privacy.get("/requests/<public_id>/erasure")
@requires(P.SUBJECT_REQUEST_HANDLE)
def preview_erasure(public_id: str) -> Response:
    """What will be erased, what stays and why, before anything is done."""
    asked = _request(public_id)
    return _preview_page(asked, ErasureForm(formdata=None, reason=_reason_of(asked)))


@privacy.post("/requests/<public_id>/erasure")
@requires(P.SUBJECT_REQUEST_HANDLE)
def propose_erasure(public_id: str) -> Response:
    """Decide to erase and let the worker do it; the job's page shows how it goes."""
    asked, form, actor = _request(public_id, lock=True), ErasureForm(), current_actor()
    if not form.validate():
        return _preview_page(asked, form, status=422)
    key = form.submission_key.data or ""
    body = submissions.hash_body((public_id, form.reason.data, form.with_papers.data))
    used = submissions.claim(key, PURPOSE, body)
    if used is not None:
        return see_other(used.outcome or url_for(".erasures"))
    try:
        entries = _propose(asked, form)
    except Refusal as refusal:
        db.session.rollback()
        form.reason.errors = [refusal.message]
        return _preview_page(_request(public_id), form, status=409)
    target = url_for("jobs.show", public_id=deeds.ask_worker(actor, entries).public_id)
    submissions.set_outcome(key, target)
    db.session.commit()
    return see_other(target)


@privacy.get("/erasures")
@requires(P.SUBJECT_REQUEST_HANDLE)
def erasures() -> Response:
    """Erasures that wait for a second person, and acts."""
    found = paginate(acts(current_actor()))
    return page("privacy/erasures.html", fragment="act_list", found=found, states=ErasureState, scopes=ErasureScope,
                done=request.args.get("done", ""))  # fmt: skip


@privacy.get("/erasures/<public_id>")
@requires(P.SUBJECT_REQUEST_HANDLE)
def erasure(public_id: str) -> Response:
    """One erasure: whom it is about while that is known, what went, who decided."""
    entry = _entry(public_id)
    return page("privacy/erasure.html", entry=entry, together=batch_of(entry), lines=in_words(entry.lines),
                states=ErasureState, state=ErasureState(entry.state), scopes=ErasureScope)  # fmt: skip


@privacy.post("/erasures/<public_id>/decision")
@requires(P.SUBJECT_REQUEST_HANDLE)
def decide_erasure(public_id: str) -> Response:
    """The second person decides about everything that was proposed together."""
    together, actor = batch_of(_entry(public_id, lock=True)), current_actor()
    is_approved = decision_in(request.form)
    deeds.decide(actor, together, is_approved=is_approved)
    target = url_for(".erasures", done="refused")
    if is_approved:
        target = url_for("jobs.show", public_id=deeds.ask_worker(actor, together).public_id)
    db.session.commit()
    return see_other(target)


@privacy.get("/erasures/<public_id>/act")
@requires(P.SUBJECT_REQUEST_HANDLE)
def act(public_id: str) -> Response:
    """The act of destruction on paper (приказ РКН № 179, п. 3)."""
    entry = _entry(public_id)
    if entry.state != ErasureState.DONE:
        raise Refusal(_("Акт появится, когда данные будут стёрты."))
    lines = in_words(entry.lines)
    return page("privacy/act.html", entry=entry, lines=lines, categories=categories(lines), system=SYSTEM_NAME)


@privacy.get("/erasures/<public_id>/log.<any(xlsx, csv):kind>")
@requires(P.SUBJECT_REQUEST_HANDLE)
@at_most("60 per hour")
def erasure_log(public_id: str, kind: str) -> Response:
    """The event log of this destruction as a file (приказ РКН № 179, п. 5)."""
    entry = _entry(public_id)
    made = io.BytesIO(write_log(entry, kind, current_actor().time_zone))
    name = _("Журнал уничтожения, акт № %(number)s.%(kind)s", number=entry.number, kind=kind)
    db.session.rollback()
    set_reading(False)
    audit.record(current_actor(), AuditEvent.AUDIT_EXPORTED, _entry(public_id))
    db.session.commit()
    response = send_file(made, mimetype=MEDIA[kind], as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _request(public_id: str, *, lock: bool = False) -> SubjectRequest:
    loaded = () if lock else (joinedload(SubjectRequest.person), joinedload(SubjectRequest.organization))
    return get_or_404(current_actor(), SubjectRequest, public_id, P.SUBJECT_REQUEST_HANDLE, *loaded, lock=lock)


def _entry(public_id: str, *, lock: bool = False) -> Erasure:
    loaded = () if lock else (joinedload(Erasure.organization),)
    return get_or_404(current_actor(), Erasure, public_id, P.SUBJECT_REQUEST_HANDLE, *loaded, lock=lock)


def _is_whole(asked: SubjectRequest) -> bool:
    return asked.kind != RequestKind.WITHDRAWAL


def _reason_of(asked: SubjectRequest) -> str:
    return _("Обращение субъекта") if _is_whole(asked) else _("Отзыв согласия")


def _propose(asked: SubjectRequest, form: ErasureForm) -> list[Erasure]:
    actor, reason = current_actor(), form.reason.data or ""
    if not _is_whole(asked):
        return [deeds.propose_withdrawn(actor, asked, reason=reason)]
    if asked.organization is None:
        raise Refusal(_("У обращения нет организации, стирать нечего."))
    papers = bool(form.with_papers.data)
    return deeds.propose(actor, asked.organization, [asked.person], reason=reason, request=asked, with_papers=papers)


def _preview_page(asked: SubjectRequest, form: ErasureForm, status: int = 200) -> Response:
    is_whole = _is_whole(asked)
    erasing = Erasing(subject=find_subject(asked.person), basis=None if is_whole else Basis.CONSENT,
                      organization_id=None if is_whole else asked.organization_id)  # fmt: skip
    lines = in_words(preview(erasing))
    kept = in_words([line for line in preview(erasing) if line.how == "kept"])
    gone = [line for line in lines if line not in kept]
    return page("privacy/preview_erasure.html", fragment="erasure_form", status=status, asked=asked, form=form,
                gone=gone, kept=kept, is_whole=is_whole)  # fmt: skip
