"""Hours of meetings: only those that both sides confirm count."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from portal.core.db import db
from portal.mentorships.kinds import MemberSide
from portal.mentorships.meetings.kinds import SILENCE, Evidence, MeetingState
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.models import Mentorship, MentorshipMember


@dataclass(frozen=True, kw_only=True)
class Hours:
    """Held meetings of a pair by how they are proven; `minutes` are those of confirmed ones. The parts add up."""

    confirmed: int = 0
    waiting: int = 0
    unconfirmed: int = 0
    disputed: int = 0
    planned: int = 0
    minutes: int = 0

    @property
    def held(self) -> int:
        """All that somebody says took place."""
        return self.confirmed + self.waiting + self.unconfirmed + self.disputed


def hours_of_pair(pair: Mentorship, now: datetime) -> Hours:
    """How many meetings the pair had, and how long the confirmed ones took."""
    late = sa.case((Meeting.recorded_at < now - SILENCE, 1), else_=0)
    rows = db.session.execute(
        sa.select(Meeting.state, Meeting.evidence, late, sa.func.count(), sa.func.sum(Meeting.minutes))
        .where(Meeting.mentorship_id == pair.id, Meeting.state.in_((MeetingState.HELD, MeetingState.PLANNED)))
        .group_by(Meeting.state, Meeting.evidence, late)
    ).all()
    found: dict[str, int] = defaultdict(int)
    for state, evidence, is_late, n, minutes in rows:
        if state == MeetingState.PLANNED:
            found["planned"] += n
        elif evidence == Evidence.ONE_SIDED:
            found["unconfirmed" if is_late else "waiting"] += n
        else:
            found[evidence] += n
        if evidence == Evidence.CONFIRMED:
            found["minutes"] += int(minutes)
    return Hours(**found)


def minutes_by_month(
    person_ids: Iterable[int],
    first: date,
    last: date,
    side: MemberSide = MemberSide.MENTOR,
    organization_id: int | None = None,
) -> dict[tuple[int, int, int], int]:
    """Minutes of confirmed meetings at which each person was on this side, from a day to a day inclusive.

    Keys are (person id, year, month); months without a meeting are absent; with `organization_id` only pairs
    of its registry count. A recommendation about further days of
    leave rests on it.
    """
    query = (
        sa.select(MentorshipMember.person_id, Meeting.day, Meeting.minutes)
        .join(MeetingSide, MeetingSide.member_id == MentorshipMember.id)
        .join(Meeting, Meeting.id == MeetingSide.meeting_id)
        .where(
            MentorshipMember.person_id.in_(list(person_ids)),
            MentorshipMember.side == side,
            MeetingSide.attended,
            Meeting.evidence == Evidence.CONFIRMED,
            Meeting.day.between(first, last),
        )
    )
    if organization_id is not None:
        here = sa.select(Mentorship.id).where(Mentorship.organization_id == organization_id)
        query = query.where(Meeting.mentorship_id.in_(here))
    found: dict[tuple[int, int, int], int] = defaultdict(int)
    for person_id, day, minutes in db.session.execute(query):
        found[person_id, day.year, day.month] += minutes
    return dict(found)
