"""The library of questionnaires: what there is, and each as a respondent will see it."""

from flask import request
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import NotSeen
from portal.core.web.pages import page
from surveys.building.queries import find_drafts, find_retired, has_draft
from surveys.conditions import describe
from surveys.items import type_of
from surveys.labels import scale_points
from surveys.models import Mode
from surveys.queries import find_questionnaires, questionnaires_with_code, versions_of
from surveys.stages import AUDIENCES, FORMS, LibraryFilter, audience_words, by_stage, moment_words
from surveys.storage import compiled
from surveys.views.blueprint import bp

for words in (audience_words, moment_words):
    bp.add_app_template_filter(words)


@bp.get("/surveys/templates")
@requires(Permission.QUESTIONNAIRE_READ)
def templates() -> Response:
    """One's own questionnaires and drafts, then those of the library in the order in which a programme needs them."""
    actor = current_actor()
    rows = db.session.execute(find_questionnaires(actor)).all()
    ready = [row for row in rows if row.organization_id is None]
    wanted = LibraryFilter.from_args(request.args)
    found = [row for row in ready if wanted.lets_through(row)]
    may_build = actor.has(Permission.QUESTIONNAIRE_EDIT)
    return page("surveys/templates.html", fragment="questionnaires", stages=by_stage(found), found=len(found),
                total=len(ready), wanted=wanted, audiences=AUDIENCES, forms=FORMS, modes=Mode, may_build=may_build,
                own=[row for row in rows if row.organization_id is not None],
                drafts=db.session.execute(find_drafts(actor)).all() if may_build else [],
                retired=db.session.execute(find_retired(actor)).all() if may_build else [],
                may_assign=actor.has(Permission.SURVEY_ASSIGN), done=request.args.get("done", ""))  # fmt: skip


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
    may = permissions_on(current_actor(), found[0])
    conditions = {item.code: describe(item.show_if, definition) for item in definition.items if item.show_if}
    points = {item.code: scale_points(item) for item in definition.items}
    questions = [item for item in definition.items if type_of(item).is_question]
    return page("surveys/template.html", questionnaire=found[0], version=version, versions=versions, modes=Mode,
                definition=definition, conditions=conditions, taken=request.args.get("taken", type=int),
                points=points, questions=len(questions),
                may_edit=Permission.QUESTIONNAIRE_EDIT in may, done=request.args.get("done", ""),
                may_build=current_actor().has(Permission.QUESTIONNAIRE_EDIT), has_draft=has_draft(found[0].id),
                may_assign=current_actor().has(Permission.SURVEY_ASSIGN))  # fmt: skip
