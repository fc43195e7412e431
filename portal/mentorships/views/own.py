"""One's own pairs and those of one's children."""

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.web.pages import page
from portal.mentorships.queries import own_pairs
from portal.mentorships.views.blueprints import own_mentorships as bp


@bp.get("")
@requires(Permission.MENTORSHIP_READ)
def index() -> Response:
    """«Мои пары»."""
    actor = current_actor()
    return page(
        "own_mentorships/index.html", found=own_pairs(actor.person_id, clock.today(actor.time_zone)),
        me=actor.person_id, done=request.args.get("done", ""),
    )  # fmt: skip
