"""«Загрузить анкету» and «Скачать анкету»: from a file to a preview, from there into the organisation, and back."""

import io
from typing import Any

from flask import request, send_file, url_for
from flask_wtf.file import FileField
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms import SelectField

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.files import safe_name
from portal.core.i18n import _
from portal.core.web.forms import CreatingForm
from portal.core.web.pages import page, see_other
from portal.people.models import Organization
from surveys.conditions import describe
from surveys.definitions import QuestionnaireDefinition
from surveys.exchange.instruments.child import understood_from
from surveys.exchange.instruments.own_yaml import write_yaml
from surveys.exchange.instruments.taking import Known, keep_upload, known_as, take_upload, understand
from surveys.exchange.instruments.xlsform_out import write_xlsform
from surveys.items import ITEM_TYPES, type_of
from surveys.labels import scale_points
from surveys.models import QuestionnaireUpload
from surveys.queries import questionnaires_with_code, versions_of
from surveys.storage import compiled
from surveys.views.blueprint import bp

PURPOSE = "questionnaire-upload"
MEDIA = {"yaml": "application/yaml", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class UploadForm(CreatingForm):
    """A file with a questionnaire for one organisation."""

    organization = SelectField(_("Организация"), validate_choice=False)
    file = FileField(_("Файл анкеты"))

    def validate(self, extra_validators: object = None) -> bool:
        """A file must have been chosen; what is in it is looked at later."""
        is_valid = bool(super().validate(extra_validators))
        if not getattr(self.file.data, "filename", ""):
            self.file.errors = [_("Выберите файл.")]
            return False
        return is_valid


@bp.get("/surveys/templates/uploads/new")
@requires(Permission.QUESTIONNAIRE_EDIT)
def upload_form() -> Response:
    """Choose a file."""
    form = UploadForm(request.args, meta={"csrf": False})
    return _form_page(form, _organizations(form)[1], status=200)


@bp.post("/surveys/templates/uploads")
@requires(Permission.QUESTIONNAIRE_EDIT)
@at_most("120 per hour")
def upload() -> Response:
    """Read the file apart and show what was understood; nothing is published yet."""
    form = UploadForm()
    organization, places = _organizations(form)
    if not form.validate():
        return _form_page(form, places, status=422)
    name, place = safe_name(form.file.data.filename), organization.id
    db.session.rollback()  # a file may take its time; no writer waits for it
    try:
        found = understand(form.file.data.stream, name)
    except Refusal as refusal:
        organization, places = _organizations(form)
        form.file.errors = [refusal.message]
        return _form_page(form, places, status=422)
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body((place, name)))
    if used is not None:
        return see_other(url_for(".upload_preview", public_id=used.outcome))
    organization, _places = _organizations(form)
    kept = keep_upload(organization, name, found)
    submissions.set_outcome(key, kept.public_id)
    target = url_for(".upload_preview", public_id=kept.public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/surveys/templates/uploads/<public_id>")
@requires(Permission.QUESTIONNAIRE_EDIT)
def upload_preview(public_id: str) -> Response:
    """The questionnaire as it was understood, and the rows that keep it out."""
    kept = _kept(public_id)
    found = understood_from(kept.said)
    draft = found.draft
    known = known_as(kept.organization, draft) if draft else Known()
    return page("surveys/upload_preview.html", upload=kept, found=found, known=known,
                taken=kept.taken_version, **_shown(draft))  # fmt: skip


@bp.post("/surveys/templates/uploads/<public_id>")
@requires(Permission.QUESTIONNAIRE_EDIT)
def take(public_id: str) -> Response:
    """Confirm: the questionnaire becomes the organisation's own."""
    version = take_upload(current_actor(), _kept(public_id, lock=True))
    target = url_for(".template", code=version.questionnaire.code, taken=version.number)
    db.session.commit()
    return see_other(target)


@bp.get("/surveys/templates/<code>.<any(yaml, xlsx):kind>")
@requires(Permission.QUESTIONNAIRE_READ)
def template_file(code: str, kind: str) -> Response:
    """The questionnaire as a file that can be loaded again, here or elsewhere."""
    found = questionnaires_with_code(current_actor(), code)
    asked = request.args.get("version", type=int)
    versions = versions_of(found[0].id) if found else []
    version = next((each for each in versions if asked in (None, each.number)), None)
    if version is None:
        raise NotSeen
    definition, made = compiled(version.id), io.BytesIO()
    if kind == "yaml":
        made.write(write_yaml(definition))
    else:
        write_xlsform(definition, made)
    made.seek(0)
    return send_file(made, mimetype=MEDIA[kind], as_attachment=True, download_name=f"{definition.code}.{kind}")


def _kept(public_id: str, *, lock: bool = False) -> QuestionnaireUpload:
    loaded = joinedload(QuestionnaireUpload.organization, innerjoin=True)
    return get_or_404(current_actor(), QuestionnaireUpload, public_id, Permission.QUESTIONNAIRE_EDIT, loaded, lock=lock)


def _organizations(form: UploadForm) -> tuple[Organization, list[Organization]]:
    """The organisation that the form names, and those among which it chooses."""
    mine = select_allowed(current_actor(), Permission.QUESTIONNAIRE_EDIT, Organization)
    places = list(db.session.scalars(mine.order_by(Organization.sort_name)))
    said = form.organization.data or (places[0].public_id if places else "")
    place = next((each for each in places if each.public_id == said), None)
    if place is None:
        raise NotSeen
    form.organization.choices = [(each.public_id, each.name) for each in places]
    form.organization.data = place.public_id
    return place, places


def _form_page(form: UploadForm, places: list[Organization], *, status: int) -> Response:
    return page("surveys/upload.html", fragment="upload_form", status=status, form=form, places=places)


def _shown(draft: QuestionnaireDefinition | None) -> dict[str, Any]:
    """What the preview needs of the questionnaire; a draft with refusals may hold items of no known type."""
    if draft is None:
        return {"definition": None, "conditions": {}, "points": {}, "questions": 0}
    known = [item for item in draft.items if item.type in ITEM_TYPES]
    return {
        "definition": draft,
        "conditions": {item.code: describe(item.show_if, draft) for item in known if item.show_if},
        "points": {item.code: scale_points(item) for item in known},
        "questions": sum(type_of(item).is_question for item in known),
    }
