"""One contest or entry as a view gets it: through the gate, with what its page draws."""

from sqlalchemy.orm import joinedload, selectinload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.errors import NotSeen
from portal.practices.contests.models import Contest, ContestEntry, ContestJuror
from portal.practices.contests.queries import seat_of

_WHOLE = (joinedload(Contest.organization), selectinload(Contest.nominations), selectinload(Contest.criteria))
_ENTRY = (
    joinedload(ContestEntry.contest).joinedload(Contest.organization),
    joinedload(ContestEntry.contest).selectinload(Contest.criteria),
    joinedload(ContestEntry.nomination), joinedload(ContestEntry.organization), joinedload(ContestEntry.person),
)  # fmt: skip


def one_contest(public_id: str, permission: Permission, *, lock: bool = False) -> Contest:
    """The contest on which the reader has the permission."""
    return get_or_404(current_actor(), Contest, public_id, permission, *_WHOLE, lock=lock)


def one_entry(public_id: str, permission: Permission, *, lock: bool = False) -> ContestEntry:
    """The entry on which the reader has the permission."""
    return get_or_404(current_actor(), ContestEntry, public_id, permission, *_ENTRY, lock=lock)


def own_seat(contest: Contest) -> ContestJuror:
    """The reader's place in the jury. Raises NotSeen where there is none."""
    found = seat_of(current_actor(), contest)
    if found is None:
        raise NotSeen
    return found
