"""The daily look: what is opened, kept, let go; once a cause, in no holidays, at a constant price."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.mentorships.actions import end
from portal.mentorships.health import actions
from portal.mentorships.health.evaluating import evaluate
from portal.mentorships.health.kinds import Urgency, WarningOutcome, WarningRule
from portal.mentorships.health.models import PairWarning
from portal.mentorships.health.queries import facts_of
from portal.mentorships.kinds import Ending, MentorshipState
from portal.mentorships.meetings.actions import dispute
from portal.mentorships.meetings.kinds import MeetingKind, MeetingState
from portal.mentorships.meetings.models import Meeting
from portal.mentorships.meetings.queries.silence import quiet_days
from portal.programs.kinds import DayKind
from portal.programs.models import OwnDay
from tests.conftest import NOW
from tests.mentorships.meetings.telling import tell
from tests.mentorships.pairing import make_pair

D = date
SILENT, NO_PLAN = WarningRule.SILENT, WarningRule.NO_PLAN


def rows(**wanted):
    db.session.expire_all()
    return db.session.scalars(sa.select(PairWarning).filter_by(**wanted).order_by(PairWarning.id)).all()


def rules(**wanted):
    return [each.rule for each in rows(**wanted)]


def test_a_silent_pair_without_a_plan_is_warned_of_once(world, pair):
    """Нина with Миша work since 15 October and have neither met nor planned anything by 20 November."""
    assert evaluate() == 2
    silent, planless = sorted(rows(), key=lambda each: each.rule != SILENT)
    assert (silent.data, silent.since, silent.opened_on) == (
        {"last": None, "days": 35, "gap": 14}, D(2026, 10, 29), D(2026, 11, 20))  # fmt: skip
    assert (silent.urgency, planless.rule, planless.urgency) == (Urgency.TODAY, NO_PLAN, Urgency.WEEK)
    assert evaluate() == 0
    assert len(rows()) == 2


def test_a_meeting_lets_the_warning_go_and_a_new_silence_is_a_new_cause(world, pair):
    evaluate()
    tell(world, pair, day=D(2026, 11, 19))
    assert evaluate() == 0
    (silent,) = rows(rule=SILENT)
    assert (silent.outcome, silent.closed_on, silent.owner_id) == (WarningOutcome.GONE, D(2026, 11, 20), None)
    with clock.freeze(NOW + timedelta(days=20)):
        assert evaluate() == 1
        assert [each.is_open for each in rows(rule=SILENT)] == [False, True]


def test_whoever_took_a_warning_is_asked_what_came_of_it(world, pair):
    evaluate()
    (silent,) = rows(rule=SILENT)
    actions.take(world.actor("kira"), silent)
    db.session.commit()
    tell(world, pair, day=D(2026, 11, 19))
    evaluate()
    (silent,) = rows(rule=SILENT)
    assert (silent.is_open, silent.gone_on, silent.acted_at) == (True, D(2026, 11, 20), NOW)
    actions.close(world.actor("kira"), silent, outcome=WarningOutcome.HELPED)
    db.session.commit()
    assert silent.outcome == WarningOutcome.HELPED
    with pytest.raises(Refusal):
        actions.close(world.actor("kira"), silent, outcome=WarningOutcome.FALSE_ALARM)


def test_a_false_alarm_is_not_raised_again_and_a_snooze_is_kept(world, pair):
    evaluate()
    silent, planless = sorted(rows(), key=lambda each: each.rule != SILENT)
    kira = world.actor("kira")
    actions.close(kira, silent, outcome=WarningOutcome.FALSE_ALARM, words="Отпуск")
    for day, words in ((D(2026, 11, 20), "Рано"), (D(2027, 3, 1), "Рано"), (D(2026, 12, 1), " ")):
        with pytest.raises(Refusal):
            actions.snooze(kira, planless, until=day, words=words)
    actions.snooze(kira, planless, until=D(2026, 12, 1), words="Ждём наставника из отпуска")
    db.session.commit()
    assert evaluate() == 0
    silent, planless = sorted(rows(), key=lambda each: each.rule != SILENT)
    assert (silent.is_open, planless.snoozed_until, planless.owner_id) == (False, D(2026, 12, 1), world.kira.id)
    with pytest.raises(Refusal):
        actions.take(world.actor("denis"), planless)


def test_nothing_is_opened_in_holidays_pauses_and_the_first_fortnight(world, pair, cycle):
    late = make_pair(world.denis, world.pasha, cycle, starts_on=D(2026, 11, 7))
    db.session.add(OwnDay(organization_id=world.school_1.id, starts_on=D(2026, 11, 20), ends_on=D(2026, 11, 22),
                          kind=DayKind.HOLIDAYS, name="Каникулы"))  # fmt: skip
    db.session.commit()
    assert evaluate() == 0
    with clock.freeze(NOW + timedelta(days=6)):
        pair.state = MentorshipState.PAUSED
        db.session.commit()
        assert evaluate() == 1
        assert (rows()[0].mentorship_id, rows()[0].rule) == (late.id, SILENT)
    summer = quiet_days(world.school_1, D(2027, 6, 30), D(2027, 9, 2))
    assert {D(2027, 7, 1) + timedelta(days=n) for n in range(62)} <= summer
    assert not summer & {D(2027, 6, 30), D(2027, 9, 1), D(2027, 9, 2)}


def test_missed_and_disputed_meetings_an_ended_consent_and_a_lost_place(world, pair, cycle):
    tell(world, pair, day=D(2026, 11, 6))
    argued = tell(world, pair, day=D(2026, 11, 9))
    dispute(world.actor("misha"), argued, words="Не встречались")
    for day in (12, 16):
        db.session.add(Meeting(
            mentorship_id=pair.id, kind=MeetingKind.REGULAR, state=MeetingState.MISSED, day=D(2026, 11, day),
            starts_at=NOW - timedelta(days=20 - day), time_zone="Asia/Irkutsk", minutes=60))  # fmt: skip
    lost = make_pair(world.denis, world.pasha, cycle)
    db.session.commit()
    end(world.actor("kira"), lost, Ending.CONSENT_WITHDRAWN)
    db.session.commit()
    evaluate()
    assert set(rules(mentorship_id=pair.id)) == {WarningRule.MISSED, WarningRule.DISPUTED, NO_PLAN}
    assert rules(mentorship_id=lost.id) == [WarningRule.MEMBER_LEFT]
    (missed,) = rows(rule=WarningRule.MISSED)
    assert missed.data == {"meetings": ["2026-11-12", "2026-11-16"]}


def test_facts_of_many_pairs_cost_what_those_of_one_cost(world, pair, cycle, count_queries):
    def price():
        with count_queries() as seen:
            evaluate()
        return len(seen)

    evaluate()
    one = price()
    more = [make_pair(world.denis, each, cycle) for each in (world.pasha, world.kira, world.polina)]
    db.session.commit()
    assert evaluate() == 2 * len(more)
    assert price() == one
    assert len(facts_of([pair, *more], D(2026, 11, 20))) == 4


def test_a_call_is_in_the_queue_at_once_and_letters_say_nothing_of_it(world, pair):
    call = actions.tell_curator(
        world.actor("misha"), pair, urgency=Urgency.TODAY, text="Наставник Нина кричит", to_psychologist=True
    )
    db.session.commit()
    (warning,) = rows()
    assert (warning.rule, warning.call_id, warning.urgency) == (WarningRule.CALL, call.id, Urgency.TODAY)
    assert evaluate() == 2
    assert [each.is_open for each in rows(rule=WarningRule.CALL)] == [True]
    letters = db.session.scalars(sa.select(OutboxMessage).where(OutboxMessage.letter == "curator_call")).all()
    told = db.session.scalars(sa.select(Notice).where(Notice.kind == "pair_health")).all()
    assert {each.recipient for each in letters} >= {world.kira.email}
    assert {each.person_id for each in told} >= {world.kira.id}
    for said in [*(each.subject + each.text + each.html for each in letters), *(each.text for each in told)]:
        for word in ("кричит", "Нина", "Миша", world.nina.family_name, world.misha.family_name):
            assert word not in said
    with pytest.raises(Refusal):
        actions.tell_curator(world.actor("misha"), pair, urgency=Urgency.WEEK, text="  ")
    actions.take(world.actor("kira"), warning)
    db.session.commit()
    texts = db.session.scalars(sa.select(Notice.text).where(Notice.person_id == world.misha.id)).all()
    assert texts == ["Куратор читает ваше сообщение о паре"]
