"""Results of a wave: the page, and words people wrote."""

from typing import Any

from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.errors import NotSeen
from portal.core.web.pages import page
from portal.core.web.tables import Page, paginate
from surveys.conditions import visible_answers
from surveys.definitions import ItemDefinition, QuestionnaireDefinition
from surveys.exchange.answers.files import AT_ONCE, STREAMED, wave_results
from surveys.items.choice import other_code
from surveys.models import Mode, SurveyAssignment
from surveys.privacy import Reading, reading_of
from surveys.queries import answers_of, counts_of, state_of, texts_of
from surveys.results import ItemResult, item_result
from surveys.storage import compiled
from surveys.summary import summarize
from surveys.views.blueprint import bp


@bp.get("/surveys/<public_id>/results")
@requires(Permission.RESULTS_READ)
def results(public_id: str) -> Response:
    """Figures and pictures from counters: the page costs the same with two responses and with a thousand."""
    wave, reading, permissions = _opened(public_id, Permission.RESULTS_READ)
    return page(
        "surveys/results.html", wave=wave, results=wave_results(wave, reading), may=permissions, P=Permission,
        modes=Mode, state=state_of(wave, clock.now()), definition=compiled(wave.version_id), at_once=AT_ONCE,
        streamed=STREAMED,
    )  # fmt: skip


@bp.get("/surveys/<public_id>/results/<code>")
@requires(Permission.RESULTS_READ)
def texts(public_id: str, code: str) -> Response:
    """Words people wrote to one question, by pages: with names only for those who may read answers."""
    wave, reading, _permissions = _opened(public_id, Permission.RESULTS_READ)
    definition = compiled(wave.version_id)
    item = definition.by_code.get(code)
    if item is None or not reading.opens(wave.submitted):
        raise NotSeen
    found = _item_of(definition, wave, item, reading)
    if not found.has_texts:
        raise NotSeen
    listed = None if found.texts_closed else paginate(_texts(wave, item, reading), scalars=False)
    shown = _seen_only(definition, item, listed) if listed else []
    return page("surveys/texts.html", wave=wave, found=found, texts=listed, shown=shown, reading=reading)


def _opened(public_id: str, permission: Permission) -> tuple[SurveyAssignment, Reading, frozenset[Permission]]:
    """The wave, what the reader may see of it, and all that they may do with it."""
    loaded = (joinedload(SurveyAssignment.organization), joinedload(SurveyAssignment.questionnaire_version))
    wave = get_or_404(current_actor(), SurveyAssignment, public_id, permission, *loaded)
    permissions = permissions_on(current_actor(), wave)
    return wave, reading_of(current_actor(), wave, permissions), permissions


def _item_of(
    definition: QuestionnaireDefinition, wave: SurveyAssignment, item: ItemDefinition, reading: Reading
) -> ItemResult:
    found = next((each for each in summarize(definition, counts_of(wave.id)) if each.item.code == item.code), None)
    if found is None:
        raise NotSeen
    return item_result(found, reading, with_picture=False)


def _texts(wave: SurveyAssignment, item: ItemDefinition, reading: Reading) -> Any:
    code = item.code if item.type == "text" else other_code(item)
    return texts_of(wave, code, with_names=reading.names)


def _seen_only(definition: QuestionnaireDefinition, item: ItemDefinition, listed: Page) -> list[Any]:
    """Without answers to a question that was hidden in the end: they count nowhere."""
    if all(each.show_if is None for each in definition.items):
        return list(listed.rows)
    answers = answers_of([row.response_id for row in listed.rows])
    code = item.code if item.type == "text" else other_code(item)
    return [row for row in listed.rows if code in visible_answers(definition, answers[row.response_id])]
