"""A person's own views of lists: kept from above a list, opened by a link, taken away."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.saved_views import KEPT, SavedView, save_view
from portal.core.web.pages import see_other

bp = Blueprint("saved_views", __name__, url_prefix="/my/views")


@bp.post("")
@requires(Permission.DESK_READ)
def create() -> Response:
    """Keep what is chosen above the list `room` under a name, and go back to that choice."""
    person_id = current_actor().person_id or 0
    room = request.form.get("room", "")
    saved = save_view(person_id, room, request.form.get("view_name", ""), request.form.to_dict())
    target = url_for(saved.room, **{**saved.query, "done": "view_saved"})
    db.session.commit()
    return see_other(target)


@bp.post("/<public_id>/removal")
@requires(Permission.DESK_READ)
def remove(public_id: str) -> Response:
    """Take a view of one's own away."""
    view = get_or_404(current_actor(), SavedView, public_id, Permission.DESK_READ)
    room = view.room
    db.session.delete(view)
    db.session.commit()
    return see_other(url_for(room, done="view_removed") if room in KEPT else url_for("home.index"))
