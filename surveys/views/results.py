"""Results of a wave: the summary with its cuts, two questions side by side, before and after."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.errors import NotSeen
from portal.core.web.pages import page
from surveys.exchange.answers.files import AT_ONCE, STREAMED
from surveys.models import Mode, QuestionnaireVersion, SurveyAssignment
from surveys.queries import state_of
from surveys.results.asking import figures_for
from surveys.results.compare import compare, signed
from surveys.results.crosstab import cross_table
from surveys.results.filters import Cut, dimensions_of, read_cuts
from surveys.results.pairs import partners_of
from surveys.results.pictures import comparison_picture, cross_picture
from surveys.results.privacy import Reading, reading_of, told_to, too_few
from surveys.results.turnout import Turnout
from surveys.storage import compiled
from surveys.views.blueprint import bp


@bp.get("/surveys/<public_id>/results")
@requires(Permission.RESULTS_READ)
def results(public_id: str) -> Response:
    """Figures and pictures from counters: the page costs the same with two responses and with a thousand."""
    wave, reading, permissions = opened(public_id, Permission.RESULTS_READ)
    dimensions = dimensions_of(wave, told_to(reading, compiled(wave.version_id)))
    cuts = read_cuts(request.args.getlist("by"), dimensions)
    return page(
        "surveys/results.html", wave=wave, results=figures_for(reading, wave, cuts), may=permissions, P=Permission,
        modes=Mode, state=state_of(wave, clock.now()), definition=compiled(wave.version_id), at_once=AT_ONCE,
        dimensions=dimensions, chips=chips_of(wave, cuts), reading=reading, section_name="summary",
        streamed=STREAMED,
    )  # fmt: skip


@bp.get("/surveys/<public_id>/results/two-questions")
@requires(Permission.RESULTS_READ)
def crosstab(public_id: str) -> Response:
    """Two questions side by side, or a question by groups of people; what is chosen stands in the address."""
    wave, reading, _permissions = opened(public_id, Permission.RESULTS_READ)
    dimensions = dimensions_of(wave, told_to(reading, compiled(wave.version_id)))
    known = {each.code: each for each in dimensions}
    chosen = [known.get(request.args.get(name, "")) for name in ("rows", "columns")]
    cuts = read_cuts(request.args.getlist("by"), dimensions)
    rows, columns = chosen
    closed = _closed_words(reading, wave)
    table = cross_table(reading, wave, rows, columns, cuts) if rows and columns and not closed else None
    return page(
        "surveys/crosstab.html", wave=wave, reading=reading, table=table, dimensions=dimensions, rows=rows,
        columns=columns, chips=chips_of(wave, cuts), section_name="crosstab", closed=closed,
        picture=cross_picture(table) if table else "",
        row_choices=[(each.code, each.title) for each in dimensions if reading.names or each.is_nominal],
        column_choices=[(each.code, each.title) for each in dimensions if each.item],
    )  # fmt: skip


@bp.get("/surveys/<public_id>/results/before-after")
@requires(Permission.RESULTS_READ)
def comparison(public_id: str) -> Response:
    """The same people in two waves: the partner is chosen by the address, the nearest one otherwise."""
    wave, reading, _permissions = opened(public_id, Permission.RESULTS_READ)
    partners = partners_of(current_actor(), wave)
    asked = request.args.get("with", "")
    if asked and asked not in {each.public_id for each in partners}:
        raise NotSeen
    partner = next((each for each in partners if each.public_id == asked), partners[0] if partners else None)
    found = None
    if partner is not None:
        readings = (reading, reading_of(current_actor(), partner, permissions_on(current_actor(), partner)))
        found = compare(min(readings, key=lambda each: (each.names, -each.k)), wave, partner)
    return page(
        "surveys/comparison.html", wave=wave, reading=reading, partners=partners, partner=partner,
        found=found, section_name="comparison", modes=Mode, signed=signed,
        picture=comparison_picture(found) if found else "",
    )  # fmt: skip


def opened(public_id: str, permission: Permission) -> tuple[SurveyAssignment, Reading, frozenset[Permission]]:
    """The wave, what the reader may see of it, and all that they may do with it."""
    loaded = (
        joinedload(SurveyAssignment.organization),
        joinedload(SurveyAssignment.questionnaire_version).joinedload(QuestionnaireVersion.questionnaire),
    )
    wave = get_or_404(current_actor(), SurveyAssignment, public_id, permission, *loaded)
    permissions = permissions_on(current_actor(), wave)
    return wave, reading_of(current_actor(), wave, permissions), permissions


def chips_of(wave: SurveyAssignment, cuts: Sequence[Cut]) -> list[tuple[str, str]]:
    """Chosen cuts with the address of this page without each of them."""
    kept: dict[str, Any] = {name: values for name, values in request.args.lists() if name in ("rows", "columns")}
    found = []
    for cut in cuts:
        rest = [each.key for each in cuts if each is not cut]
        found.append((cut.label, url_for(request.endpoint or "", public_id=wave.public_id, by=rest or None, **kept)))
    return found


def _closed_words(reading: Reading, wave: SurveyAssignment) -> str:
    return "" if reading.opens(reading.sees(wave)) else too_few(Turnout.of(wave), reading.k)
