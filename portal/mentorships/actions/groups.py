"""A whole group of learners as the mentee: who comes and who goes, by date."""

from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import clock
from portal.core.db import db
from portal.matching.conflicts.queries import conflicts_between
from portal.mentorships.actions.forming import join
from portal.mentorships.actions.rules import group_members
from portal.mentorships.actions.states import leave
from portal.mentorships.kinds import OPEN, Ending, MemberSide
from portal.mentorships.models import Mentorship
from portal.mentorships.queries.pairs import WITH_MEMBERS
from portal.people.models import Membership


def follow_group(actor: Actor, pair: Mentorship) -> tuple[int, int]:
    """Bring the mentees of the pair in line with its group today; returns how many joined and how many left.

    Who has no consent to take part is not brought in; who said no stays out, and so does who may not be joined with a
    mentor of the pair. Call with the pair locked.
    """
    if pair.group_id is None or not pair.is_open:
        return 0, 0
    today = clock.today(pair.organization.time_zone)
    learners = {each.id: each for each in group_members(pair.group_id, today)}
    standing = {each.person_id: each for each in pair.members if each.side == MemberSide.MENTEE and not each.ends_on}
    gone = [each for person_id, each in standing.items() if person_id not in learners]
    for member in gone:
        leave(actor, member, Ending.LEFT, on=_last_day(member.person_id, pair.group_id, member.starts_on, today))
    kept_out = {each.person_id for each in pair.members if each.declined_on is not None}
    mentors = {each.person_id for each in pair.standing(MemberSide.MENTOR)}
    kept_out |= {theirs for _ours, theirs in conflicts_between(pair.cycle_id, mentors, set(learners), today)}
    come = [
        person for person_id, person in learners.items()
        if person_id not in standing and person_id not in kept_out
        and basis_for(person_id, pair.organization_id, Purpose.PARTICIPATION, today) is not None
    ]  # fmt: skip
    for person in come:
        join(actor, pair, person, MemberSide.MENTEE, today)
    return len(come), len(gone)


def follow_groups(actor: Actor, group_id: int | None = None) -> int:
    """Bring every open pair with a group in line, or those of one group; returns how many people came or went."""
    query = sa.select(Mentorship).where(Mentorship.group_id.is_not(None), Mentorship.state.in_(OPEN))
    if group_id is not None:
        query = query.where(Mentorship.group_id == group_id)
    pairs = db.session.scalars(query.options(*WITH_MEMBERS).with_for_update(of=Mentorship)).all()
    return sum(sum(follow_group(actor, pair)) for pair in pairs)


def _last_day(person_id: int, group_id: int, since: date, today: date) -> date:
    """The last day in the group, within the time in the pair."""
    found = db.session.scalar(
        sa.select(sa.func.max(Membership.ends_on)).where(
            Membership.person_id == person_id, Membership.group_id == group_id, Membership.ends_on <= today
        )
    )
    return max(found or today, since)
