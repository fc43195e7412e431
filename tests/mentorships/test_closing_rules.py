"""Rules of summing up, without pages: reports by their dates, words, sheets, the order of the end, the reserve."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotAllowed, Refusal
from portal.core.mail import OutboxMessage
from portal.documents import actions as documents
from portal.mentorships.changing.actions import end_early
from portal.mentorships.closing import actions
from portal.mentorships.closing.asking import ask_and_remind
from portal.mentorships.closing.dates import dates_between, due_dates, next_due
from portal.mentorships.closing.kinds import Recommendation, ReportState
from portal.mentorships.closing.models import ClosingSheet, MentorReport
from portal.mentorships.closing.queries import find_reports, summing_of
from portal.mentorships.closing.queries.reports import ReportFilter
from portal.mentorships.kinds import Ending, MentorshipState
from portal.mentorships.plans import actions as plans
from portal.programs.cycle_settings import CycleSettings
from tests.conftest import NOW
from tests.mentorships.planning import pair_of, plan_of

TODAY = NOW.date()
TEXTS = actions.ReportTexts(done="Провели четыре занятия", conclusion="Цель близко")


@pytest.fixture
def pair(world):
    found = pair_of(world)
    found.cycle.settings = {**found.cycle.settings, "report_months": [12, 5], "report_day": 31}
    found.starts_on = TODAY - timedelta(days=30)
    db.session.flush()
    return found


def report_of(world, pair):
    return actions.begin_own(world.actor("nina"), pair)


def test_dates_follow_the_year_and_a_short_month_ends_earlier(pair):
    settings = CycleSettings(report_months=(2, 12), report_day=31)
    found = dates_between(settings, date(2026, 12, 1), date(2028, 2, 29))
    assert found == [date(2026, 12, 31), date(2027, 2, 28), date(2027, 12, 31), date(2028, 2, 29)]
    assert due_dates(pair)[0] == date(TODAY.year, 12, 31)
    assert next_due(pair, TODAY, [date(TODAY.year, 12, 31)]).month == 5
    pair.cycle.settings = {**pair.cycle.settings, "report_months": []}
    assert due_dates(pair) == (pair.planned_until,)


def test_a_report_is_filled_from_the_data_and_goes_back_and_forth(world, pair):
    nina, kira = world.actor("nina"), world.actor("kira")
    plan = plan_of(world, pair)
    plans.tell_result(nina, plan.items[0], result="Разобрали два занятия", done_on=TODAY, mark=5, words="")
    report = report_of(world, pair)
    assert "Разобрали два занятия" in report.done
    assert report_of(world, pair) is report, "one report for a pair, a mentor and a date"
    with pytest.raises(NotAllowed):
        actions.begin_own(world.actor("misha"), pair)
    with pytest.raises(Refusal, match="к чему пришли"):
        actions.send(nina, report)
    with pytest.raises(NotAllowed):
        actions.write(kira, report, TEXTS)
    actions.write(nina, report, TEXTS)
    actions.send(nina, report)
    actions.send(nina, report)
    assert (report.state, len(report.versions), report.facts["done"]) == (ReportState.SENT, 1, 1)
    with pytest.raises(Refusal):
        actions.write(nina, report, replace(TEXTS, done="Иначе"))
    with pytest.raises(Refusal, match="что поправить"):
        actions.give_back(kira, report, remark=" ")
    actions.give_back(kira, report, remark="Добавьте вывод")
    assert (report.state, report.number, report.remark) == (ReportState.RETURNED, 2, "Добавьте вывод")
    actions.write(nina, report, replace(TEXTS, conclusion="Цель достигнута"))
    actions.send(nina, report)
    actions.accept(kira, report)
    actions.accept(kira, report)
    assert [each.content["conclusion"] for each in report.versions] == ["Цель близко", "Цель достигнута"]
    assert (report.state, report.accepted_on) == (ReportState.ACCEPTED, TODAY)
    assert report_of(world, pair).due_on > report.due_on


def test_reports_are_asked_for_once_and_reminded_of_once(world, pair):
    def letters():
        return db.session.scalar(sa.select(sa.func.count()).where(OutboxMessage.letter == "mentor_report"))

    due = due_dates(pair)[0]
    db.session.commit()
    with clock.freeze(NOW.replace(year=due.year, month=due.month, day=due.day) - timedelta(days=15)):
        ask_and_remind()
        assert letters() == 0
    with clock.freeze(NOW.replace(year=due.year, month=due.month, day=due.day) - timedelta(days=14)):
        ask_and_remind()
        ask_and_remind()
        assert letters() == 1
    report = db.session.scalars(sa.select(MentorReport)).one()
    assert (report.person_id, report.due_on, report.state) == (world.nina.id, due, ReportState.DRAFT)
    with clock.freeze(NOW.replace(year=due.year, month=due.month, day=due.day) - timedelta(days=2)):
        ask_and_remind()
        ask_and_remind()
        assert letters() == 2
    late = find_reports(world.actor("kira"), ReportFilter(state="late"), due + timedelta(days=1))
    assert db.session.scalars(late).all() == [report]
    assert not db.session.scalars(find_reports(world.actor("karim"), ReportFilter(), due)).all()


def test_a_pair_is_summed_up_and_closed_with_whatever_is_missing(world, pair):
    kira = world.actor("kira")
    empty = summing_of(pair, TODAY)
    assert any("заключения" in each for each in empty.missing)
    assert any("отзыва" in each for each in empty.missing)
    actions.say_word(world.actor("misha"), pair, gained="Научился", ahead="Дальше", review="Спасибо")
    actions.say_word(world.actor("nina"), pair, gained="Радость", ahead="", review="не для наставника")
    again = actions.say_word(world.actor("nina"), pair, gained="Гордость", ahead="", review="")
    assert (again.gained, again.review, again.version) == ("Гордость", "", 2)
    with pytest.raises(NotAllowed):
        actions.say_word(world.actor("karim"), pair, gained="Чужой", ahead="", review="")
    codes = [each.code for each in empty.expected]
    facts = actions.SheetFacts(
        results={codes[0]: "yes", "выдумка": "yes"}, criteria={"motivation": "partly", "study_results": "ужасно"},
        conclusion="Пара справилась", recommendation=Recommendation.CONTINUE, reviewed_on=TODAY,
    )  # fmt: skip
    sheet = actions.draw_up(kira, pair, facts)
    assert (sheet.results, sheet.criteria) == ({codes[0]: "yes"}, {"motivation": "partly"})
    with pytest.raises(Refusal):
        actions.draw_up(kira, pair, replace(facts, reviewed_on=TODAY + timedelta(days=1)))
    missing = summing_of(pair, TODAY).missing
    assert not any("заключения" in each or "отзыва" in each or "рефлексии" in each for each in missing)
    assert any("отчёт" in each for each in missing)


def test_one_order_ends_many_pairs_when_it_is_signed(world, pair):
    kira = world.actor("kira")
    with pytest.raises(Refusal):
        actions.draft_end(kira, [], ending=Ending.COMPLETED, reason="")
    order = actions.draft_end(kira, [pair], ending=Ending.MENTEE_ASKED, reason="Переезд")
    assert pair.state == MentorshipState.ACTIVE
    assert "Переезд" not in str(order.content)
    assert "попросил" not in str(order.content)
    with pytest.raises(Refusal, match="проекте приказа"):
        actions.draft_end(kira, [pair], ending=Ending.COMPLETED, reason="")
    order.signatory_id, order.signatory_name, order.signatory_post = world.denis.id, world.denis.full_name, "Директор"
    documents.send_to_signature(kira, order)
    documents.register(kira, order, registered_on=TODAY)
    assert (pair.state, pair.ending, pair.reason, pair.ends_on) == (
        MentorshipState.CLOSED, Ending.MENTEE_ASKED, "Переезд", TODAY,
    )  # fmt: skip
    assert db.session.scalars(sa.select(ClosingSheet)).one().mentorship_id == pair.id
    actions.end_signed(kira, order)  # what is over stays as it was


def test_the_end_of_a_pair_needs_no_report_and_a_mentor_still_writes_it(world, pair):
    report = report_of(world, pair)
    end_early(world.actor("kira"), pair, ending=Ending.COMPLETED, reason="Срок вышел")
    actions.write(world.actor("nina"), report, TEXTS)
    actions.send(world.actor("nina"), report)
    assert report.state == ReportState.SENT
