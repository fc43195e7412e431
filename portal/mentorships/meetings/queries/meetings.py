"""Reads of meetings, of one pair and of one person."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.meetings.kinds import MeetingKind, MeetingState
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.queries import WITH_MEMBERS
from portal.programs.queries import settings_of

TAKES_MEETINGS = (MentorshipState.FORMING, MentorshipState.ACTIVE, MentorshipState.PAUSED)
WITH_SIDES = (
    selectinload(Meeting.sides).joinedload(MeetingSide.member).joinedload(MentorshipMember.person),
    selectinload(Meeting.sides).joinedload(MeetingSide.confirmed_by),
    joinedload(Meeting.recorded_by),
)
NEAR_THE_END = timedelta(days=14)
MOST = 20


def find_meetings(actor: Actor, pair: Mentorship) -> sa.Select[Meeting]:
    """What of the pair's meetings the actor may read and is no plan any more, the latest first."""
    return (
        select_allowed(actor, Permission.MEETING_READ, Meeting)
        .where(Meeting.mentorship_id == pair.id, Meeting.state != MeetingState.PLANNED)
        .options(*WITH_SIDES)
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc())
    )


def planned_meetings(actor: Actor, pair: Mentorship) -> Sequence[Meeting]:
    """Meetings of the pair that are planned, the nearest first; those that wait to be written down too."""
    return db.session.scalars(
        select_allowed(actor, Permission.MEETING_READ, Meeting)
        .where(Meeting.mentorship_id == pair.id, Meeting.state == MeetingState.PLANNED)
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()


def held_on(pair: Mentorship, day: date) -> Meeting | None:
    """The held meeting of the pair on this day."""
    return db.session.scalars(
        sa.select(Meeting).options(*WITH_SIDES)
        .where(Meeting.mentorship_id == pair.id, Meeting.day == day, Meeting.state == MeetingState.HELD)
    ).one_or_none()  # fmt: skip


def planned_on(pair: Mentorship, day: date) -> Meeting | None:
    """The first planned meeting of the pair on this day."""
    return db.session.scalars(
        sa.select(Meeting).options(*WITH_SIDES)
        .where(Meeting.mentorship_id == pair.id, Meeting.day == day, Meeting.state == MeetingState.PLANNED)
        .order_by(Meeting.starts_at, Meeting.id).limit(1)
    ).one_or_none()  # fmt: skip


def waiting_of(pair: Mentorship, now: datetime) -> Meeting | None:
    """The latest planned meeting of the pair whose time is over: most likely what somebody comes to write down."""
    return db.session.scalars(
        sa.select(Meeting)
        .where(Meeting.mentorship_id == pair.id, Meeting.state == MeetingState.PLANNED, Meeting.starts_at <= now)
        .order_by(Meeting.starts_at.desc(), Meeting.id.desc()).limit(1)
    ).one_or_none()  # fmt: skip


def next_kind(pair: Mentorship, today: date) -> MeetingKind:
    """What kind of meeting comes next by what was held: знакомство, пробная where the year has it, and so on."""
    held = set(
        db.session.scalars(
            sa.select(Meeting.kind)
            .where(Meeting.mentorship_id == pair.id, Meeting.state == MeetingState.HELD)
            .distinct()
        )
    )
    if not held:
        return MeetingKind.ACQUAINTANCE
    rest = [MeetingKind.PLANNING]
    if settings_of(pair.cycle).trial_meeting:
        rest.insert(0, MeetingKind.TRIAL)
    usual = {MeetingKind.REGULAR, MeetingKind.GROUP, MeetingKind.FINAL}
    missing = next((kind for kind in rest if kind not in held and not held & usual), None)
    if missing:
        return missing
    if pair.planned_until and today >= pair.planned_until - NEAR_THE_END:
        return MeetingKind.FINAL
    return MeetingKind.GROUP if len(pair.standing(MemberSide.MENTEE)) > 1 else MeetingKind.REGULAR


def own_meeting_pairs(person_id: int | None) -> sa.Select[Mentorship]:
    """Pairs in which the person stands and that take meetings, by the day on which they began."""
    stands = sa.select(MentorshipMember.mentorship_id).where(
        MentorshipMember.person_id == person_id, MentorshipMember.ends_on.is_(None)
    )
    return (
        sa.select(Mentorship).where(Mentorship.id.in_(stands), Mentorship.state.in_(TAKES_MEETINGS))
        .options(*WITH_MEMBERS).order_by(Mentorship.proposed_on, Mentorship.id)
    )  # fmt: skip


def to_answer(person_id: int | None) -> sa.Select[Meeting]:
    """Held meetings (they alone bear evidence) that wait for the person's yes or no, the oldest first."""
    waiting = (
        sa.select(MeetingSide.meeting_id).join(MentorshipMember, MentorshipMember.id == MeetingSide.member_id)
        .where(
            MentorshipMember.person_id == person_id, MeetingSide.confirmed_at.is_(None),
            MeetingSide.disputed_at.is_(None), MeetingSide.attended,
        )
    )  # fmt: skip
    return (
        sa.select(Meeting).where(Meeting.evidence.is_not(None), Meeting.id.in_(waiting))
        .options(joinedload(Meeting.recorded_by)).order_by(Meeting.day, Meeting.id).limit(MOST)
    )  # fmt: skip


def planned_of(person_id: int | None, until: datetime) -> sa.Select[Meeting]:
    """Planned meetings of the person up to a moment, those that wait to be written down too, the earliest first."""
    stands = sa.select(MentorshipMember.mentorship_id).where(
        MentorshipMember.person_id == person_id, MentorshipMember.ends_on.is_(None)
    )
    return (
        sa.select(Meeting).join(Mentorship, Mentorship.id == Meeting.mentorship_id)
        .where(
            Meeting.state == MeetingState.PLANNED, Meeting.starts_at <= until, Meeting.mentorship_id.in_(stands),
            Mentorship.state.in_(TAKES_MEETINGS),
        )
        .options(joinedload(Meeting.mentorship)).order_by(Meeting.starts_at, Meeting.id).limit(MOST)
    )  # fmt: skip
