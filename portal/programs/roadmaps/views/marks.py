"""Marks: a step is done, and what proves it; the mark taken back; a step that does not apply this year."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import files, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import see_other
from portal.programs.roadmaps.actions import Evidence, close_by_hand, open_again, restore_step, skip_step
from portal.programs.roadmaps.forms.maps import MarkForm, SkipForm
from portal.programs.roadmaps.models import RoadmapStep
from portal.programs.roadmaps.queries.maps import documents_to_choose
from portal.programs.roadmaps.views.blueprints import roadmaps as bp
from portal.programs.roadmaps.views.opening import one_step, one_time
from portal.programs.roadmaps.views.steps import step_page

MARK = Permission.ROADMAP_MARK


@bp.post("/roadmap-steps/<public_id>/marks")
@requires(MARK)
def mark(public_id: str) -> Response:
    """The step is done this time, once however often the button is pressed."""
    form = MarkForm()
    upload = form.upload
    one = one_step(public_id, MARK, lock=True)
    found = documents_to_choose(current_actor(), one.roadmap.organization_id)
    form.offer(one, [(each.public_id, each.title) for each in found])
    told = submissions.hash_body((form.occurrence.data, str(form.done_on.data), form.comment.data))
    if submissions.claim(form.submission_key.data or "", f"roadmap-mark:{public_id}", told) is not None:
        return see_other(url_for(".step", public_id=public_id, done="marked"))
    if not form.validate():
        return step_page(one, form, status=422)
    document = next((each for each in found if each.public_id == form.document.data), None)
    evidence = Evidence(comment=form.comment.data or "", document=document, upload=upload)
    try:
        close_by_hand(current_actor(), form.chosen(one), on=form.day, evidence=evidence)
    except Refusal as refusal:
        return _refused(public_id, form, refusal)
    db.session.commit()
    return see_other(url_for(".step", public_id=public_id, done="marked"))


@bp.post("/roadmap-steps/<public_id>/marks/removal")
@requires(MARK)
def unmark(public_id: str) -> Response:
    """Take the mark back."""
    one = one_step(public_id, MARK, lock=True)
    open_again(current_actor(), one_time(one, request.form.get("occurrence", "")))
    db.session.commit()
    return see_other(url_for(".step", public_id=public_id, done="unmarked"))


@bp.post("/roadmap-steps/<public_id>/skip")
@requires(Permission.PROGRAM_EDIT)
def skip(public_id: str) -> Response:
    """The step does not apply this year."""
    one, form = one_step(public_id, Permission.PROGRAM_EDIT, lock=True), SkipForm()
    if not form.validate():
        return step_page(one, skipping=form, status=422)
    skip_step(current_actor(), one, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".step", public_id=public_id, done="skipped"))


@bp.post("/roadmap-steps/<public_id>/restore")
@requires(Permission.PROGRAM_EDIT)
def restore(public_id: str) -> Response:
    """The step applies after all."""
    restore_step(current_actor(), one_step(public_id, Permission.PROGRAM_EDIT, lock=True))
    db.session.commit()
    return see_other(url_for(".step", public_id=public_id, done="restored"))


@bp.get("/roadmap-steps/<public_id>/files/<occurrence_id>")
@requires(Permission.ROADMAP_READ)
def evidence(public_id: str, occurrence_id: str) -> Response:
    """The file that proves it."""
    one: RoadmapStep = one_step(public_id, Permission.ROADMAP_READ)
    file = one_time(one, occurrence_id).file
    if file is None:
        raise NotSeen
    return files.send(file)


def _refused(public_id: str, form: MarkForm, refusal: Refusal) -> Response:
    """The page again with the words where the cause is: nothing proven, else the day."""
    db.session.rollback()
    is_bare = not ((form.comment.data or "").strip() or form.document.data or form.upload)
    (form.comment if is_bare else form.done_on).errors = [refusal.message]
    return step_page(one_step(public_id, MARK), form, status=422)
