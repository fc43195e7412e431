"""Places: how many pairs a person carries at once, held by the database so that no race exceeds it."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import MentorshipMember
from portal.mentorships.queries.places import most_of, taken_by


def take_place(member: MentorshipMember) -> None:
    """Give the member the smallest free place of what the person may carry; who has one keeps it.

    Learners of a group that is the mentee as a whole take none: the group takes one place of its mentor. The unique
    index decides between two at once. Raises Refusal where every place is taken.
    """
    if member.place is not None or (member.side == MemberSide.MENTEE and member.mentorship.group_id is not None):
        return
    most = most_of(member)
    for _attempt in range(most + 1):
        taken = taken_by(member.person_id, member.organization_id, member.side)
        free = next((n for n in range(1, most + 1) if n not in taken), None)
        if free is None:
            break
        try:
            with db.session.begin_nested():
                db.session.execute(
                    sa.update(MentorshipMember).where(MentorshipMember.id == member.id).values(place=free)
                )
        except IntegrityError:  # somebody else was quicker: the next free place, if there is one
            continue
        db.session.refresh(member, ["place"])
        return
    raise no_place(member.side)


def no_place(side: str) -> Refusal:
    """Why nothing more fits."""
    if side == MemberSide.MENTOR:
        return Refusal(_("У наставника не осталось свободных мест: сначала завершите одну из его пар."))
    return Refusal(_("У наставляемого уже есть наставник: больше одновременно программа года не допускает."))
