"""The library of questionnaires: what there is, and each as a respondent will see it."""

from typing import Any

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.web.pages import page
from surveys.conditions import describe
from surveys.items import type_of
from surveys.labels import PURPOSES, scale_points
from surveys.models import Mode
from surveys.queries import find_questionnaires, questionnaires_with_code, versions_of
from surveys.storage import compiled
from surveys.views.blueprint import bp


@bp.get("/surveys/templates")
@requires(Permission.QUESTIONNAIRE_READ)
def templates() -> Response:
    """Questionnaires in force, in the order in which a programme needs them."""
    rows = db.session.execute(find_questionnaires(current_actor())).all()
    purposes: dict[str, list[Any]] = {code: [] for code in PURPOSES}
    for row in rows:
        purposes.setdefault(row.details.get("purpose", ""), []).append(row)
    purposes = {code: found for code, found in purposes.items() if found}
    return page("surveys/templates.html", purposes=purposes, total=len(rows), modes=Mode,
                may_assign=current_actor().has(Permission.SURVEY_ASSIGN),
                may_load=current_actor().has(Permission.QUESTIONNAIRE_LOAD))  # fmt: skip


@bp.get("/surveys/templates/<code>")
@requires(Permission.QUESTIONNAIRE_READ)
def template(code: str) -> Response:
    """All items of a version as a respondent sees them, with types and conditions in words, and the versions."""
    found = questionnaires_with_code(current_actor(), code)
    if not found:
        raise NotSeen
    versions = versions_of(found[0].id)
    asked = request.args.get("version", type=int)
    version = next((each for each in versions if asked in (None, each.number)), None)
    if version is None:
        raise NotSeen
    definition = compiled(version.id)
    conditions = {item.code: describe(item.show_if, definition) for item in definition.items if item.show_if}
    points = {item.code: scale_points(item) for item in definition.items}
    questions = [item for item in definition.items if type_of(item).is_question]
    return page("surveys/template.html", questionnaire=found[0], version=version, versions=versions, modes=Mode,
                definition=definition, conditions=conditions, taken=request.args.get("taken", type=int),
                 points=points, questions=len(questions),
                may_assign=current_actor().has(Permission.SURVEY_ASSIGN))  # fmt: skip
