"""A pair and a meeting as a view gets them: through the gate, with what their pages show."""

from sqlalchemy.orm import joinedload

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.mentorships.meetings.actions.rules import members_on
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.queries import WITH_SIDES
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries import WITH_MEMBERS
from portal.programs.models import Cycle

_PAIR = (
    joinedload(Meeting.mentorship).joinedload(Mentorship.organization),
    joinedload(Meeting.mentorship).joinedload(Mentorship.group),
    joinedload(Meeting.mentorship).joinedload(Mentorship.cycle).joinedload(Cycle.program),
    joinedload(Meeting.mentorship).selectinload(Mentorship.members).joinedload(MentorshipMember.person),
)


def pair_to_meet(public_id: str, permission: Permission, *, lock: bool = False) -> Mentorship:
    """The pair on whose meetings the reader has the permission."""
    return get_or_404(current_actor(), Mentorship, public_id, permission, *WITH_MEMBERS, lock=lock)


def one_meeting(public_id: str, permission: Permission, *, lock: bool = False) -> Meeting:
    """The meeting on which the reader has the permission, with its sides and its pair."""
    return get_or_404(current_actor(), Meeting, public_id, permission, *WITH_SIDES, *_PAIR, lock=lock)


def standing(pair: Mentorship) -> list[MentorshipMember]:
    """Who is in the pair today: whom a form can tick."""
    return members_on(pair, clock.today(pair.organization.time_zone))
