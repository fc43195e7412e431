"""The draft as a respondent will see it, on a phone and on a wide screen."""

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import requires
from portal.core.web.pages import page
from surveys.building.previewing import preview_of
from surveys.building.views.desks import open_desk
from surveys.items import Fields, type_of
from surveys.views.blueprint import bp


@bp.get("/surveys/<public_id>/edit/preview")
@requires(Permission.QUESTIONNAIRE_EDIT)
def preview(public_id: str) -> Response:
    """Nothing answered yet."""
    return _preview_page(public_id, {})


@bp.post("/surveys/<public_id>/edit/preview")
@requires(Permission.QUESTIONNAIRE_EDIT)
def try_answers(public_id: str) -> Response:
    """What is shown after these answers: conditions and earlier answers in later wordings. Nothing is kept."""
    return _preview_page(public_id, dict(request.form.lists()))


def _preview_page(public_id: str, fields: Fields) -> Response:
    desk = open_desk(public_id)
    width = "wide" if request.args.get("width") == "wide" else "phone"
    shown = preview_of(desk.definition, fields)
    return page(
        "surveys/building/preview.html", fragment="previewed", desk=desk, shown=shown, width=width,
        questions=sum(1 for each in shown if type_of(each.item).is_question),
        hidden=len(desk.definition.items) - len(shown), tried=bool(fields),
    )  # fmt: skip
