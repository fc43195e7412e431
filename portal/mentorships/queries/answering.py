"""Who may say yes or no, and for whom."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.queries.basis import minors_of, needed_signatures
from portal.core import clock
from portal.core.db import db
from portal.mentorships.kinds import OPEN
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries.pairs import WITH_MEMBERS
from portal.mentorships.queries.steps import awaited
from portal.people.queries import represents_child


def answerable_by(actor: Actor, pair: Mentorship) -> list[MentorshipMember]:
    """Members for whom the actor answers: themselves, or a child where the organisation asks the representative.

    The rule is that of the consents: under 14 the representative alone, from 14 to 17 whom the organisation settled
    on (either answers where it asks both), from 18 the person.
    """
    today = clock.today(pair.organization.time_zone)
    minors = db.session.scalar(sa.select(minors_of(pair.organization_id)))
    found = []
    for each in awaited(pair) if pair.is_open else ():
        is_learner = any(place.kind == "learner" for place in each.person.memberships)
        needed = needed_signatures(each.person.birth_on, is_learner, today, minors or "both")
        if each.person_id == actor.person_id:
            found += [each] if needed.own else []
        elif needed.representative and _represents(actor, each.person_id, today):
            found.append(each)
    return found


def unanswered_by(actor: Actor, today: date) -> sa.Select[Mentorship]:
    """Open pairs that wait for the actor's answer, or for that of a child; whose it is, `answerable_by` says."""
    member = MentorshipMember.person_id
    asked = sa.select(MentorshipMember.mentorship_id).where(
        MentorshipMember.agreed_on.is_(None), MentorshipMember.declined_on.is_(None),
        MentorshipMember.ends_on.is_(None),
        sa.or_(member == actor.person_id, represents_child(actor.person_id, member, today)),
    )  # fmt: skip
    return (
        sa.select(Mentorship).where(Mentorship.id.in_(asked), Mentorship.state.in_(OPEN))
        .options(*WITH_MEMBERS).order_by(Mentorship.id)
    )  # fmt: skip


def _represents(actor: Actor, person_id: int, today: Any) -> bool:
    return bool(db.session.scalar(sa.select(represents_child(actor.person_id, person_id, today))))
