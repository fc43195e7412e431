"""Where a questionnaire begins: blank, from the library, or the next version of one's own; and its list of items."""

from dataclasses import replace
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.people.models import Organization
from surveys.building.drafts import (
    begin_blank,
    begin_copy,
    begin_revision,
    change_draft,
    draft_of,
    last_step,
)
from surveys.building.editing import parts_of
from surveys.building.head_form import READERS, HeadForm, StartForm, head_of
from surveys.building.previewing import numbers_of
from surveys.building.views.desks import Desk, digest, open_desk, to_list
from surveys.changes import compare_definitions
from surveys.checks import find_problems
from surveys.conditions import describe
from surveys.definitions import QuestionnaireDefinition
from surveys.labels import PURPOSES
from surveys.models import Questionnaire, QuestionnaireVersion, SurveyAssignment
from surveys.storage import compiled, last_version
from surveys.views.blueprint import bp

PURPOSE = "questionnaire"


@bp.get("/surveys/templates/new")
@requires(Permission.QUESTIONNAIRE_EDIT)
def new_questionnaire() -> Response:
    """A blank questionnaire, or a copy of the one that `from` names."""
    form = StartForm(formdata=None)
    form.source.data = request.args.get("from", "")
    source = _offer(form)
    form.title.data = source.title if source else ""
    return page("surveys/building/new.html", form=form, source=source)


@bp.post("/surveys/templates")
@requires(Permission.QUESTIONNAIRE_EDIT)
def create_questionnaire() -> Response:
    """Begin the draft, once however often the button is pressed."""
    form = StartForm()
    source = _offer(form)
    organization = _organization(form)
    if not form.validate():
        return page("surveys/building/new.html", fragment="start_form", status=422, form=form, source=source)
    key, body = form.submission_key.data or "", submissions.hash_body(sorted(form.values.items()))
    used = submissions.claim(key, PURPOSE, body)
    if used is not None:
        return see_other(url_for(".edit", public_id=used.outcome))
    title = form.title.data or ""
    version = last_version(source.id) if source else None
    if version is not None:
        made = begin_copy(current_actor(), organization, version, title)
    else:
        made = begin_blank(current_actor(), organization, title)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".edit", public_id=made.public_id, done="begun")
    db.session.commit()
    return see_other(target)


@bp.get("/surveys/<public_id>/edit")
@requires(Permission.QUESTIONNAIRE_EDIT)
def edit(public_id: str) -> Response:
    """The draft item by item; without a draft, where the next version is begun. A wave leads to its questionnaire."""
    try:
        questionnaire = get_or_404(current_actor(), Questionnaire, public_id, Permission.QUESTIONNAIRE_EDIT)
    except NotSeen:
        return _of_wave(public_id)
    draft = draft_of(questionnaire.id)
    if draft is None:
        return page("surveys/building/revision.html", questionnaire=questionnaire, last=last_version(questionnaire.id))
    return list_page(Desk(questionnaire, draft))


@bp.post("/surveys/<public_id>/edit")
@requires(Permission.QUESTIONNAIRE_EDIT)
def revise(public_id: str) -> Response:
    """Begin the next version; a draft that is there already is opened."""
    questionnaire = get_or_404(current_actor(), Questionnaire, public_id, Permission.QUESTIONNAIRE_EDIT, lock=True)
    begin_revision(current_actor(), questionnaire)
    db.session.commit()
    return to_list(public_id)


@bp.get("/surveys/<public_id>/edit/settings")
@requires(Permission.QUESTIONNAIRE_EDIT)
def settings(public_id: str) -> Response:
    """Title, opening words, minutes, whose answers these are."""
    desk = open_desk(public_id)
    form = HeadForm(formdata=None, obj=desk.definition)
    form.seen.data = digest(head_of(desk.definition))
    return page("surveys/building/settings.html", desk=desk, form=form, conflicts=[])


@bp.post("/surveys/<public_id>/edit/settings")
@requires(Permission.QUESTIONNAIRE_EDIT)
def save_settings(public_id: str) -> Response:
    """Save them; what somebody else saved in between stands beside what was typed (409)."""
    desk, form = open_desk(public_id, lock=True), HeadForm()
    if not form.validate():
        return page(
            "surveys/building/settings.html", fragment="head_form", status=422, desk=desk, form=form, conflicts=[]
        )
    values = _values(form, desk.definition)
    definition = replace(desk.definition, **values)
    stands = digest(head_of(desk.definition))
    if form.seen.data != stands and definition != desk.definition:
        conflicts = [(form[name].label.text, _shown(form, name, values[name]), _shown(form, name, said))
                     for name, said in head_of(desk.definition).items() if values[name] != said]  # fmt: skip
        form.seen.data = stands
        return page("surveys/building/settings.html", fragment="head_form", status=409, desk=desk, form=form,
                    conflicts=conflicts)  # fmt: skip
    change_draft(current_actor(), desk.draft, definition, _("настройки анкеты изменены"))
    db.session.commit()
    return to_list(public_id, done="saved")


def list_page(desk: Desk, message: str = "", status: int = 200) -> Response:
    """The draft as one readable column; after a move htmx takes the column alone."""
    definition = desk.definition
    base = compiled(desk.draft.base_version_id) if desk.draft.base_version_id else None
    gravest: dict[str, Any] = {}
    for change in compare_definitions(base, definition) if base else ():
        known = gravest.get(change.code)
        if not change.block and (known is None or change.kind.gravity > known.kind.gravity):
            gravest[change.code] = change
    return page(
        "surveys/building/index.html", fragment="item_list", status=status, desk=desk, parts=parts_of(definition),
        numbers=numbers_of(definition.items), step=last_step(desk.draft.id), message=message, digest=digest,
        conditions={item.code: describe(item.show_if, definition) for item in definition.items if item.show_if},
        blocks={block.code: block.label for block in definition.blocks}, changes=gravest,
        problems={problem.code: problem.text for problem in reversed(find_problems(definition))},
        done=request.args.get("done", ""),
    )  # fmt: skip


def _offer(form: StartForm) -> Questionnaire | None:
    """The questionnaire to copy, and the organisations for which one may make another."""
    mine = select_allowed(current_actor(), Permission.QUESTIONNAIRE_EDIT, Organization)
    found = db.session.scalars(mine.order_by(Organization.sort_name)).all()
    form.organization.choices = [SelectChoice(each.public_id, each.short_name) for each in found]
    if not form.source.data:
        return None
    source = get_or_404(current_actor(), Questionnaire, form.source.data, Permission.QUESTIONNAIRE_READ)
    if last_version(source.id) is None:
        raise NotSeen
    return source


def _organization(form: StartForm) -> Organization:
    """The one that was chosen, or the only one; somebody else's is not seen."""
    mine = select_allowed(current_actor(), Permission.QUESTIONNAIRE_EDIT, Organization).order_by(Organization.sort_name)
    if form.organization.data:
        mine = mine.where(Organization.public_id == form.organization.data)
    found = db.session.scalars(mine.limit(1)).one_or_none()
    if found is None:
        raise NotSeen
    return found


def _of_wave(public_id: str) -> Response:
    """From a wave to the questionnaire that it asks: one's own is edited, one of the library is looked at."""
    wave = get_or_404(current_actor(), SurveyAssignment, public_id, Permission.SURVEY_READ)
    found = db.session.scalars(
        select_allowed(current_actor(), Permission.QUESTIONNAIRE_READ, Questionnaire)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .where(QuestionnaireVersion.id == wave.version_id)
    ).one_or_none()
    if found is None:
        raise NotSeen
    if found.organization_id is None:
        return see_other(url_for(".template", code=found.code))
    return see_other(url_for(".edit", public_id=found.public_id))


def _values(form: HeadForm, before: QuestionnaireDefinition) -> dict[str, Any]:
    """What was typed; readers that the form does not offer stay."""
    known = {role.value for role in READERS}
    kept = [code for code in before.visible_to if code not in known]
    values = {name: value for name, value in form.values.items() if name != "seen"}
    readers = (*(code for code in values["visible_to"] or () if code in known), *kept)
    if set(readers) == set(before.visible_to):
        readers = before.visible_to
    return {**values, "title": " ".join(values["title"].split()), "anonymous": bool(values["anonymous"]),
            "visible_to": readers}  # fmt: skip


def _shown(form: HeadForm, name: str, value: Any) -> str:
    """A value as both authors read it."""
    if name == "visible_to":
        return ", ".join(role.label for role in READERS if role.value in value) or "—"
    if name == "purpose":
        return PURPOSES.get(value, _("Другое"))
    if isinstance(value, bool):
        return _("да") if value else _("нет")
    return str(value) if value not in (None, "") else "—"
