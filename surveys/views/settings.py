"""What a wave promises, for those who assign it: chosen before the first answer, afterwards only stricter."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from surveys.actions import Loosening, change_settings, note_refusal
from surveys.actions.settings import is_begun, readers_offered
from surveys.models import Mode, SurveyAssignment
from surveys.settings_form import SettingsForm, words_of
from surveys.storage import compiled
from surveys.terms import Terms, modes_allowed
from surveys.views.blueprint import bp


@bp.get("/surveys/<public_id>/settings")
@requires(Permission.SURVEY_ASSIGN)
def wave_settings(public_id: str) -> Response:
    """Mode, k and readers as they stand, and what may still be changed."""
    return _form_page(_wave(public_id), SettingsForm(formdata=None), is_posted=False)


@bp.post("/surveys/<public_id>/settings")
@requires(Permission.SURVEY_ASSIGN)
def save_wave_settings(public_id: str) -> Response:
    """Save them. Looser ones after the first answer are refused (403), and the journal keeps the attempt."""
    wave, form = _wave(public_id, lock=True), SettingsForm()
    is_valid, wanted = form.validate(), form.terms
    if not is_valid or wanted is None:
        form.mode.errors = [*form.mode.errors, *([] if wanted else [_("Выберите режим")])]
        return _form_page(wave, form, status=422)
    check_version(wave.version, request.form.get("version"), stands=words_of(Terms.of(wave)), typed=form.words)
    try:
        change_settings(current_actor(), wave, wanted)
    except Loosening as loosening:
        db.session.rollback()
        wave = _wave(public_id)
        note_refusal(current_actor(), wave, wanted)
        db.session.commit()
        return _form_page(wave, form, status=403, message=loosening.message)
    except Refusal as refusal:
        return _form_page(wave, form, status=409, message=refusal.message)
    db.session.commit()
    return see_other(url_for(".wave_settings", public_id=public_id, done="1"))


def _wave(public_id: str, *, lock: bool = False) -> SurveyAssignment:
    return get_or_404(current_actor(), SurveyAssignment, public_id, Permission.SURVEY_ASSIGN, lock=lock)


def _form_page(
    wave: SurveyAssignment, form: SettingsForm, *, status: int = 200, message: str = "", is_posted: bool = True
) -> Response:
    is_fixed = is_begun(wave)
    modes = list(modes_allowed(wave.questionnaire_version.mode, Mode(wave.mode), is_fixed=is_fixed))
    form.offer(modes, readers_offered(wave), Terms.of(wave), is_posted=is_posted)
    return page(
        "surveys/settings.html", status=status, wave=wave, form=form, message=message, is_fixed=is_fixed, modes=Mode,
        definition=compiled(wave.version_id), done=request.args.get("done", ""),
    )  # fmt: skip
