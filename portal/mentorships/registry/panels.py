"""What the registry adds to the card of a pair: its history."""

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.mentorships.models import Mentorship
from portal.mentorships.registry.history import history_of


@panel("mentorships.show", order=80)
def history_of_pair(pair: Mentorship) -> Panel:
    """States, members and decisions by day; reasons only for those who keep the registry."""
    keeps = Permission.MENTORSHIP_CHANGE in permissions_on(current_actor(), pair)
    return Panel(
        name="history", title=_("История"), template="mentorships/history.html",
        context={"events": list(reversed(history_of(pair))), "keeps": keeps},
    )  # fmt: skip
