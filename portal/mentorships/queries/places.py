"""How many pairs a person carries and may carry."""

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from portal.core.db import db
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import MentorshipMember
from portal.programs.queries import settings_of


def most_of(member: MentorshipMember) -> int:
    """Pairs that this person may carry on this side at once: by the year, for a mentor also by the profile."""
    settings = settings_of(member.mentorship.cycle)
    if member.side == MemberSide.MENTEE:
        return settings.mentee_capacity
    own = member.profile.capacity if member.profile else settings.mentor_capacity
    return min(own, settings.mentor_capacity)


def taken_by(person_id: int, organization_id: int, side: str) -> set[int]:
    """Numbers of the places of one person that are taken."""
    return taken_by_each([person_id], organization_id, side).get(person_id, set())


def taken_by_each(person_ids: Collection[int], organization_id: int, side: str) -> Mapping[int, set[int]]:
    """Person id → numbers of the places that are taken; who has none is left out."""
    rows = db.session.execute(
        sa.select(MentorshipMember.person_id, MentorshipMember.place).where(
            MentorshipMember.person_id.in_(person_ids), MentorshipMember.organization_id == organization_id,
            MentorshipMember.side == side, MentorshipMember.place.is_not(None),
        )
    )  # fmt: skip
    found: dict[int, set[int]] = {}
    for person_id, place in rows:
        found.setdefault(person_id, set()).add(place or 0)
    return found
