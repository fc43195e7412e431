"""One practice as a view gets it: through the gate, with its versions and authors."""

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.practices.models import Practice, PracticeVersion
from portal.practices.queries import LOADED


def one_practice(public_id: str, permission: Permission, *, lock: bool = False) -> Practice:
    """The practice on which the reader has the permission."""
    return get_or_404(current_actor(), Practice, public_id, permission, *LOADED, lock=lock)


def writable(practice: Practice) -> PracticeVersion:
    """The version that is being written. Raises Refusal where there is none."""
    if practice.working is None:
        raise Refusal(_("У практики нет черновика. Начните новую версию."))
    return practice.working


def numbered(practice: Practice, number: int) -> PracticeVersion:
    """The published version of this number. Raises NotSeen where there is none."""
    found = next((each for each in practice.versions if each.number == number), None)
    if found is None:
        raise NotSeen
    return found
