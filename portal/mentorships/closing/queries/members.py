"""Who of a pair sums it up: whoever stands in it, or stood until its last day."""

import sqlalchemy as sa

from portal.mentorships.models import Mentorship, MentorshipMember

STAYED = sa.and_(
    MentorshipMember.declined_on.is_(None),
    sa.or_(MentorshipMember.ends_on.is_(None), MentorshipMember.ends_on == Mentorship.ends_on),
)


def member_of(pair: Mentorship, person_id: int | None) -> MentorshipMember | None:
    """The person as a member who stayed; None for who declined, left or was replaced before the pair ended."""
    stayed = [
        each for each in pair.members
        if each.person_id == person_id and each.declined_on is None and each.ends_on in (None, pair.ends_on)
    ]  # fmt: skip
    return stayed[-1] if person_id is not None and stayed else None
