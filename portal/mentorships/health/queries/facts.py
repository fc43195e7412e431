"""From the database to the facts that the rules look at: a constant number of statements for any number of pairs."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.roles import Role
from portal.core.db import db
from portal.mentorships.health.facts import Dated, Left, Marked, PairFacts, Quiet
from portal.mentorships.kinds import WORKING, Ending, MemberSide, MentorshipState
from portal.mentorships.meetings.kinds import Evidence, MeetingState
from portal.mentorships.meetings.models import Meeting, MeetingSide
from portal.mentorships.meetings.queries import rests, rhythms
from portal.mentorships.meetings.rhythm import days_between
from portal.mentorships.models import Mentorship, MentorshipMember
from portal.mentorships.plans.models import Plan, PlanItem
from portal.people.models import Membership
from portal.people.periods import in_force
from portal.programs.queries import settings_of
from surveys.models import Answer, Mode, Response, ResponseState, SurveyAssignment, SurveyInvitation

LOST = (Ending.LEFT, Ending.CONSENT_WITHDRAWN)
MARK = "MF_USEFUL"  # «Насколько полезной была встреча?», 1–10, in the questionnaire about a meeting


def facts_of(pairs: Sequence[Mentorship], today: date) -> dict[int, PairFacts]:
    """Pair id → its facts as of the day. The pairs bear organisation, year and members with their profiles."""
    ids = [pair.id for pair in pairs]
    quiet, rest = rhythms(pairs, today), rests(pairs, today)
    planned, late = _planned(ids), _late_items(ids, today)
    missed, argued = _missed(ids), _disputed(ids)
    marks, loads, gone = _marks(ids), _loads(pairs), _without_a_place(pairs, today)
    found = {}
    for pair in pairs:
        began = pair.starts_on or pair.proposed_on
        rhythm, items = quiet.get(pair.id), late.get(pair.id, ())
        found[pair.id] = PairFacts(
            today=today, starts_on=began, is_active=pair.state == MentorshipState.ACTIVE,
            is_rest=today in rest[pair.id], worked=days_between(began, today, rest[pair.id]),
            quiet=Quiet(last=rhythm.last, days=rhythm.days, gap=rhythm.gap, due=rhythm.due) if rhythm else None,
            has_plan=pair.id in planned, late=items,
            late_days=days_between(min(each.day for each in items), today, rest[pair.id]) if items else 0,
            missed=missed.get(pair.id, ()), disputed=argued.get(pair.id, ()), marks=marks.get(pair.id, ()),
            left=_left(pair, gone), load=loads.get(pair.id),
        )  # fmt: skip
    return found


def _planned(ids: Collection[int]) -> set[int | None]:
    return set(db.session.scalars(sa.select(Plan.mentorship_id).where(Plan.mentorship_id.in_(ids)).distinct()))


def _late_items(ids: Collection[int], today: date) -> dict[int, tuple[Dated, ...]]:
    return _grouped(
        sa.select(Plan.mentorship_id, PlanItem.public_id, PlanItem.due_on)
        .join(PlanItem, PlanItem.plan_id == Plan.id)
        .where(Plan.mentorship_id.in_(ids), PlanItem.due_on < today, PlanItem.done_on.is_(None))
        .order_by(PlanItem.due_on, PlanItem.id)
    )


def _missed(ids: Collection[int]) -> dict[int, tuple[Dated, ...]]:
    """Missed meetings after the last one that was held, in order."""
    held = (
        sa.select(Meeting.mentorship_id, sa.func.max(Meeting.starts_at).label("at"))
        .where(Meeting.mentorship_id.in_(ids), Meeting.evidence.is_not(None))
        .group_by(Meeting.mentorship_id).subquery()
    )  # fmt: skip
    return _grouped(
        sa.select(Meeting.mentorship_id, Meeting.public_id, Meeting.day)
        .outerjoin(held, held.c.mentorship_id == Meeting.mentorship_id)
        .where(
            Meeting.mentorship_id.in_(ids), Meeting.state == MeetingState.MISSED,
            sa.or_(held.c.at.is_(None), Meeting.starts_at > held.c.at),
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )  # fmt: skip


def _disputed(ids: Collection[int]) -> dict[int, tuple[Dated, ...]]:
    return _grouped(
        sa.select(Meeting.mentorship_id, Meeting.public_id, Meeting.day)
        .where(Meeting.mentorship_id.in_(ids), Meeting.evidence == Evidence.DISPUTED)
        .order_by(Meeting.starts_at, Meeting.id)
    )


def _grouped(query: Any) -> dict[int, tuple[Dated, ...]]:
    found: dict[int, list[Dated]] = defaultdict(list)
    for pair_id, key, day in db.session.execute(query):
        found[pair_id].append(Dated(key=key, day=day))
    return {pair_id: tuple(each) for pair_id, each in found.items()}


def _marks(ids: Collection[int]) -> dict[int, tuple[Marked, ...]]:
    """Answers of named questionnaires whose readers, announced beforehand, are the curators."""
    rows = db.session.execute(
        sa.select(
            Meeting.mentorship_id, Meeting.public_id, Meeting.day, MentorshipMember.public_id, Answer.value,
            SurveyAssignment.readers,
        )
        .join(MeetingSide, MeetingSide.meeting_id == Meeting.id)
        .join(MentorshipMember, MentorshipMember.id == MeetingSide.member_id)
        .join(SurveyInvitation, SurveyInvitation.id == MeetingSide.feedback_invitation_id)
        .join(SurveyAssignment, SurveyAssignment.id == SurveyInvitation.assignment_id)
        .join(Response, Response.invitation_id == SurveyInvitation.id)
        .join(Answer, Answer.response_id == Response.id)
        .where(
            Meeting.mentorship_id.in_(ids), SurveyAssignment.mode == Mode.NAMED, Answer.item_code == MARK,
            Response.state == ResponseState.SUBMITTED,
        )
        .order_by(Meeting.starts_at, Meeting.id)
    )  # fmt: skip
    found: dict[int, list[Marked]] = defaultdict(list)
    for pair_id, key, day, member, value, readers in rows:
        if Role.CURATOR in readers and isinstance(value, int | str) and str(value).isdigit():
            found[pair_id].append(Marked(key=key, day=day, member=member, value=int(value)))
    return {pair_id: tuple(each) for pair_id, each in found.items()}


def _loads(pairs: Sequence[Mentorship]) -> dict[int, tuple[int, int, str]]:
    """Pair id → pairs of its busiest mentor, where this pair is the latest of them, and how many may be."""
    mentors = [each for pair in pairs for each in pair.standing(MemberSide.MENTOR) if each.profile is not None]
    rows = db.session.execute(
        sa.select(
            MentorshipMember.person_id, MentorshipMember.organization_id, sa.func.count(sa.distinct(Mentorship.id)),
            sa.func.max(Mentorship.id),
        )
        .join(Mentorship, Mentorship.id == MentorshipMember.mentorship_id)
        .where(
            MentorshipMember.person_id.in_({each.person_id for each in mentors}), Mentorship.state.in_(WORKING),
            MentorshipMember.side == MemberSide.MENTOR, MentorshipMember.ends_on.is_(None),
        )
        .group_by(MentorshipMember.person_id, MentorshipMember.organization_id)
    )  # fmt: skip
    taken = {(person_id, place): (n, latest) for person_id, place, n, latest in rows}
    found: dict[int, tuple[int, int, str]] = {}
    for each in mentors:
        n, latest = taken.get((each.person_id, each.organization_id), (0, 0))
        if latest == each.mentorship_id and each.profile is not None:
            most = min(each.profile.capacity, settings_of(each.mentorship.cycle).mentor_capacity)
            found[each.mentorship_id] = max(found.get(each.mentorship_id, (0, 0, "")), (n, most, each.public_id))
    return found


def _without_a_place(pairs: Sequence[Mentorship], today: date) -> dict[int, date]:
    """Person id → the last day of the last place, of those in the pairs who had one and have none."""
    people = {each.person_id for pair in pairs if pair.is_open for each in pair.members if each.ends_on is None}
    stands = sa.select(Membership.person_id).where(in_force(Membership, today))
    rows = db.session.execute(
        sa.select(Membership.person_id, sa.func.max(Membership.ends_on))
        .where(Membership.person_id.in_(people), Membership.ends_on < today, Membership.person_id.not_in(stands))
        .group_by(Membership.person_id)
    )
    return {person_id: last for person_id, last in rows if last is not None}


def _left(pair: Mentorship, gone: dict[int, date]) -> tuple[Left, ...]:
    """Who went from a pair that goes on, or with whom it ended; and who is in it and no longer in any organisation."""
    ended = pair.ending in LOST
    found = [
        Left(key=each.public_id, day=each.ends_on, side=each.side)
        for each in pair.members
        if each.ends_on is not None and each.declined_on is None and (pair.is_open or ended)
    ]
    if ended:  # those who stayed to the end ended with it; one row says it
        found = found[:1]
    for each in pair.members:
        if pair.is_open and each.ends_on is None and each.person_id in gone:
            found.append(Left(key=each.public_id, day=gone[each.person_id], side=each.side, from_place=True))
    return tuple(found)
