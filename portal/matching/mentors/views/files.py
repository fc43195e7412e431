"""The base of mentors as a file; whoever takes it is counted with everybody in it."""

import io

from flask import request
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.i18n import _
from portal.matching.exports import fingerprint
from portal.matching.mentors import exports
from portal.matching.mentors.queries import MentorFilter
from portal.matching.mentors.views.blueprints import mentors as bp
from portal.people.handing import hand_out


@bp.get("/mentors.xlsx")
@requires(Permission.MENTOR_EDIT)
@at_most("30 per hour")
def download() -> Response:
    """The same mentors as a table."""
    actor, wanted = current_actor(), MentorFilter.from_args(request.args)
    made = io.BytesIO()
    rows, subjects = exports.write_mentors(actor, wanted, made)
    name = _("База наставников %(day)s.xlsx", day=clock.today(actor.time_zone).isoformat())
    return hand_out(
        actor, made, name=name, kind=exports.KIND, what=fingerprint(wanted), subjects=subjects, rows=rows,
        permission=Permission.MENTOR_EDIT, filters=sorted(wanted.as_args),
    )  # fmt: skip
