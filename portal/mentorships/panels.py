"""What forming adds to the card of a pair: of a whole group, who may not join yet."""

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.matching.groups.queries import learners_of
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import Mentorship

KEEPS = frozenset({Permission.MENTORSHIP_PROPOSE, Permission.MENTORSHIP_CHANGE, Permission.MENTORSHIP_DECIDE})


@panel("mentorships.show", order=60)
def who_waits_for_a_consent(pair: Mentorship) -> Panel | None:
    """Learners of the group without a consent to take part, for those who keep the pair; nobody else is told."""
    if pair.group_id is None or not pair.is_open or not KEEPS & permissions_on(current_actor(), pair):
        return None
    stand = {each.person_id for each in pair.standing(MemberSide.MENTEE)}
    learners = learners_of([pair.group_id], pair.organization_id, clock.today(pair.organization.time_zone))
    waits = [
        each.person for each in learners.get(pair.group_id, ()) if not each.is_ready and each.person.id not in stand
    ]
    if not waits:
        return None
    return Panel(
        name="waits_for_consent", title=_("Ещё не в паре"), template="mentorships/waiting_learners.html",
        context={"waits": waits},
    )  # fmt: skip
