"""The bank: search with facets, the card, versions and what changed in them, gaps."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.web.pages import page
from portal.core.web.panels import panels_of
from portal.core.web.tables import paginate
from portal.practices.differences import changes_between
from portal.practices.kinds import Facet
from portal.practices.labels import FACETS, SORTS, choices_of, dictionary
from portal.practices.models import Practice, PracticeVersion
from portal.practices.queries import (
    PracticeFilter,
    editable_collections,
    facet_counts,
    find_practices,
    formats_and_modules,
    marks_of,
    named_authors,
    needs_met,
    organization_names,
    presentations_of,
    published_authors,
    uses_of,
)
from portal.practices.views.blueprints import practices as bp
from portal.practices.views.opening import numbered, one_practice
from portal.programs.definitions import formats

Words = dict[Facet, Mapping[str, str]]
SHOWN_OPEN = (Facet.FORMAT, Facet.MODULE, Facet.PARTICIPANT)


@bp.get("")
@requires(Permission.PRACTICE_READ)
def index() -> Response:
    """The bank: a search box, facets with counts, and the list that htmx refreshes while one types."""
    actor, wanted = current_actor(), PracticeFilter.from_args(request.args)
    found = paginate(find_practices(actor, wanted), scalars=False)
    counts = facet_counts(actor, wanted)
    named = _words(counts, wanted)
    return page(
        "practices/index.html", fragment="bank", found=found, wanted=wanted, facets=_facets(wanted, counts, named),
        sorts=SORTS, chips=_chips(wanted, named), may_write=actor.has(Permission.PRACTICE_WRITE),
        closer=_closer(wanted, counts) if not found.rows else [],
    )  # fmt: skip


@bp.get("/<public_id>")
@requires(Permission.PRACTICE_READ)
def show(public_id: str) -> Response:
    """The card as readers see it; who may see more is shown the working version while none is published."""
    practice = one_practice(public_id, Permission.PRACTICE_READ)
    return _card_page(practice, practice.published or practice.working or practice.versions[-1])


@bp.get("/<public_id>/versions")
@requires(Permission.PRACTICE_READ)
def versions(public_id: str) -> Response:
    """Published versions, the latest first."""
    practice = one_practice(public_id, Permission.PRACTICE_READ)
    numbers = [each for each in reversed(practice.versions) if each.number]
    shown = practice.published or practice.working or practice.versions[-1]
    return page("practices/versions.html", practice=practice, version=shown, numbers=numbers)


@bp.get("/<public_id>/versions/<int:number>")
@requires(Permission.PRACTICE_READ)
def changes(public_id: str, number: int) -> Response:
    """What this version changed, word by word."""
    practice = one_practice(public_id, Permission.PRACTICE_READ)
    version = numbered(practice, number)
    before = numbered(practice, number - 1) if number > 1 else None
    return page(
        "practices/changes.html", practice=practice, version=version, before=before,
        changes=changes_between(before, version),
    )  # fmt: skip


@bp.get("/gaps")
@requires(Permission.PRACTICE_REVIEW)
def gaps() -> Response:
    """Where the bank is empty: format by module, and needs that nobody has answered."""
    met = needs_met()
    return page(
        "practices/gaps.html", counts=formats_and_modules(), modules=dictionary("modules"),
        formats={code: each.name for code, each in formats().items()},
        needs=sorted(((word, code, met.get(code, 0)) for code, word in dictionary("needs").items()),
                     key=lambda each: each[2]),
    )  # fmt: skip


def _card_page(practice: Practice, version: PracticeVersion) -> Response:
    actor, today = current_actor(), clock.today(practice.organization.time_zone)
    useful, is_mine = marks_of(practice, actor.person_id)
    may = permissions_on(actor, practice)
    cited = published_authors(practice, today)
    return page(
        "practices/show.html", practice=practice, version=version, may=may, P=Permission,
        names=named_authors(actor, practice, today), uses=uses_of(practice), useful=useful, is_mine=is_mine,
        presentations=presentations_of(practice), done=request.args.get("done", ""), cited=cited, today=today,
        address=url_for("practices.show", public_id=practice.public_id, _external=True),
        collections=editable_collections(actor) if actor.has(Permission.COLLECTION_EDIT) else [],
        panels=panels_of("practices.show", practice),
    )  # fmt: skip


def _facets(wanted: PracticeFilter, counts: dict[Facet, dict[str, int]], named: Words) -> list[dict[str, Any]]:
    """Facets with their values as the template draws them; a value that would show nothing is left out."""
    return [
        {
            "name": facet.value, "label": FACETS[facet], "is_open": facet in wanted.chosen or facet in SHOWN_OPEN,
            "values": [
                {"code": code, "label": word, "n": counts[facet].get(code, 0),
                 "is_chosen": code in wanted.chosen.get(facet, ())}
                for code, word in named[facet].items()
                if counts[facet].get(code) or code in wanted.chosen.get(facet, ())
            ],
        }
        for facet in Facet
    ]  # fmt: skip


def _words(counts: dict[Facet, dict[str, int]], wanted: PracticeFilter) -> Words:
    homes = [*counts[Facet.ORGANIZATION], *wanted.chosen.get(Facet.ORGANIZATION, ())]
    return {facet: organization_names(homes) if facet is Facet.ORGANIZATION else choices_of(facet) for facet in Facet}


def _chips(wanted: PracticeFilter, named: Words) -> list[tuple[str, str]]:
    """What is ticked, each with the address of the page without it."""
    return [
        (f"{FACETS[facet]}: {named[facet].get(code, code)}", url_for(".index", **wanted.without(facet, code)))
        for facet, codes in wanted.chosen.items()
        for code in codes
    ]


def _closer(wanted: PracticeFilter, counts: dict[Facet, dict[str, int]]) -> list[tuple[str, int, str]]:
    """Facets without which something would be found: (label, how many, address), the most first."""
    found = [
        (FACETS[facet], max(counts[facet].values(), default=0), url_for(".index", **wanted.without(facet)))
        for facet in wanted.chosen
    ]
    return sorted((each for each in found if each[1]), key=lambda each: -each[1])
