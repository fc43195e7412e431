"""Before and after: two waves of the same people, as a whole or a part of it, and one question row by row."""

from dataclasses import dataclass
from typing import Any

from flask import request
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.errors import NotSeen
from portal.core.i18n import _
from portal.core.web.pages import page
from portal.core.web.tables import Page
from portal.people.readings import show_list
from surveys.definitions import ItemDefinition
from surveys.models import Mode, SurveyAssignment
from surveys.results.breakdown import Groups, Row, by_groups, by_people, person_rows
from surveys.results.compare import Comparison, compare, in_order, signed
from surveys.results.filters import Dimension, dimensions_of, read_cuts
from surveys.results.pairs import partners_of
from surveys.results.pictures import comparison_picture
from surveys.results.privacy import Reading, reading_of, told_to
from surveys.storage import compiled
from surveys.views.blueprint import bp
from surveys.views.results import chips_of, opened, path_to

PEOPLE = "people"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One question row by row: by people (`persons`, a page of them) or by groups. `choices` are what may be chosen."""

    item: ItemDefinition
    chosen: str
    items: list[tuple[str, str]]
    choices: list[tuple[str, str]]
    groups: Groups | None = None
    listed: Page | None = None
    persons: tuple[Row, ...] = ()


@bp.get("/surveys/<public_id>/results/before-after")
@requires(Permission.RESULTS_READ)
def comparison(public_id: str) -> Response:
    """The same people in two waves: the partner is chosen by the address, the nearest one otherwise."""
    wave, reading, permissions = opened(public_id, Permission.RESULTS_READ)
    partners = partners_of(current_actor(), wave)
    asked = request.args.get("with", "")
    if asked and asked not in {each.public_id for each in partners}:
        raise NotSeen
    partner = next((each for each in partners if each.public_id == asked), partners[0] if partners else None)
    found, dimensions, cuts = None, list[Dimension](), []
    if partner is not None:
        readings = (reading, reading_of(current_actor(), partner, permissions_on(current_actor(), partner)))
        reading = min(readings, key=lambda each: (each.names, -each.k))
        first, _last = in_order(wave, partner)
        dimensions = dimensions_of(first, told_to(reading, compiled(first.version_id)))
        cuts = read_cuts(request.args.getlist("by"), dimensions)
        found = compare(reading, wave, partner, cuts)
    return page(
        "surveys/comparison.html", wave=wave, reading=reading, partners=partners, partner=partner,
        found=found, section_name="comparison", modes=Mode, signed=signed, dimensions=dimensions,
        chips=chips_of(wave, cuts), shown=_shown(reading, found, dimensions) if found else None, PEOPLE=PEOPLE,
        picture=comparison_picture(found) if found else "", path=path_to(wave, permissions, _("До и после")),
    )  # fmt: skip


def _shown(reading: Reading, found: Comparison, dimensions: list[Dimension]) -> Shown | None:
    """The question and the rows that the address chooses; None where there is nothing to choose from."""
    items = [each.item for each in found.items if not each.closed]
    may_name = reading.names and found.before.mode == Mode.NAMED
    known = {each.code: each for each in dimensions if reading.names or (each.is_nominal and not found.cuts)}
    choices = [(PEOPLE, _("Люди"))] if may_name else []
    choices += [(code, each.title) for code, each in known.items()]
    if not items or not choices:
        return None
    item = next((each for each in items if each.code == request.args.get("question", "")), items[0])
    chosen = request.args.get("show", "")
    chosen = chosen if chosen in dict(choices) else choices[0][0]
    words = [(each.code, each.text) for each in items]
    if chosen != PEOPLE:
        groups = by_groups(found, item, known[chosen])
        return Shown(item=item, chosen=chosen, items=words, choices=choices, groups=groups)
    return _named(found, item, Shown(item=item, chosen=chosen, items=words, choices=choices))


def _named(found: Comparison, item: ItemDefinition, shown: Shown) -> Shown:
    listed = by_people(found, item)
    if listed is None:
        return shown
    wave: SurveyAssignment = found.before
    subjects: Any = [row.id for row in listed.rows]
    show_list(current_actor(), "surveys.comparison", subjects, organization_id=wave.organization_id)
    return Shown(item=item, chosen=shown.chosen, items=shown.items, choices=shown.choices, listed=listed,
                 persons=tuple(person_rows(listed, item)))  # fmt: skip
