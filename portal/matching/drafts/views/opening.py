"""One draft and one year as a view gets them: through the gate, with what their pages show."""

from sqlalchemy.orm import joinedload, selectinload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.errors import NotSeen
from portal.matching.drafts.models import MatchingChoice, MatchingRun
from portal.matching.groups.models import GroupRequest
from portal.matching.models import MentoringRequest
from portal.programs.models import Cycle, Program

_OF_YEAR = joinedload(Cycle.program).joinedload(Program.organization)
_LOADED = (
    joinedload(MatchingRun.organization), joinedload(MatchingRun.format), joinedload(MatchingRun.made_by),
    joinedload(MatchingRun.base), joinedload(MatchingRun.job),
    joinedload(MatchingRun.cycle).joinedload(Cycle.program).joinedload(Program.organization),
    selectinload(MatchingRun.choices).joinedload(MatchingChoice.request),
    selectinload(MatchingRun.choices).joinedload(MatchingChoice.group_request),
    selectinload(MatchingRun.choices).joinedload(MatchingChoice.profile),
    selectinload(MatchingRun.choices).joinedload(MatchingChoice.chosen_by),
)  # fmt: skip


def one_run(public_id: str, permission: Permission, *, lock: bool = False) -> MatchingRun:
    """The draft on which the reader has the permission."""
    return get_or_404(current_actor(), MatchingRun, public_id, permission, *_LOADED, lock=lock)


def one_year(public_id: str, permission: Permission, *, lock: bool = False) -> Cycle:
    """The year on which the reader has the permission."""
    return get_or_404(current_actor(), Cycle, public_id, permission, _OF_YEAR, lock=lock)


def one_mentee(public_id: str) -> MentoringRequest | GroupRequest:
    """The request of a person or of a group that the reader sees."""
    actor = current_actor()
    try:
        return get_or_404(actor, MentoringRequest, public_id, Permission.REQUEST_READ)
    except NotSeen:
        return get_or_404(actor, GroupRequest, public_id, Permission.REQUEST_READ)
