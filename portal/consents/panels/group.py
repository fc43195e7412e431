"""The block «Готовность группы» on the page of a group."""

from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.consents.columns import columns
from portal.consents.crowds import GROUP, crowd_of
from portal.consents.queries.table import table_of
from portal.core.errors import NotSeen
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.people.models import Group


@panel("groups.show", order=20)
def readiness(group: Group) -> Panel | None:
    """How many of the group are informed, have a consent, have answered; for who records consents there."""
    actor = current_actor()
    if not actor.has(Permission.CONSENT_RECORD):
        return None
    try:
        crowd = crowd_of(actor, f"{GROUP}.{group.public_id}", Permission.CONSENT_RECORD)
    except NotSeen:
        return None
    (block,) = table_of([crowd])
    if not block.rows:
        return None
    return Panel(
        name="readiness", title=_("Готовность группы"), template="consents/readiness.html",
        context={"block": block, "columns": columns(), "crowd": crowd},
    )  # fmt: skip
