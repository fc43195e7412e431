"""The card of a pair: who, on which terms, what was decided, and what other rooms add."""

from flask import request
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.web.pages import page
from portal.core.web.panels import panels_of
from portal.mentorships.kinds import MemberSide
from portal.mentorships.queries import decisions_of, format_name, openable_people
from portal.mentorships.views.blueprints import mentorships as bp
from portal.mentorships.views.opening import one_pair
from portal.people.readings import show_list


@bp.get("/<public_id>")
@requires(Permission.MENTORSHIP_READ)
def show(public_id: str) -> Response:
    """One pair or group."""
    actor, pair = current_actor(), one_pair(public_id, Permission.MENTORSHIP_READ)
    people = [each.person_id for each in pair.members]
    show_list(actor, "mentorships.show", people, organization_id=pair.organization_id)
    standing = {side: pair.standing(side) for side in MemberSide}
    stays = {each.id for members in standing.values() for each in members}
    return page(
        "mentorships/show.html", pair=pair, may=permissions_on(actor, pair), P=Permission, standing=standing,
        left=[each for each in pair.members if each.id not in stays], opens=openable_people(actor, people),
        format_name=format_name(pair), decisions=decisions_of(pair), is_own=actor.person_id in people,
        panels=panels_of("mentorships.show", pair), done=request.args.get("done", ""),
    )  # fmt: skip
