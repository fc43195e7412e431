"""How a table of people leaves the portal: counted, approved where it is large, written into the trail."""

import io

from flask import send_file
from werkzeug.wrappers import Response

from portal.access.actor import Actor
from portal.access.permissions import Permission
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.file_kinds import XLSX
from portal.core.sqlite import set_reading
from portal.people import disclosures
from portal.people.exports import organization_of


def hand_out(
    actor: Actor, made: io.BytesIO, *, name: str, kind: str, what: str, subjects: set[int], rows: int,
    permission: Permission, filters: list[str],
) -> Response:  # fmt: skip
    """Send a workbook that was made for the actor: `what` is the fingerprint of the choice, `filters` their names.

    Raises what `disclosures.disclose` raises: a large file needs a second person.
    """
    db.session.rollback()
    set_reading(False)
    place = organization_of(actor, permission)
    disclosures.disclose(actor, kind, subjects, what, organization_id=place)
    audit.record(actor, AuditEvent.REGISTER_EXPORTED, None, organization_id=place,
                 changes={"kind": kind, "rows": rows, "filters": filters})  # fmt: skip
    db.session.commit()
    made.seek(0)
    response = send_file(made, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
