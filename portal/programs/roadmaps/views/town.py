"""The municipal map over the maps of organisations: numbers, opened down to the stages of one organisation."""

from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.web.pages import page
from portal.people.models import Organization
from portal.programs.roadmaps.definitions import modules
from portal.programs.roadmaps.queries.town import town_lines, town_stages
from portal.programs.roadmaps.views.blueprints import roadmaps as bp

WATCH = Permission.ROADMAP_WATCH


@bp.get("/roadmaps/town")
@requires(WATCH)
def town() -> Response:
    """Which organisation has a programme, a year and a map, and how many steps are done."""
    actor = current_actor()
    lines = town_lines(actor, clock.today(actor.time_zone))
    return page(
        "roadmaps/town.html", lines=lines, modules=modules(), n_maps=sum(each.roadmap_id is not None for each in lines),
        n_homes=len({each.organization.id for each in lines}),
    )  # fmt: skip


@bp.get("/roadmaps/town/<public_id>")
@requires(WATCH)
def town_organization(public_id: str) -> Response:
    """The stages of one organisation in numbers; neither names nor texts of marks."""
    actor = current_actor()
    organization = get_or_404(actor, Organization, public_id, WATCH)
    found = town_stages(actor, organization, clock.today(organization.time_zone))
    return page("roadmaps/town_organization.html", organization=organization, found=found, modules=modules())
