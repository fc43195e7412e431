"""«Уточнение»: the person's own answers on one side, what the staff learnt in talks and saw on the other."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotAllowed, Refusal
from portal.core.i18n import _
from portal.core.web.fields import RussianDateField
from portal.core.web.forms import CreatingForm
from portal.core.web.pages import page, see_other
from surveys.entering.answers import answered_words, own_answers
from surveys.entering.clarifications import (
    LONGEST_NOTE,
    add_clarification,
    clarifications_of,
    withdraw_clarification,
)
from surveys.entering.typed import TypedSheet, lines_of, read_sheet
from surveys.models import Clarification, ClarificationKind, SurveyAssignment, SurveyInvitation
from surveys.packets import read_packet
from surveys.results.privacy import reading_of
from surveys.storage import compiled
from surveys.views.blueprint import bp
from surveys.views.paper import invitation_or_404
from surveys.views.wave import wave_or_404
from surveys.wave_form import day_of

PURPOSE = "survey-clarification"
KINDS = {ClarificationKind.INTERVIEW: _("Беседа"), ClarificationKind.OBSERVATION: _("Наблюдение")}


class ClarificationForm(CreatingForm):
    """How it became known, when, and what."""

    kind = RadioField(
        _("Как стало известно"),
        [InputRequired(_("Выберите: беседа или наблюдение"))],
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )
    happened_on = RussianDateField(_("Когда"), [InputRequired(_("Укажите день"))])
    note = TextAreaField(
        _("Что стало известно"), [Length(max=LONGEST_NOTE, message=_("Сократите запись до 5000 знаков"))]
    )


@bp.get("/surveys/<public_id>/clarifications/<invitation>")
@requires(Permission.RESPONSE_ENTER)
def clarifications(public_id: str, invitation: str) -> Response:
    """Own answers and clarifications of one person, side by side, for those to whom answers are open."""
    wave = _readable(public_id)
    form = ClarificationForm(formdata=None, happened_on=clock.today(wave.organization.time_zone))
    return _page(wave, invitation_or_404(wave, invitation), form, TypedSheet({}))


@bp.post("/surveys/<public_id>/clarifications/<invitation>")
@requires(Permission.RESPONSE_ENTER)
def clarify(public_id: str, invitation: str) -> Response:
    """Write one more down, signed by whoever writes."""
    wave = _readable(public_id)
    found, form = invitation_or_404(wave, invitation), ClarificationForm()
    definition = compiled(wave.version_id)
    sheet = read_sheet(definition, request.form)
    packet = read_packet(definition, sheet.fields)
    problems = {**packet.errors, **sheet.errors}
    if not form.validate() or problems:
        return _page(wave, found, form, TypedSheet(sheet.fields, problems, sheet.raw), status=422)
    address = url_for(".clarifications", public_id=public_id, invitation=invitation, done="added")
    body = submissions.hash_body((invitation, sorted(request.form.items())))
    if submissions.claim(form.submission_key.data or "", PURPOSE, body) is not None:
        return see_other(address)
    try:
        add_clarification(
            current_actor(), wave, found, kind=ClarificationKind(form.kind.data), happened_on=day_of(form.happened_on),
            note=form.note.data or "", answers=packet.answers,
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.note.errors = [refusal.message]
        return _page(_readable(public_id), found, form, sheet, status=409)
    db.session.commit()
    return see_other(address)


@bp.post("/surveys/clarifications/<public_id>/withdrawal")
@requires(Permission.RESPONSE_ENTER)
def withdraw_clarified(public_id: str) -> Response:
    """Take one back."""
    found = get_or_404(
        current_actor(), Clarification, public_id, Permission.RESPONSE_ENTER,
        joinedload(Clarification.invitation).joinedload(SurveyInvitation.assignment),
    )  # fmt: skip
    _refuse_unless_announced(found.invitation.assignment)
    withdraw_clarification(current_actor(), found)
    wave, invitation = found.invitation.assignment.public_id, found.invitation.public_id
    db.session.commit()
    return see_other(url_for(".clarifications", public_id=wave, invitation=invitation, done="withdrawn"))


def _readable(public_id: str) -> SurveyAssignment:
    """The wave, if its named answers are open to the reader. Raises NotAllowed where the role was not announced."""
    wave = wave_or_404(public_id, Permission.RESPONSE_ENTER)
    _refuse_unless_announced(wave)
    return wave


def _refuse_unless_announced(wave: SurveyAssignment) -> None:
    actor = current_actor()
    if not reading_of(actor, wave, permissions_on(actor, wave)).names:
        raise NotAllowed


def _page(
    wave: SurveyAssignment, invitation: SurveyInvitation, form: ClarificationForm, sheet: TypedSheet, status: int = 200
) -> Response:
    definition = compiled(wave.version_id)
    said = [(each, answered_words(definition, each.answers)) for each in clarifications_of(invitation.id)]
    lines = lines_of(definition)
    return page(
        "surveys/clarifications.html", status=status, wave=wave, invitation=invitation, form=form, said=said,
        own=answered_words(definition, own_answers(invitation.id)), lines=lines, sheet=sheet, kinds=KINDS,
        errors={line.name: sheet.errors[line.name] for line in lines if line.name in sheet.errors},
        done=request.args.get("done", ""),
    )  # fmt: skip
