"""Where items stand: moved, doubled, removed; and the last step taken back."""

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.web.pages import is_fragment
from surveys.building.drafts import change_draft, take_back
from surveys.building.editing import doubled, moved, moved_into, removed
from surveys.building.views.desks import Desk, digest, open_desk, to_list
from surveys.building.views.starting import list_page
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.items.base import shortened
from surveys.views.blueprint import bp


@bp.post("/surveys/<public_id>/edit/items/<code>/place")
@requires(Permission.QUESTIONNAIRE_EDIT)
def place_item(public_id: str, code: str) -> Response:
    """Up, down, into a section, doubled or removed: `intent` says which. Each can be taken back."""
    desk = open_desk(public_id, lock=True)
    item = desk.item(code)
    if item is None:
        raise Refusal(_("Этого вопроса в анкете уже нет: его удалил другой человек."))
    definition, words = _after(desk, item, request.form.get("intent", ""))
    said = words % {"text": shortened(item.text, 60)}
    change_draft(current_actor(), desk.draft, definition, said, code)
    db.session.commit()
    if is_fragment():
        return list_page(Desk(desk.questionnaire, desk.draft), said[:1].upper() + said[1:])
    return to_list(public_id, code if any(each.code == code for each in definition.items) else "")


@bp.post("/surveys/<public_id>/edit/undo")
@requires(Permission.QUESTIONNAIRE_EDIT)
def undo(public_id: str) -> Response:
    """Take the step back that the page named; another one made meanwhile is not touched (409)."""
    desk = open_desk(public_id, lock=True)
    number = request.form.get("step", "")
    step = take_back(
        current_actor(), desk.draft, int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0
    )
    code, words = step.code, _("Отменено: %(words)s", words=step.words)
    db.session.commit()
    if is_fragment():
        return list_page(Desk(desk.questionnaire, desk.draft), words)
    return to_list(public_id, code, done="undone")


def _after(desk: Desk, item: ItemDefinition, intent: str) -> tuple[QuestionnaireDefinition, str]:
    """The next state and how taking it back is called."""
    if intent == "up":
        return moved(desk.definition, item.code, -1), _("выше: %(text)s")
    if intent == "down":
        return moved(desk.definition, item.code, 1), _("ниже: %(text)s")
    if intent == "double":
        return doubled(desk.definition, item.code, desk.taken), _("дублировано: %(text)s")
    if intent == "into":
        return moved_into(desk.definition, item.code, request.form.get("section", "")), _("в другом разделе: %(text)s")
    if intent == "remove":
        if request.form.get("seen") != digest(item):
            raise Refusal(
                _("Пока страница была открыта, этот вопрос изменил другой человек. Посмотрите, что в нём теперь.")
            )
        return removed(desk.definition, item.code), _("удалено: %(text)s")
    raise Refusal(_("Неизвестное действие. Откройте страницу заново."))
