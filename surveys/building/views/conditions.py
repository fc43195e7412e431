"""When an item is shown: a sentence put together from earlier questions, one choice at a time."""

from dataclasses import replace

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from surveys.building.condition_form import (
    Asked,
    ConditionError,
    askable,
    comparison,
    join_of,
    joined_by,
    parts_of,
    with_part,
    without_part,
)
from surveys.building.drafts import change_draft
from surveys.building.editing import replaced
from surveys.building.views.desks import Desk, digest, open_desk, to_list
from surveys.conditions import describe
from surveys.definitions import ConditionDefinition, ItemDefinition
from surveys.items.base import shortened
from surveys.views.blueprint import bp


@bp.get("/surveys/<public_id>/edit/items/<code>/condition")
@requires(Permission.QUESTIONNAIRE_EDIT)
def condition(public_id: str, code: str) -> Response:
    """The condition in words and what can be added; `?question=` names the earlier question that is asked about."""
    desk = open_desk(public_id)
    item = desk.item(code)
    if item is None:
        return to_list(public_id)
    return _condition_page(desk, item, request.args.get("question", ""))


@bp.post("/surveys/<public_id>/edit/items/<code>/condition")
@requires(Permission.QUESTIONNAIRE_EDIT)
def change_condition(public_id: str, code: str) -> Response:
    """Add one comparison, take one away, join them by «все» or «любое», or show the item to all again."""
    desk = open_desk(public_id, lock=True)
    item = desk.item(code)
    if item is None:
        raise Refusal(_("Этого вопроса в анкете уже нет: его удалил другой человек."))
    question, intent = request.form.get("question", ""), request.form.get("intent", "add")
    if intent != "add" and request.form.get("seen") != digest(item.show_if):
        raise Refusal(_("Пока страница была открыта, условие изменил другой человек. Посмотрите, какое оно теперь."))
    try:
        changed = _changed(desk, item, intent, question)
    except ConditionError as error:
        return _condition_page(desk, item, question, str(error), status=422)
    words = _("условие показа: %(text)s", text=shortened(item.text, 60))
    definition = replaced(desk.definition, code, replace(item, show_if=changed))
    change_draft(current_actor(), desk.draft, definition, words, code)
    db.session.commit()
    return see_other(url_for(".condition", public_id=public_id, code=code))


def _changed(desk: Desk, item: ItemDefinition, intent: str, question: str) -> ConditionDefinition | None:
    if intent == "clear":
        return None
    if intent == "join":
        return joined_by(item.show_if, request.form.get("join", ""))
    if intent == "remove":
        place = request.form.get("place", "")
        return without_part(
            item.show_if, int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else -1
        )
    asked = _asked(desk, item, question)
    if asked is None:
        raise ConditionError(_("Выберите вопрос, который стоит раньше"))
    return with_part(item.show_if, comparison(asked, request.form.get("operator", ""), request.form.getlist("value")))


def _asked(desk: Desk, item: ItemDefinition, question: str) -> Asked | None:
    return next((each for each in askable(desk.definition, item.code) if each.code == question), None)


def _condition_page(desk: Desk, item: ItemDefinition, question: str, error: str = "", status: int = 200) -> Response:
    asked = askable(desk.definition, item.code)
    return page(
        "surveys/building/condition.html", fragment="condition_form", status=status, desk=desk, item=item, asked=asked,
        chosen=next((each for each in asked if each.code == question), None), error=error, join=join_of(item.show_if),
        parts=[describe(part, desk.definition) for part in parts_of(item.show_if)], seen=digest(item.show_if),
        operator=request.form.get("operator", ""), values=request.form.getlist("value"),
    )  # fmt: skip
