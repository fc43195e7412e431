"""One pair as a view gets it: through the gate, with its members."""

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.mentorships.models import Mentorship
from portal.mentorships.queries import WITH_MEMBERS


def one_pair(public_id: str, permission: Permission, *, lock: bool = False) -> Mentorship:
    """The pair on which the reader has the permission."""
    return get_or_404(current_actor(), Mentorship, public_id, permission, *WITH_MEMBERS, lock=lock)
