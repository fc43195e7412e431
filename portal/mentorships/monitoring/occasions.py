"""Moments of a pair on which a wave can hang, apart for mentors and mentees: they are asked different things.

A wave of the entry waits for «Пара начала работу» or counts days from it, one of the middle counts days, one of the
end waits for «Пара завершена».
"""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.core.i18n import _
from portal.mentorships.kinds import WORKING, MemberSide
from portal.mentorships.models import Mentorship, MentorshipMember
from surveys.occasions import Starts, counting, event

SUBJECT = "pair:"
BEGAN = {MemberSide.MENTOR: "pair_began_mentor", MemberSide.MENTEE: "pair_began_mentee"}
CLOSED = {MemberSide.MENTOR: "pair_closed_mentor", MemberSide.MENTEE: "pair_closed_mentee"}


def subject_of(pair: Mentorship) -> str:
    """What an invitation about the pair says."""
    return f"{SUBJECT}{pair.public_id}"


def since_beginning(side: MemberSide) -> Starts:
    """Who stands on this side of a working pair that began so many days before; who came later is asked with it."""

    def starts(organization_id: int, days: int, on: date) -> sa.Select[int, str]:
        return (
            sa.select(MentorshipMember.person_id, sa.literal(SUBJECT) + Mentorship.public_id)
            .join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
            .where(
                Mentorship.organization_id == organization_id, Mentorship.state.in_(WORKING),
                Mentorship.starts_on == on - timedelta(days=days), MentorshipMember.side == side,
                MentorshipMember.ends_on.is_(None), MentorshipMember.declined_on.is_(None),
            )
        )  # fmt: skip

    return starts


event(BEGAN[MemberSide.MENTOR], _("Пара начала работу: спросить наставника"))
event(BEGAN[MemberSide.MENTEE], _("Пара начала работу: спросить наставляемого"))
event(CLOSED[MemberSide.MENTOR], _("Пара завершена: спросить наставника"))
event(CLOSED[MemberSide.MENTEE], _("Пара завершена: спросить наставляемого"))
counting("pair_mentor", _("Начало работы пары: спросить наставника"), since_beginning(MemberSide.MENTOR))
counting("pair_mentee", _("Начало работы пары: спросить наставляемого"), since_beginning(MemberSide.MENTEE))
