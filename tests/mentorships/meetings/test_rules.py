"""Meetings are proven from both sides: claims, merged records, objections, late records, groups."""

from datetime import date, time, timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.notices import Notice
from portal.mentorships.kinds import MemberSide, MentorshipState
from portal.mentorships.meetings.actions import confirm, correct, dispute, drop, move, plan, record
from portal.mentorships.meetings.actions.asking import EVENT, ask_for_feedback
from portal.mentorships.meetings.kinds import Evidence, MeetingKind, MeetingState, Result
from portal.mentorships.meetings.labels import state_label
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.moments import moment_of
from portal.mentorships.meetings.queries import hours_of_pair, minutes_by_month, next_kind
from portal.mentorships.models import MentorshipMember
from portal.people import actions as people
from surveys.actions import assign_questionnaire
from surveys.storage import publish_questionnaire
from tests.conftest import NOW
from tests.mentorships.meetings.telling import THURSDAY, ZONE, tell, told
from tests.surveys.waves import short

TODAY = NOW.date()


def test_a_meeting_is_a_claim_until_the_other_side_confirms(world, pair):
    meeting = tell(world, pair)
    assert meeting.evidence == Evidence.ONE_SIDED
    assert state_label(meeting) == "Ждёт подтверждения"
    waiting = db.session.scalars(sa.select(Notice).where(Notice.kind == "meeting")).all()
    assert [each.person_id for each in waiting] == [world.misha.id]
    assert "Беляева" not in waiting[0].text
    assert "15:30" in waiting[0].text
    with clock.freeze(NOW + timedelta(days=8)):
        assert state_label(meeting) == "Не подтверждена"
    confirm(world.actor("misha"), meeting)
    confirm(world.actor("misha"), meeting)
    assert meeting.evidence == Evidence.CONFIRMED
    assert state_label(meeting) == "Подтверждена"
    with pytest.raises(Refusal, match="сами участники"):
        confirm(world.actor("kira"), meeting)


def test_both_record_the_same_day_and_it_is_one_confirmed_meeting(world, pair):
    tell(world, pair, at=time(18), agreed="Разобрали план урока")
    meeting = tell(world, pair, key="misha", at=time(18, 20), agreed="Я пишу конспект", result=Result.YES)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Meeting)) == 1
    assert meeting.evidence == Evidence.CONFIRMED
    assert meeting.agreed == "Разобрали план урока\n\nЯ пишу конспект"
    assert meeting.result == Result.YES
    with pytest.raises(Refusal, match="уже записана"):
        record(world.actor("nina"), pair, told(at=time(12)))


def test_the_database_holds_one_held_meeting_a_day(world, pair):
    meeting = tell(world, pair)
    twin = Meeting(
        mentorship_id=pair.id, kind=MeetingKind.REGULAR, state=MeetingState.HELD, starts_at=meeting.starts_at,
        day=meeting.day, time_zone=ZONE, minutes=30, recorded_at=clock.now(), evidence=Evidence.ONE_SIDED,
    )  # fmt: skip
    db.session.add(twin)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_an_objection_outweighs_confirmations_until_it_is_put_right(world, pair):
    meeting = tell(world, pair)
    dispute(world.actor("misha"), meeting, words="Встречались на день раньше")
    assert meeting.evidence == Evidence.DISPUTED
    assert minutes_by_month([world.nina.id], date(2026, 11, 1), TODAY) == {}
    with pytest.raises(Refusal, match="участники"):
        dispute(world.actor("kira"), meeting, words="Нет")
    correct(world.actor("nina"), meeting, told(day=THURSDAY - timedelta(days=1)))
    assert meeting.evidence == Evidence.ONE_SIDED
    assert meeting.side_of(world.misha.id).words == ""
    confirm(world.actor("misha"), meeting)
    assert meeting.evidence == Evidence.CONFIRMED
    correct(world.actor("misha"), meeting, told(day=THURSDAY - timedelta(days=1), agreed="Договорились о плане"))
    assert meeting.evidence == Evidence.CONFIRMED, "words ask nobody anew"


def test_days_that_cannot_be_written_down(world, pair):
    nina = world.actor("nina")
    with pytest.raises(Refusal, match="ещё впереди"):
        record(nina, pair, told(day=TODAY, at=time(14, 1)))
    with pytest.raises(Refusal, match="пары ещё не было"):
        record(nina, pair, told(day=date(2026, 10, 14), reason="Забыли"))
    late = TODAY - timedelta(days=15)
    with pytest.raises(Refusal, match="больше двух недель"):
        record(nina, pair, told(day=late))
    assert record(nina, pair, told(day=late, reason="Был в отъезде")).reason == "Был в отъезде"
    assert record(nina, pair, told(day=TODAY - timedelta(days=14))).day == TODAY - timedelta(days=14)
    pair.state, pair.ends_on, pair.ending = MentorshipState.CLOSED, TODAY, "completed"
    with pytest.raises(Refusal, match="завершена"):
        record(nina, pair, told())


def test_the_staff_speaks_for_an_employer_without_an_account(world, pair):
    employer = people.add_person(world.actor("kira"), family_name="Громов", given_name="Глеб")
    mentor = next(each for each in pair.members if each.side == MemberSide.MENTOR)
    mentor.person_id = employer.id
    db.session.commit()
    db.session.refresh(mentor)
    meeting = tell(world, pair, key="kira")
    assert meeting.evidence == Evidence.ONE_SIDED
    assert meeting.side_of(employer.id).confirmed_by_id == world.kira.id
    confirm(world.actor("misha"), meeting)
    assert meeting.evidence == Evidence.CONFIRMED


def test_a_group_meeting_is_recorded_by_ticks_and_proven_by_one_of_each_side(world, pair):
    for key in ("pasha", "petr"):
        person = world.pasha if key == "pasha" else people.add_person(
            world.actor("kira"), family_name="Петров", given_name="Пётр"
        )  # fmt: skip
        pair.members.append(
            MentorshipMember(person=person, organization_id=pair.organization_id, side=MemberSide.MENTEE,
                             starts_on=pair.starts_on)
        )  # fmt: skip
    db.session.commit()
    mentor, misha, pasha, _petr = pair.members
    with pytest.raises(Refusal, match="хотя бы один человек с каждой стороны"):
        record(world.actor("nina"), pair, told(attended=[mentor.id]))
    meeting = tell(world, pair, kind=MeetingKind.GROUP, attended=[mentor.id, misha.id, pasha.id])
    assert [each.attended for each in meeting.sides] == [True, True, True, False]
    confirm(world.actor("pasha"), meeting)
    assert meeting.evidence == Evidence.CONFIRMED
    dispute(world.actor("misha"), meeting, words="Меня не было")
    assert meeting.evidence == Evidence.DISPUTED
    assert next_kind(pair, TODAY) == MeetingKind.GROUP


def test_a_planned_meeting_is_moved_dropped_and_becomes_the_held_one(world, pair):
    nina, tomorrow = world.actor("nina"), moment_of(TODAY + timedelta(days=1), time(10), ZONE)
    with pytest.raises(Refusal, match="уже прошло"):
        plan(nina, pair, kind=MeetingKind.PLANNING, starts_at=NOW, minutes=60)
    first = plan(nina, pair, kind=MeetingKind.PLANNING, starts_at=tomorrow, minutes=45, place="Кабинет 12")
    second = move(world.actor("misha"), first, starts_at=tomorrow + timedelta(hours=3), place="Мастерская", link="")
    assert (first.state, first.moved_to) == (MeetingState.MOVED, second.starts_at)
    with pytest.raises(Refusal, match="перенесена"):
        drop(nina, first)
    with clock.freeze(tomorrow + timedelta(hours=5)):
        held = record(nina, pair, told(day=TODAY + timedelta(days=1), at=time(13), kind=MeetingKind.PLANNING))
    assert held.id == second.id
    assert held.is_held
    third = plan(nina, pair, kind=MeetingKind.REGULAR, starts_at=tomorrow + timedelta(days=3), minutes=45)
    drop(nina, third, reason="Болею")
    assert third.state == MeetingState.CANCELLED
    fourth = plan(nina, pair, kind=MeetingKind.REGULAR, starts_at=tomorrow, minutes=45)
    with clock.freeze(tomorrow):
        drop(nina, fourth)
    assert fourth.state == MeetingState.MISSED


def test_hours_add_up_and_count_confirmed_meetings_only(world, pair):
    for back, answer in ((1, "yes"), (8, "no"), (9, "silence"), (20, "yes")):
        meeting = tell(world, pair, day=TODAY - timedelta(days=back), minutes=45, reason="Записываем по тетради")
        if answer == "yes":
            confirm(world.actor("misha"), meeting)
        if answer == "no":
            dispute(world.actor("misha"), meeting, words="Не было")
        if answer == "silence":
            meeting.recorded_at = NOW - timedelta(days=9)
    db.session.commit()
    hours = hours_of_pair(pair, NOW)
    assert (hours.confirmed, hours.waiting, hours.unconfirmed, hours.disputed) == (2, 0, 1, 1)
    assert (hours.held, hours.minutes) == (4, 90)
    assert minutes_by_month([world.nina.id, world.misha.id], date(2026, 10, 1), TODAY) == {
        (world.nina.id, 2026, 10): 45, (world.nina.id, 2026, 11): 45,
    }  # fmt: skip


def test_kinds_follow_each_other(world, pair):
    assert next_kind(pair, TODAY) == MeetingKind.ACQUAINTANCE
    tell(world, pair, day=TODAY - timedelta(days=10), kind=MeetingKind.ACQUAINTANCE)
    assert next_kind(pair, TODAY) in (MeetingKind.TRIAL, MeetingKind.PLANNING)
    tell(world, pair, day=TODAY - timedelta(days=5), kind=MeetingKind.REGULAR)
    assert next_kind(pair, TODAY) == MeetingKind.REGULAR
    assert next_kind(pair, pair.planned_until) == MeetingKind.FINAL


def test_a_held_meeting_asks_those_who_were_there_once(world, pair):
    questionnaire = publish_questionnaire(world.actor("kira"), short()).questionnaire
    wave = assign_questionnaire(
        world.actor("kira"), questionnaire, world.school_1, audience={}, opens_at=NOW,
        closes_at=NOW + timedelta(days=7), occasion={"kind": "event", "code": EVENT},
    )  # fmt: skip
    meeting = tell(world, pair, day=TODAY, at=time(12))
    assert wave.invited == 2
    assert all(each.feedback_invitation_id for each in meeting.sides)
    assert ask_for_feedback(world.actor("nina"), meeting) == 0
