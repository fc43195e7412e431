"""«Прочитано»: what newcomers say of materials that are marked for them."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import upsert
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.library.models import Material, MaterialReading
from portal.library.queries.readers import is_asked, reading_of


def mark_read(actor: Actor, material: Material) -> None:
    """Said once; saying it again changes nothing. Raises Refusal for whom nobody asked."""
    if actor.person_id is None or reading_of(material, actor.person_id) is not None:
        return
    today = clock.today(actor.time_zone)
    if material.archived_on is not None or not is_asked(material, actor.person_id, today):
        raise Refusal(_("Этот материал не нужно подтверждать: он отмечен для других."))
    row = {
        "material_id": material.id, "person_id": actor.person_id, "number": material.current_number, "read_on": today,
    }  # fmt: skip
    table: sa.Table = MaterialReading.__table__  # type: ignore[assignment]
    if upsert(table, row, keys=("material_id", "person_id")) == 1:
        audit.record(actor, AuditEvent.MATERIAL_READ, material)
