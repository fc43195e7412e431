"""One request as a view gets it: through the gate, with what its page shows."""

from sqlalchemy.orm import joinedload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.matching.models import MentoringRequest
from portal.programs.models import Cycle

_LOADED = (
    joinedload(MentoringRequest.person), joinedload(MentoringRequest.organization),
    joinedload(MentoringRequest.format), joinedload(MentoringRequest.cycle).joinedload(Cycle.program),
)  # fmt: skip


def one_request(public_id: str, permission: Permission, *, lock: bool = False) -> MentoringRequest:
    """The request on which the reader has the permission."""
    return get_or_404(current_actor(), MentoringRequest, public_id, permission, *_LOADED, lock=lock)
