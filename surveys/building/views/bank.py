"""Questions taken over from the library and from one's own published questionnaires."""

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.pages import page
from portal.core.web.tables import paginate
from surveys.building.bank import find_questions, question_of, taken_over
from surveys.building.drafts import change_draft
from surveys.building.editing import put
from surveys.building.views.desks import open_desk, to_list
from surveys.building.words import KIND_LABELS
from surveys.items.base import shortened
from surveys.labels import TYPES
from surveys.views.blueprint import bp


@bp.get("/surveys/<public_id>/edit/bank")
@requires(Permission.QUESTIONNAIRE_EDIT)
def bank(public_id: str) -> Response:
    """Questions by their words and kind."""
    desk = open_desk(public_id)
    text, kind = request.args.get("q", ""), request.args.get("kind", "")
    found = paginate(find_questions(current_actor(), text, kind if kind in TYPES else ""), scalars=False)
    return page("surveys/building/bank.html", fragment="found", desk=desk, found=found, text=text, kind=kind,
                kinds=[(code, KIND_LABELS[code]) for code in TYPES], after=request.args.get("after", ""))  # fmt: skip


@bp.post("/surveys/<public_id>/edit/bank")
@requires(Permission.QUESTIONNAIRE_EDIT)
def take_question(public_id: str) -> Response:
    """Put a copy of the question into the draft."""
    desk = open_desk(public_id, lock=True)
    source = question_of(current_actor(), request.form.get("questionnaire", ""), request.form.get("code", ""))
    item = taken_over(source, desk.definition, desk.taken)
    definition = put(desk.definition, item, request.form.get("after", ""))
    words = _("взято из банка: %(text)s", text=shortened(item.text, 60))
    change_draft(current_actor(), desk.draft, definition, words, item.code)
    db.session.commit()
    return to_list(public_id, item.code, done="taken")
