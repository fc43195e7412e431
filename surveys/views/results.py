"""Results of a wave: the summary with its cuts, two questions side by side."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import opened_or_404, select_allowed
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Scope
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.i18n import _
from portal.core.web.pages import page
from portal.core.web.panels import Panel, panel
from surveys.exchange.answers.files import AT_ONCE, STREAMED
from surveys.models import Mode, QuestionnaireVersion, SurveyAssignment
from surveys.queries import state_of
from surveys.results.asking import figures_for
from surveys.results.crosstab import cross_table
from surveys.results.filters import Cut, dimensions_of, read_cuts
from surveys.results.pictures import cross_picture
from surveys.results.privacy import Reading, reading_of, told_to, too_few
from surveys.results.turnout import Turnout
from surveys.storage import compiled
from surveys.views.blueprint import bp

LISTED = 20
Way = list[tuple[str, str | None]]


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
        streamed=STREAMED, path=path_to(wave, permissions),
    )  # fmt: skip


@bp.get("/surveys/<public_id>/results/two-questions")
@requires(Permission.RESULTS_READ)
def crosstab(public_id: str) -> Response:
    """Two questions side by side, or a question by groups of people; what is chosen stands in the address."""
    wave, reading, permissions = opened(public_id, Permission.RESULTS_READ)
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
        picture=cross_picture(table) if table else "", path=path_to(wave, permissions, _("Два вопроса")),
        row_choices=[(each.code, each.title) for each in dimensions if reading.names or each.is_nominal],
        column_choices=[(each.code, each.title) for each in dimensions if each.item],
    )  # fmt: skip


def opened(public_id: str, permission: Permission) -> tuple[SurveyAssignment, Reading, frozenset[Permission]]:
    """The wave, what the reader may see of it, and all that they may do with it."""
    loaded = (
        joinedload(SurveyAssignment.organization),
        joinedload(SurveyAssignment.questionnaire_version).joinedload(QuestionnaireVersion.questionnaire),
    )
    wave, permissions = opened_or_404(current_actor(), SurveyAssignment, public_id, permission, *loaded)
    return wave, reading_of(current_actor(), wave, permissions), permissions


@panel("surveys.mine", order=5)
def of_own_conclusions(reader: Any) -> Panel | None:
    """The way to the results of what one writes as a specialist, for those who read no other answers by name."""
    actor = current_actor()
    if {scope_of(Permission.RESPONSE_READ, role) for role in actor.roles} - {Scope.NONE} != {Scope.OWN}:
        return None
    query = select_allowed(actor, Permission.RESPONSE_READ, SurveyAssignment).options(
        joinedload(SurveyAssignment.organization)
    )
    waves = db.session.scalars(query.order_by(SurveyAssignment.opens_at.desc(), SurveyAssignment.id).limit(LISTED))
    context = {"waves": waves.all(), "names_organizations": False}
    return Panel(name="conclusions", title=_("Ваши заключения вместе"), template="surveys/desk_results.html",
                 context=context) if context["waves"] else None  # fmt: skip


def path_to(wave: SurveyAssignment, permissions: Collection[Permission], here: str = "") -> Way:
    """The way to a page of results: from the list of waves, or from one's own questionnaires where that is closed."""
    if Permission.SURVEY_READ in permissions:
        above: Way = [
            (_("Анкеты"), url_for("surveys.index")),
            (wave.title, url_for("surveys.show", public_id=wave.public_id)),
        ]
        results_name = _("Результаты")
    else:
        above = [(_("Мои анкеты"), url_for("surveys.mine"))]
        results_name = wave.title
    if not here:
        return [*above, (results_name, None)]
    return [*above, (results_name, url_for("surveys.results", public_id=wave.public_id)), (here, None)]


def chips_of(wave: SurveyAssignment, cuts: Sequence[Cut]) -> list[tuple[str, str]]:
    """Chosen cuts with the address of this page without each of them."""
    kept, found = kept_choices(), []
    for cut in cuts:
        rest = [each.key for each in cuts if each is not cut]
        found.append((cut.label, url_for(request.endpoint or "", public_id=wave.public_id, by=rest or None, **kept)))
    return found


@bp.app_template_global()
def kept_choices() -> dict[str, Any]:
    """What else is chosen on this page of results, for addresses that change the cuts alone."""
    names = ("rows", "columns", "with", "question", "show")
    return {name: values for name, values in request.args.lists() if name in names}


def _closed_words(reading: Reading, wave: SurveyAssignment) -> str:
    return "" if reading.opens(reading.sees(wave)) else too_few(Turnout.of(wave), reading.k)
