"""Rules of the states of a pair: from day to day, over with its places free, nobody left alone."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.core.errors import Refusal
from portal.mentorships.actions import end, leave, turn
from portal.mentorships.kinds import Ending, MentorshipState
from portal.mentorships.models import MentorshipPeriod
from portal.mentorships.queries import periods_of
from portal.programs.actions import add_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.queries import cycles_of
from portal.programs.reference import sync_mentoring
from tests.conftest import NOW
from tests.mentorships.pairing import BEGAN_ON, make_pair

DAY, TODAY = timedelta(days=1), NOW.date()


@pytest.fixture
def cycle(world):
    sync_mentoring()
    made = add_program(world.actor("kira"), world.school_1, name="Рядом", pattern=program_patterns()["chgtt"],
                       span=school_span(2026))  # fmt: skip
    return cycles_of(made)[0]


def told(pair):
    return [(each.state, each.starts_on, each.ends_on) for each in periods_of(pair)]


def test_a_pair_rests_goes_on_and_ends_with_one_state_a_day(world, cycle):
    pair = make_pair(world.nina, world.misha, cycle)
    turn(pair, MentorshipState.PAUSED, date(2026, 11, 1))
    turn(pair, MentorshipState.ACTIVE, date(2026, 11, 10))
    turn(pair, MentorshipState.PAUSED, TODAY)
    turn(pair, MentorshipState.ACTIVE, TODAY)
    assert told(pair) == [
        ("active", BEGAN_ON, date(2026, 10, 31)),
        ("paused", date(2026, 11, 1), date(2026, 11, 9)),
        ("active", date(2026, 11, 10), TODAY - DAY),
        ("active", TODAY, None),
    ]
    for wrong, words in ((TODAY + DAY, "не настал"), (BEGAN_ON - DAY, "раньше")):
        with pytest.raises(Refusal, match=words):
            turn(pair, MentorshipState.PAUSED, wrong)
        with pytest.raises(Refusal, match=words):
            end(world.actor("kira"), pair, Ending.OTHER, "", wrong)
    end(world.actor("kira"), pair, Ending.MENTEE_ASKED, "Переехал", TODAY)
    assert (pair.state, pair.ending, pair.reason, pair.ends_on) == ("closed", "mentee_asked", "Переехал", TODAY)
    assert told(pair)[-1] == ("closed", TODAY, None)
    assert {(each.place, each.ends_on) for each in pair.members} == {(None, TODAY)}
    assert [each.person_id for each in pair.standing("mentor")] == [world.nina.id]
    with pytest.raises(Refusal, match="уже завершена"):
        turn(pair, MentorshipState.ACTIVE)
    with pytest.raises(Refusal, match="уже завершена"):
        end(world.actor("kira"), pair, Ending.OTHER)


def test_a_group_goes_on_without_one_and_ends_with_the_last(world, cycle):
    pair = make_pair(world.nina, world.misha, cycle)
    other = make_pair(world.nina, world.pasha, cycle)
    assert sorted(each.place for each in [pair.standing("mentor")[0], other.standing("mentor")[0]]) == [1, 2]
    misha = pair.standing("mentee")[0]
    second = type(misha)(mentorship_id=pair.id, person_id=world.pasha.id, organization_id=pair.organization_id,
                         side="mentee", place=9, starts_on=TODAY)  # fmt: skip
    db.session.add(second)
    db.session.flush()
    db.session.refresh(pair)
    leave(world.actor("kira"), misha, Ending.LEFT, "Отчислен")
    assert (pair.state, misha.ends_on, misha.place, misha.reason) == ("active", TODAY, None, "Отчислен")
    with pytest.raises(Refusal, match="уже не в паре"):
        leave(world.actor("kira"), misha, Ending.LEFT)
    leave(world.actor("kira"), second, Ending.LEFT)
    assert (pair.state, pair.ending) == ("closed", "left_organization")


def test_the_database_keeps_one_state_a_day(world, cycle):
    pair = make_pair(world.nina, world.misha, cycle)
    second = sa.insert(MentorshipPeriod).values(mentorship_id=pair.id, state="paused", starts_on=BEGAN_ON + DAY)
    with pytest.raises(sa.exc.IntegrityError):
        db.session.execute(second)
