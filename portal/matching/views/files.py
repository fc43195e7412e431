"""The base of mentees as a file; whoever takes it is counted with everybody in it."""

import io

from flask import request, send_file
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.file_kinds import XLSX
from portal.core.i18n import _
from portal.core.sqlite import set_reading
from portal.matching import exports
from portal.matching.queries import RequestFilter
from portal.matching.views.blueprints import requests as bp
from portal.people import disclosures
from portal.people.exports import organization_of


@bp.get("/requests.xlsx")
@requires(Permission.REQUEST_EDIT)
@at_most("30 per hour")
def download() -> Response:
    """The same requests as a table."""
    actor, wanted = current_actor(), RequestFilter.from_args(request.args)
    made = io.BytesIO()
    rows, subjects = exports.write_requests(actor, wanted, made)
    name = _("База наставляемых %(day)s.xlsx", day=clock.today(actor.time_zone).isoformat())
    db.session.rollback()
    set_reading(False)
    place = organization_of(actor, Permission.REQUEST_EDIT)
    disclosures.disclose(actor, exports.KIND, subjects, exports.fingerprint(wanted), organization_id=place)
    audit.record(actor, AuditEvent.REGISTER_EXPORTED, None, organization_id=place,
                 changes={"kind": exports.KIND, "rows": rows, "filters": sorted(wanted.as_args)})  # fmt: skip
    db.session.commit()
    made.seek(0)
    response = send_file(made, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
