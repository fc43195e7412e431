"""What meetings hold where no key leads to a person: words and places of meetings at which somebody was.

What the erased person said goes with the person; the words of every meeting at which the person stood in the pair are
blanked whole. Day, kind and length stay: they are hours of the other side.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from portal.core.db import db, run
from portal.core.personal_data import Basis
from portal.core.subjects import Erasing, Held, Line, Subject, collects, erases
from portal.core.washing import may_mention
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.models import MentorshipMember

TEXTS = ("place", "link", "agreed", "next_steps", "reason")
SAID = ("attended", "confirmed_at", "disputed_at", "words")
may_mention("meeting", *TEXTS)
may_mention("meeting_side", "words")


def _count(erasing: Erasing) -> Iterable[Line]:
    meetings = sa.select(sa.func.count()).select_from(Meeting).where(_of_pairs(erasing))
    sides = sa.select(sa.func.count()).select_from(MeetingSide).where(_own_sides(erasing))
    yield from _lines(db.session.scalar(meetings) or 0, db.session.scalar(sides) or 0)


@erases("meeting", "meeting_side", counted_by=_count)
def forget_meetings(erasing: Erasing) -> Iterable[Line]:
    """The person's own word goes, the words of all go where the person took part; the hours stay."""
    of_pairs = _of_pairs(erasing)
    meetings = run(sa.update(Meeting).where(of_pairs).values(dict.fromkeys(TEXTS, "")))
    others = MeetingSide.meeting_id.in_(sa.select(Meeting.id).where(of_pairs))
    run(sa.update(MeetingSide).where(others).values(words=""))
    sides = run(sa.delete(MeetingSide).where(_own_sides(erasing)))
    yield from _lines(meetings, sides)


@collects("meeting", "meeting_side")
def own_meetings(subject: Subject) -> Iterable[Held]:
    """Meetings of the pairs in which the person stands or stood, and what the person said about them."""
    whole = Erasing(subject=subject)
    told = sa.select(
        Meeting.kind, Meeting.state, Meeting.starts_at, Meeting.day, Meeting.time_zone, Meeting.minutes, Meeting.place,
        Meeting.link, Meeting.agreed, Meeting.next_steps, Meeting.result, Meeting.reason, Meeting.evidence,
        Meeting.moved_to, Meeting.recorded_at,
    ).where(_of_pairs(whole)).order_by(Meeting.id)  # fmt: skip
    yield Held(table="meeting", rows=[dict(row) for row in db.session.execute(told).mappings()])
    said = sa.select(
        MeetingSide.attended, MeetingSide.confirmed_at, MeetingSide.disputed_at, MeetingSide.words
    ).where(_own_sides(whole)).order_by(MeetingSide.id)  # fmt: skip
    yield Held(table="meeting_side", rows=[dict(row) for row in db.session.execute(said).mappings()])


def _memberships(erasing: Erasing) -> sa.Select[int]:
    own = sa.select(MentorshipMember.id).where(MentorshipMember.person_id == erasing.subject.person_id)
    if erasing.basis not in (None, Basis.CONSENT):
        return own.where(sa.false())
    if erasing.organization_id is not None and not erasing.is_whole:
        own = own.where(MentorshipMember.organization_id == erasing.organization_id)
    return own


def _own_sides(erasing: Erasing) -> sa.ColumnElement[bool]:
    return MeetingSide.member_id.in_(_memberships(erasing))


def _of_pairs(erasing: Erasing) -> sa.ColumnElement[bool]:
    """Meetings on a day on which the person stood in the pair."""
    return sa.exists().where(
        MentorshipMember.id.in_(_memberships(erasing)), MentorshipMember.mentorship_id == Meeting.mentorship_id,
        sa.or_(MentorshipMember.ends_on.is_(None), MentorshipMember.ends_on >= Meeting.day),
    ).correlate(Meeting)  # fmt: skip


def _lines(meetings: int, sides: int) -> Iterable[Line]:
    yield Line(table="meeting", columns=TEXTS, rows=meetings, how="blanked")
    yield Line(table="meeting_side", columns=SAID, rows=sides, how="erased")
