"""Answers in people's own words: the list of one question, its tags, and names hidden in the answers."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from surveys.actions.texts import hide_name, show_names, tag_answer, untag_answer
from surveys.definitions import ItemDefinition
from surveys.models import SurveyAssignment
from surveys.results.asking import figures_for
from surveys.results.figures import ItemResult
from surveys.results.privacy import Reading
from surveys.results.texts import TextFilter, response_behind, tags_with_counts, text_code, text_page
from surveys.storage import compiled
from surveys.views.blueprint import bp
from surveys.views.results import opened, path_to


@bp.get("/surveys/<public_id>/results/<code>")
@requires(Permission.RESULTS_READ)
def texts(public_id: str, code: str) -> Response:
    """Words people wrote to one question, page by page: with names only for those who may read answers."""
    wave, reading, permissions = opened(public_id, Permission.RESULTS_READ)
    found = _found(wave, reading, code)
    may_work = Permission.SURVEY_ASSIGN in permissions
    wanted = TextFilter.from_args(request.args)
    listed, tags = None, ()
    if not found.texts_closed:
        listed = text_page(reading, wave, compiled(wave.version_id), found.item, wanted, suggests=may_work)
        tags = tags_with_counts(reading, wave, text_code(found.item))  # type: ignore[assignment]
    return page(
        "surveys/texts.html", fragment="text_list", wave=wave, found=found, listed=listed, reading=reading,
        wanted=wanted, tags=tags, may_work=may_work, section_name="summary",
        path=path_to(wave, permissions, _("Ответы своими словами")),
    )  # fmt: skip


@bp.post("/surveys/<public_id>/results/<code>/tags")
@requires(Permission.SURVEY_ASSIGN)
def tag(public_id: str, code: str) -> Response:
    """Put a tag on an answer, or take it off."""
    wave, item, answer = _read(public_id, code)
    name, gone = (request.form.get(field, "")[:100] for field in ("name", "remove"))
    if gone:
        untag_answer(current_actor(), wave, answer, text_code(item), gone)
    else:
        tag_answer(current_actor(), wave, answer, text_code(item), name)
    target = _back(wave, code)
    db.session.commit()
    return see_other(target)


@bp.post("/surveys/<public_id>/results/<code>/names")
@requires(Permission.SURVEY_ASSIGN)
def hide(public_id: str, code: str) -> Response:
    """Hide words of an answer from readers without names, or show them again."""
    wave, item, answer = _read(public_id, code)
    words = request.form.get("words", "")[:200]
    if request.form.get("intent") == "show":
        show_names(current_actor(), wave, answer, text_code(item))
    else:
        hide_name(current_actor(), wave, answer, text_code(item), words)
    target = _back(wave, code)
    db.session.commit()
    return see_other(target)


def _read(public_id: str, code: str) -> tuple[SurveyAssignment, ItemDefinition, str]:
    """The wave, the question and the response of the form, for those who may read the texts that they work with."""
    wave, reading, _permissions = opened(public_id, Permission.SURVEY_ASSIGN)
    found = _found(wave, reading, code)
    if found.texts_closed:
        raise Refusal(found.texts_closed)
    key = request.form.get("answer", "")[:22]
    return wave, found.item, response_behind(reading, wave, text_code(found.item), key)


def _found(wave: SurveyAssignment, reading: Reading, code: str) -> ItemResult:
    results = figures_for(reading, wave, with_pictures=False)
    found = next((each for each in results.items if each.item.code == code), None)
    if found is None or not found.has_texts:
        raise NotSeen
    return found


def _back(wave: SurveyAssignment, code: str) -> str:
    """The list as it was, at the answer that was worked on."""
    kept = {name: request.form.get(name, "")[:100] for name in ("q", "tag", "after")}
    shown: dict[str, Any] = {name: value for name, value in kept.items() if value}
    return url_for(
        "surveys.texts",
        public_id=wave.public_id,
        code=code,
        **shown,
        _anchor=f"answer_{request.form.get('answer', '')[:22]}",
    )
