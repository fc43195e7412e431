"""Files with answers that could not be sent: brought by the respondent, or by staff for many at once."""

from flask import request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, public, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from surveys import actions
from surveys.answer_files import LARGEST
from surveys.filling import Door
from surveys.models import Mode, SurveyAssignment
from surveys.views.answering import closed_page
from surveys.views.blueprint import bp
from surveys.views.tokens import actor_of, filling_by, invited_by

MOST_FILES = 100


@bp.get("/s/<token>/file")
@public
def own_file(token: str) -> Response:
    """Where a respondent brings back what was saved when there was no line."""
    filling = filling_by(token)
    if filling.door is not Door.OPEN:
        return closed_page(token, filling)
    return page("surveys/own_file.html", token=token, filling=filling, errors={})


@bp.post("/s/<token>/file")
@public
@at_most("60 per hour")
def bring_own_file(token: str) -> Response:
    """Into the draft; then the answers are shown to be checked and sent."""
    invited = invited_by(token)
    raws = _posted()
    try:
        if not raws:
            raise Refusal(_("Выберите файл с ответами"))
        actions.take_own_file(actor_of(token), invited.invitation, raws[0])
    except Refusal as refusal:
        db.session.rollback()
        filling = filling_by(token)
        if filling.door is not Door.OPEN:
            return closed_page(token, filling)
        errors = {"file": refusal.message}
        return page("surveys/own_file.html", status=422, token=token, filling=filling, errors=errors)
    db.session.commit()
    return see_other(url_for(".start", token=token, view="check"))


@bp.get("/surveys/<public_id>/files")
@requires(Permission.SURVEY_LINKS)
def answer_files(public_id: str) -> Response:
    """Where staff bring the files of respondents."""
    return _form_page(_wave(public_id))


@bp.post("/surveys/<public_id>/files")
@requires(Permission.SURVEY_LINKS)
@at_most("60 per hour")
def bring_files(public_id: str) -> Response:
    """What became of each file, one line each."""
    wave, raws = _wave(public_id), _posted()
    if not raws or len(raws) > MOST_FILES:
        words = _("Выберите файлы с ответами, не больше %(most)s за раз", most=MOST_FILES)
        return _form_page(wave, status=422, errors={"file": words})
    names = [(upload.filename or "")[:120] for upload in _uploads()]
    taken = actions.take_files(current_actor(), wave, raws, submit="submit" in request.form)
    said = _form_page(wave, taken=list(zip(names, taken, strict=True)))  # nothing may fail after the commit
    db.session.commit()
    return said


def _wave(public_id: str) -> SurveyAssignment:
    return get_or_404(current_actor(), SurveyAssignment, public_id, Permission.SURVEY_LINKS)


def _uploads() -> list[FileStorage]:
    return [upload for upload in request.files.getlist("file") if upload.filename]


def _posted() -> list[bytes]:
    return [upload.stream.read(LARGEST + 1) for upload in _uploads()]


def _form_page(
    wave: SurveyAssignment, *, status: int = 200, errors: dict[str, str] | None = None,
    taken: list[tuple[str, actions.Taken]] | None = None,
) -> Response:  # fmt: skip
    return page(
        "surveys/answer_files.html", status=status, wave=wave, errors=errors or {}, taken=taken or [],
        is_linked=wave.mode == Mode.LINKED,
    )  # fmt: skip
