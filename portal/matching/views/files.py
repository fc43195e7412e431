"""The base of mentees as a file; whoever takes it is counted with everybody in it."""

import io

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.i18n import _
from portal.matching import exports
from portal.matching.queries import RequestFilter
from portal.matching.views.blueprints import requests as bp
from portal.people.handing import hand_out


@bp.get("/requests.xlsx")
@requires(Permission.REQUEST_EDIT)
@at_most("30 per hour")
def download() -> Response:
    """The same requests as a table."""
    actor, wanted = current_actor(), RequestFilter.from_args(request.args)
    made = io.BytesIO()
    rows, subjects = exports.write_requests(actor, wanted, made)
    name = _("База наставляемых %(day)s.xlsx", day=clock.today(actor.time_zone).isoformat())
    return hand_out(
        actor, made, name=name, kind=exports.KIND, what=exports.fingerprint(wanted), subjects=subjects, rows=rows,
        permission=Permission.REQUEST_EDIT, filters=sorted(wanted.as_args),
    )  # fmt: skip
