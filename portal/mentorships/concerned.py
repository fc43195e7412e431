"""Whom a pair concerns: whoever stands or stood in it, and legal representatives of these people, former ones too.

What one of a pair tells the curator is read by none of them, whatever else they are: a mother who is a curator would
read what her child's mentor wrote about the family.
"""

import sqlalchemy as sa

from portal.core.db import db
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.people.models import Representation


def pairs_concerning(person_id: int | None) -> sa.Select[int]:
    """Ids of the pairs that concern the person."""
    represented = sa.select(Representation.person_id).where(Representation.representative_id == person_id)
    member = MentorshipMember.person_id
    return sa.select(MentorshipMember.mentorship_id).where(sa.or_(member == person_id, member.in_(represented)))


def people_concerned() -> sa.CompoundSelect[int]:
    """Ids of the people whom the pair of the statement around concerns (`Mentorship` stands there)."""
    member = MentorshipMember
    of_pair = member.mentorship_id == Mentorship.id
    stood = sa.select(member.person_id).where(of_pair).correlate(Mentorship)
    spoke = (
        sa.select(Representation.representative_id)
        .join(member, member.person_id == Representation.person_id).where(of_pair).correlate(Mentorship)
    )  # fmt: skip
    return stood.union(spoke)


def concerns(person_id: int | None, pair: Mentorship) -> bool:
    """Whether the pair concerns the person."""
    found = pairs_concerning(person_id).where(MentorshipMember.mentorship_id == pair.id)
    return db.session.scalar(found.limit(1)) is not None
