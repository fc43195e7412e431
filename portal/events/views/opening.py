"""One event as a view gets it: through the gate, with its organisation."""

from sqlalchemy.orm import joinedload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.events.models import Event


def one_event(public_id: str, permission: Permission, *, lock: bool = False) -> Event:
    """The event on which the reader has the permission."""
    return get_or_404(current_actor(), Event, public_id, permission, joinedload(Event.organization), lock=lock)
