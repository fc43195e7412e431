"""What may be changed in a pair that works, on its card."""

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.mentorships.kinds import WORKING, MemberSide, MentorshipState
from portal.mentorships.models import Mentorship


@panel("mentorships.show", order=70)
def changes_of_pair(pair: Mentorship) -> Panel | None:
    """Links to the changes, for those who keep the registry."""
    if pair.state not in WORKING or Permission.MENTORSHIP_CHANGE not in permissions_on(current_actor(), pair):
        return None
    return Panel(
        name="changing", title=_("Изменить пару"), template="mentorships/changing.html",
        context={"pair": pair, "is_paused": pair.state == MentorshipState.PAUSED,
                 "mentees": [] if pair.group_id else pair.standing(MemberSide.MENTEE)},
    )  # fmt: skip
