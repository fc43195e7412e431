"""What monitoring does when pairs speak: those who begin and those who stayed to the end are asked."""

from portal.access.actor import Actor
from portal.core import clock
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.models import Mentorship
from portal.mentorships.monitoring.occasions import BEGAN, CLOSED, subject_of
from portal.mentorships.signals import mentorship_began, mentorship_ended
from surveys.actions import invite_for_event


@mentorship_began.connect
def ask_at_the_entry(actor: Actor, *, mentorship: Mentorship) -> None:
    """Waves of the entry ask both sides, each its own."""
    _ask(actor, mentorship, BEGAN)


@mentorship_ended.connect
def ask_at_the_end(actor: Actor, *, mentorship: Mentorship) -> None:
    """Waves of the end ask whoever stood in the pair on its last day; a pair that never worked asks nobody."""
    if mentorship.state == MentorshipState.CLOSED:
        _ask(actor, mentorship, CLOSED)


def _ask(actor: Actor, pair: Mentorship, occasions: dict[MemberSide, str]) -> None:
    """The day is that on which the portal heard of it: an order of last week asks today."""
    today = clock.today(pair.organization.time_zone)
    for side, code in occasions.items():
        for member in pair.standing(side):
            invite_for_event(actor, code, subject_of(pair), member.person, today)
