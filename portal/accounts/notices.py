"""The page of notices: what happened and what waits, newest first."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import requires
from portal.accounts.web import current_reader
from portal.core import notices
from portal.core.db import db
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate

bp = Blueprint("notices", __name__, url_prefix="/account/notifications")


@bp.get("")
@requires(Permission.DESK_READ)
def index() -> Response:
    """Notices of the reader, by pages."""
    return page("notices/index.html", fragment="notice_list",
                notices=paginate(notices.notices_of(current_reader().person_id or 0)))  # fmt: skip


@bp.post("/read")
@requires(Permission.DESK_READ)
def read_all() -> Response:
    """Mark everything as read."""
    notices.mark_read(current_reader().person_id or 0)
    db.session.commit()
    return see_other(url_for(".index"))
