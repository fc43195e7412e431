"""Days without a meeting: holidays and pauses do not count; midnight and the end of a year in Братск and Хабаровск."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.core import clock
from portal.core.db import db
from portal.mentorships.kinds import MentorshipState
from portal.mentorships.meetings.actions import confirm, dispute, record
from portal.mentorships.meetings.labels import when
from portal.mentorships.meetings.moments import just_over, moment_of, wall_clock
from portal.mentorships.meetings.queries import rhythm_of, silent_pairs
from portal.mentorships.meetings.queries.silence import quiet_days
from portal.mentorships.meetings.rhythm import days_between, due_on, with_bridges
from portal.mentorships.models import MentorshipPeriod
from portal.programs.kinds import DayKind
from portal.programs.models import OwnDay
from tests.mentorships.meetings.telling import tell, told
from tests.mentorships.pairing import make_pair

D = date
NINETEENTH = D(2026, 11, 19)


def test_days_are_counted_without_holidays():
    quiet = {D(2026, 11, day) for day in (3, 4, 20)}
    assert days_between(D(2026, 11, 1), D(2026, 11, 15), quiet) == 12
    assert days_between(D(2026, 11, 3), D(2026, 11, 3), quiet) == 0
    assert due_on(D(2026, 11, 1), 14, quiet) == D(2026, 11, 17)
    assert due_on(D(2026, 11, 5), 14, set()) == NINETEENTH


@pytest.mark.parametrize("gap", [1, 14, 30])
def test_the_day_on_which_the_pause_is_full_is_the_due_day(gap):
    quiet = {D(2026, 12, 31) + timedelta(days=n) for n in range(12)}
    due = due_on(D(2026, 12, 24), gap, quiet)
    assert days_between(D(2026, 12, 24), due, quiet) == gap
    assert days_between(D(2026, 12, 24), due - timedelta(days=1), quiet) < gap


def test_a_long_rest_takes_its_weekends_along_and_a_single_holiday_does_not():
    january = {D(2026, 1, day) for day in (1, 2, 5, 6, 7, 8, 9)}
    free = january | {D(2026, 1, day) for day in (3, 4, 10, 11, 17, 18)}
    assert with_bridges(january, free) == {D(2026, 1, day) for day in range(1, 12)}
    may = {D(2026, 5, 1)}
    assert with_bridges(may, may | {D(2026, 5, 2), D(2026, 5, 3)}) == may


def test_the_turn_of_the_year_rests_and_so_do_the_holidays_of_the_college(world):
    db.session.add(OwnDay(organization_id=world.school_1.id, starts_on=D(2026, 12, 28), ends_on=D(2026, 12, 30),
                          kind=DayKind.HOLIDAYS, name="Каникулы"))  # fmt: skip
    db.session.commit()
    quiet = quiet_days(world.school_1, D(2026, 12, 1), D(2027, 1, 31))
    assert quiet == {D(2026, 12, 28) + timedelta(days=n) for n in range(14)}
    assert due_on(D(2026, 12, 24), 14, quiet) == D(2027, 1, 21)


def test_a_pause_of_the_pair_and_an_objection_move_the_due_day(world, pair):
    tell(world, pair, day=D(2026, 11, 6))
    today = D(2026, 11, 20)
    assert (rhythm_of(pair, today).days, rhythm_of(pair, today).due) == (14, D(2026, 11, 20))
    assert not rhythm_of(pair, today).is_late
    db.session.add(
        MentorshipPeriod(mentorship_id=pair.id, state=MentorshipState.PAUSED, starts_on=D(2026, 11, 9),
                         ends_on=D(2026, 11, 13))
    )  # fmt: skip
    db.session.commit()
    assert (rhythm_of(pair, today).days, rhythm_of(pair, today).due) == (9, D(2026, 11, 25))
    meeting = tell(world, pair, day=D(2026, 11, 18))
    assert rhythm_of(pair, today).last == D(2026, 11, 18)
    dispute(world.actor("misha"), meeting, words="Не встречались")
    assert rhythm_of(pair, today).last == D(2026, 11, 6)
    pair.state = MentorshipState.PAUSED
    assert rhythm_of(pair, today) is None


def test_silent_pairs_stand_in_order_at_a_constant_price(world, pair, cycle, count_queries):
    for mentee in (world.pasha, world.kira):
        make_pair(world.denis, mentee, cycle, starts_on=D(2026, 10, 1))
    db.session.commit()
    kira = world.actor("kira")
    with count_queries() as seen:
        found = silent_pairs(kira)
    price = len(seen)
    assert [each.rhythm.days for each in found] == [49, 49, 35]
    assert {each.pair.id for each in found} >= {pair.id}
    confirm(world.actor("misha"), tell(world, pair, day=NINETEENTH))
    with count_queries() as seen:
        assert pair.id not in {each.pair.id for each in silent_pairs(kira)}
    assert len(seen) <= price
    assert silent_pairs(world.actor("karim")) == []


@pytest.mark.parametrize(
    ("zone", "hours"), [("Asia/Irkutsk", 8), ("Asia/Vladivostok", 10)], ids=["bratsk", "khabarovsk"]
)
def test_a_meeting_before_midnight_belongs_to_the_day_on_the_wall(world, pair, zone, hours):
    """23:50 on the last day of the year in the organisation is the same day there, whatever UTC says."""
    pair.organization.time_zone = zone
    db.session.commit()
    began = moment_of(D(2026, 12, 31), time(23, 50), zone)
    assert began == datetime(2026, 12, 31, 23, 50, tzinfo=UTC) - timedelta(hours=hours)
    assert wall_clock(began, zone) == (D(2026, 12, 31), time(23, 50))
    with clock.freeze(began + timedelta(minutes=40)):
        assert clock.today(zone) == D(2027, 1, 1)
        assert just_over(zone) == (D(2026, 12, 31), time(23, 30))
        last = record(world.actor("nina"), pair, told(day=D(2026, 12, 31), at=time(23, 50), zone=zone))
        assert (last.day, when(last)[-5:]) == (D(2026, 12, 31), "23:50")
        first = record(world.actor("nina"), pair, told(day=D(2027, 1, 1), at=time(0, 10), minutes=15, zone=zone))
        assert (first.day, first.id != last.id) == (D(2027, 1, 1), True)
        assert first.starts_at - last.starts_at == timedelta(minutes=20)
        db.session.commit()
        db.session.expire_all()
        assert rhythm_of(pair, clock.today(zone)).last == D(2027, 1, 1)
