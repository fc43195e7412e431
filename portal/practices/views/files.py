"""Files of a practice: attached to the draft, taken out, read by whoever may read their version."""

from flask import url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import files, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other
from portal.practices.actions import add_file, remove_file
from portal.practices.forms import FileForm
from portal.practices.models import Practice, PracticeFile
from portal.practices.views.blueprints import practices as bp
from portal.practices.views.opening import one_practice, writable

PURPOSE = "practice-file"
SEES_DRAFTS = {Permission.PRACTICE_WRITE, Permission.PRACTICE_REVIEW, Permission.PRACTICE_PUBLISH}


@bp.get("/<public_id>/files")
@requires(Permission.PRACTICE_WRITE)
def attachments(public_id: str) -> Response:
    """What is attached to the draft, and a form for more."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE)
    return _files_page(practice, FileForm(formdata=None))


@bp.post("/<public_id>/files")
@requires(Permission.PRACTICE_WRITE)
def attach(public_id: str) -> Response:
    """Attach one, once however often the button is pressed."""
    form = FileForm()
    upload = form.upload if form.validate() else None
    practice = one_practice(public_id, Permission.PRACTICE_WRITE, lock=True)
    if upload is None:
        return _files_page(practice, form, status=422)
    used = submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{public_id}")
    if used is None:
        try:
            add_file(current_actor(), writable(practice), *upload, description=form.description.data or "")
        except Refusal as refusal:
            db.session.rollback()
            form.file.errors = [refusal.message]
            return _files_page(one_practice(public_id, Permission.PRACTICE_WRITE), form, status=422)
    db.session.commit()
    return see_other(url_for(".attachments", public_id=public_id))


@bp.post("/<public_id>/files/<file_id>/removal")
@requires(Permission.PRACTICE_WRITE)
def detach(public_id: str, file_id: str) -> Response:
    """Take it out of the draft."""
    practice = one_practice(public_id, Permission.PRACTICE_WRITE, lock=True)
    version = writable(practice)
    attached = next((each for each in version.files if each.public_id == file_id), None)
    if attached is not None:
        remove_file(current_actor(), version, attached)
    db.session.commit()
    return see_other(url_for(".attachments", public_id=public_id))


@bp.get("/<public_id>/files/<file_id>")
@requires(Permission.PRACTICE_READ)
def file(public_id: str, file_id: str) -> Response:
    """The file itself: of a published version for every reader, of a draft for those who work on it."""
    practice = one_practice(public_id, Permission.PRACTICE_READ)
    return files.send(_readable(practice, file_id).file)


def _readable(practice: Practice, file_id: str) -> PracticeFile:
    for version in practice.versions:
        found = next((each for each in version.files if each.public_id == file_id), None)
        if found is not None and (version.number or SEES_DRAFTS & permissions_on(current_actor(), practice)):
            return found
    raise NotSeen


def _files_page(practice: Practice, form: FileForm, status: int = 200) -> Response:
    return page(
        "practices/files.html", fragment="files_form", status=status, practice=practice, form=form,
        version=writable(practice),
    )  # fmt: skip
