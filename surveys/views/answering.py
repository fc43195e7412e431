"""What a respondent sees between the start and the receipt, and what stands there instead when the door is shut."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.core import submissions
from portal.core.web.pages import page, see_other, whole_page
from surveys.doors import words_for
from surveys.filling import Door, Filling
from surveys.items import type_of
from surveys.models import Mode
from surveys.packets import Packet, problems_of, read_packet
from surveys.showing import Showing, show
from surveys.trust import who_sees
from surveys.views.codes import mint_code
from surveys.views.untouched import draw_untouched
from surveys.views.uploads import fields_of_form

NOTHING: Mapping[str, str] = {}


def all_page(token: str, showing: Showing, *, status: int = 200) -> Response:
    """Every item on one page; hidden ones stand in it and wait for their condition."""
    sees = who_sees(showing.filling)
    html = draw_untouched(token, showing, sees) if status == 200 else None
    if html is not None:
        return whole_page(html)
    key = submissions.new_key()
    return page("surveys/all.html", status=status, token=token, showing=showing, sees=sees, key=key)


def item_page(token: str, showing: Showing, code: str, *, status: int = 200) -> Response:
    """One question; a hidden or unknown one leads to the next that is shown, or to the check."""
    place = showing.place_of(code)
    if place is None:
        return see_other(step_url(token, showing, code))
    questions = showing.questions
    back = url_for(".start", token=token, item=questions[place - 1].item.code) if place else None
    return page(
        "surveys/item.html", status=status, token=token, showing=showing, shown=questions[place], number=place + 1,
        lead_in=showing.lead_in(code), back=back or url_for(".start", token=token), sees=who_sees(showing.filling),
        then=request.values.get("next", ""), key=submissions.new_key(),
    )  # fmt: skip


def check_page(
    token: str, showing: Showing, *, status: int = 200, message: str = "", errors: Mapping[str, str] = NOTHING
) -> Response:
    """All answers in words, what is still missing, in the linked mode the private code, and the button that sends."""
    filling = showing.filling
    code = mint_code(filling) if filling.assignment.mode == Mode.LINKED else ""
    missing = problems_of(showing.definition, Packet(), filling.answers)
    return page(
        "surveys/check.html", status=status, token=token, showing=showing, message=message,
        missing=_missing_questions(showing, missing), key=submissions.new_key(), sees=who_sees(filling),
        errors=errors, code=code, choice=request.form.get("code_choice", ""), typed_code=request.form.get("code", ""),
    )  # fmt: skip


def form_again(token: str, filling: Filling, errors: Mapping[str, str]) -> Response:
    """The same form with what was typed and what to put right (422)."""
    typed, code = fields_of_form(), request.form.get("item", "")
    showing = show(filling, typed=typed, errors=errors)
    if showing.place_of(code) is not None:
        return item_page(token, showing, code, status=422)
    names = {name for item in filling.definition.items for name in type_of(item).fields(item)}
    if request.form.get("view") == "all" or names & set(typed):
        return all_page(token, showing, status=422)
    return check_page(token, showing, status=422)


def closed_page(token: str, filling: Filling, *, message: str = "", typed: Any = ()) -> Response:
    """Why answers are not taken and what to do; whatever was typed stands there to be copied."""
    words = words_for(filling.door, filling)
    return page(
        "surveys/unavailable.html", status=409, token=token, filling=filling, title=words.title,
        message=message or words.text, typed=typed, is_answered=filling.door is Door.ANSWERED,
    )  # fmt: skip


def typed_words(filling: Filling) -> list[dict[str, str]]:
    """What the refused form carried, in words: question and answer."""
    fields = fields_of_form()
    packet = read_packet(filling.definition, fields)
    found = []
    for item in filling.definition.items:
        item_type = type_of(item)
        codes = item_type.answer_codes(item)
        if any(code in packet.answers for code in codes):
            found.append({"label": item.text, "value": item_type.label(item, packet.answers)})
        elif any(code in packet.errors for code in codes):
            raw = [value for name in item_type.fields(item) for value in fields.get(name, ())]
            found.append({"label": item.text, "value": ", ".join(raw)})
    return found


def step_url(token: str, showing: Showing, code: str) -> str:
    """Where «Продолжить» leads from this question: to the next one, or to the answers when it was the last."""
    following = showing.after(code)
    if following is None or request.values.get("next") == "check":
        return url_for(".start", token=token, view="check")
    return url_for(".start", token=token, item=following.item.code)


def _missing_questions(showing: Showing, missing: Mapping[str, str]) -> dict[str, str]:
    """Code of a question → its first message, in the order of the page."""
    found: dict[str, str] = {}
    for shown in showing.questions:
        messages = [missing[code] for code in (shown.item.code, *shown.codes) if code in missing]
        if messages:
            found[shown.item.code] = messages[0]
    return found
