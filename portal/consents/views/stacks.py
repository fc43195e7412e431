"""Scanned stacks: upload, what the sorting made of it, one button for a page of thumbnails."""

from collections.abc import Sequence

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.consents.actions.stacks import Allowed, Upload, add_files, decide, undo_last, upload_stack
from portal.consents.crowds import crowds_of
from portal.consents.forms import conditions_in
from portal.consents.models import ScanStack
from portal.consents.paper_kinds import Outcome, Verdict
from portal.consents.queries.stacks import (
    decided_pages,
    files_of,
    find_stacks,
    pages_to_check,
    pages_with,
    progress_of,
)
from portal.consents.views.blueprints import consents as bp
from portal.consents.views.sheets import items_of
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.tables import paginate
from portal.people.models import Organization

PURPOSE = "consent-scans"
AT_ONCE = 40
STOP_ASKING = 286  # htmx ends its polling on this status


@bp.get("/stacks")
@requires(Permission.CONSENT_RECORD)
def stacks() -> Response:
    """Uploaded stacks and the form for the next one."""
    return _list_page()


@bp.post("/stacks")
@requires(Permission.CONSENT_RECORD)
@at_most("300 per hour")
def upload() -> Response:
    """Take the files; their sorting goes on in the background."""
    organization, key = _organization(), request.form.get("submission_key", "")
    uploads = _uploads()
    told = submissions.hash_body([organization.public_id, *(name for _stream, name in uploads)])
    used = submissions.claim(key, PURPOSE, told)
    if used is not None:
        return see_other(url_for(".stack", public_id=used.outcome))
    try:
        made = upload_stack(current_actor(), organization, uploads)
    except Refusal as refusal:
        db.session.rollback()
        return _list_page(refusal.message)
    public_id = made.public_id
    submissions.set_outcome(key, public_id)
    db.session.commit()
    return see_other(url_for(".stack", public_id=public_id))


@bp.get("/stacks/<public_id>")
@requires(Permission.CONSENT_RECORD)
def stack(public_id: str) -> Response:
    """What became of the stack; asked for every two seconds while it is being sorted."""
    return _stack_page(_stack(public_id))


@bp.post("/stacks/<public_id>/files")
@requires(Permission.CONSENT_RECORD)
@at_most("300 per hour")
def add_scans(public_id: str) -> Response:
    """Put more files on the stack: one request carries 20 MB."""
    chosen = _stack(public_id)
    try:
        add_files(current_actor(), chosen, _uploads())
    except Refusal as refusal:
        db.session.rollback()
        return _stack_page(_stack(public_id), refusal.message)
    db.session.commit()
    return see_other(url_for(".stack", public_id=public_id))


@bp.post("/stacks/<public_id>/verdicts")
@requires(Permission.CONSENT_RECORD)
def accept(public_id: str) -> Response:
    """Take all thumbnails of the page as they were looked at: all or none."""
    chosen = _stack(public_id, lock=True)
    try:
        count = decide(current_actor(), chosen, *_verdicts())
    except Refusal as refusal:
        db.session.rollback()
        return _stack_page(_stack(public_id), refusal.message, status=409)
    db.session.commit()
    return see_other(url_for(".stack", public_id=public_id, done="accepted", n=count))


@bp.post("/stacks/<public_id>/undo")
@requires(Permission.CONSENT_RECORD)
def undo(public_id: str) -> Response:
    """Take back the decisions of the last button."""
    count = undo_last(current_actor(), _stack(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".stack", public_id=public_id, done="undone", n=count))


def _stack(public_id: str, *, lock: bool = False) -> ScanStack:
    loaded = () if lock else (joinedload(ScanStack.organization), joinedload(ScanStack.job))
    return get_or_404(current_actor(), ScanStack, public_id, Permission.CONSENT_RECORD, *loaded, lock=lock)


def _uploads() -> list[Upload]:
    return [(one.stream, one.filename) for one in request.files.getlist("scans") if one.filename]


def _verdicts() -> tuple[dict[str, Verdict], dict[str, Allowed]]:
    """By page: what was seen on it, and what it allows to publish; what the form does not offer is passed over."""
    offered = {Verdict.SIGNED, Verdict.REFUSED, Verdict.UNCLEAR}
    seen = {
        name.removeprefix("v."): Verdict(value)
        for name, value in request.form.items()
        if name.startswith("v.") and value in offered
    }
    return seen, {page: (request.form.getlist(f"i.{page}"), conditions_in(request.form, page)) for page in seen}


def _organization() -> Organization:
    wanted = request.form.get("organization", "")
    found = next((each for each in _organizations() if each.public_id == wanted), None)
    if found is None:
        raise NotSeen
    return found


def _organizations() -> Sequence[Organization]:
    crowds = crowds_of(current_actor(), Permission.CONSENT_RECORD)
    return list({crowd.organization.id: crowd.organization for crowd in crowds}.values())


def _list_page(problem: str = "") -> Response:
    organizations = _organizations()
    return page(
        "consents/stacks.html", status=422 if problem else 200, problem=problem, organizations=organizations,
        stacks=paginate(find_stacks(current_actor()), scalars=False), key=submissions.new_key(),
        options=[(each.public_id, each.short_name) for each in organizations],
    )  # fmt: skip


def _stack_page(chosen: ScanStack, problem: str = "", status: int = 422) -> Response:
    is_sorting = chosen.job is not None and not chosen.job.is_over
    if not problem:
        status = STOP_ASKING if is_fragment() and not is_sorting else 200
    return page(
        "consents/stack.html", fragment="stack_body", status=status, stack=chosen, problem=problem,
        is_sorting=is_sorting, progress=progress_of(chosen), files=files_of(chosen),
        checking=paginate(pages_to_check(chosen), per_page=AT_ONCE), unread=pages_with(chosen, Outcome.UNREAD),
        doubles=pages_with(chosen, Outcome.DUPLICATE, Outcome.FOREIGN), items=items_of,
        decided=db.session.scalars(decided_pages(chosen).limit(AT_ONCE)).all(),
        verdicts=[Verdict.SIGNED, Verdict.REFUSED, Verdict.UNCLEAR], verdict_label=lambda word: Verdict(word).label,
        done=request.args.get("done", ""), count=request.args.get("n", 0, type=int),
        typed=request.form,
    )  # fmt: skip
