"""A curator's report: figures from the data, frozen when it is sent, each opened into its rows; asked for in time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from portal.access.actor import Grant
from portal.access.roles import Role
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.notices import Notice
from portal.events.kinds import EventState
from portal.events.models import Event
from portal.mentorships.actions import end
from portal.mentorships.closing import actions as closing
from portal.mentorships.curating import actions
from portal.mentorships.curating.asking import ask_and_remind
from portal.mentorships.curating.dates import begins_on, due_dates
from portal.mentorships.curating.facts import PARTS, facts_of, rows_of
from portal.mentorships.curating.models import CuratorReport
from portal.mentorships.curating.words import figures
from portal.mentorships.health.evaluating import evaluate
from portal.mentorships.health.kinds import Urgency
from portal.mentorships.kinds import Ending
from portal.mentorships.meetings.actions import confirm
from tests.conftest import NOW
from tests.mentorships.meetings.telling import tell
from tests.mentorships.pairing import make_pair
from tests.mentorships.test_closing_pages import words_in

TODAY, DUE = date(2026, 11, 20), date(2026, 11, 25)
LIST = "/curator-reports"


@pytest.fixture
def year(cycle):
    """Reports are due on 25 November and 25 May."""
    cycle.settings = {**cycle.settings, "report_months": [5, 11], "report_day": 25}
    db.session.commit()
    return cycle


@pytest.fixture
def report(world, year, pair):
    """Begun by the curator: Нина with Миша met once, Денис with Паша are over."""
    confirm(world.actor("misha"), tell(world, pair, day=date(2026, 11, 18), minutes=90))
    over = make_pair(world.denis, world.pasha, year)
    end(world.actor("kira"), over, Ending.COMPLETED)
    made = actions.begin_next(world.actor("kira"), year)
    db.session.commit()
    return made


def lines_of(facts):
    return {f"{title}: {each.label}": each.value for title, lines in figures(facts).items() for each in lines}


def test_dates_are_those_of_mentors_and_a_report_tells_of_the_days_between(year):
    assert due_dates(year) == (DUE, date(2027, 5, 25))
    assert begins_on(year, DUE) == year.starts_on
    assert begins_on(year, date(2027, 5, 25)) == date(2026, 11, 26)
    year.settings = {**year.settings, "report_months": []}
    assert due_dates(year) == (year.ends_on,)


def test_figures_count_what_the_data_holds_and_each_is_the_number_of_its_rows(world, pair, report):
    evaluate()
    db.session.add(Event(organization_id=world.school_1.id, school_year=2026, title="Мастерская", kind="other",
                         state=EventState.HELD, starts_at=NOW - timedelta(days=3)))  # fmt: skip
    db.session.commit()
    facts = actions.live_facts(report)
    said = lines_of(facts)
    for label, value in (
        ("Встречи: Встреч проведено", "1"), ("Встречи: Из них подтвердили обе стороны", "1"),
        ("Встречи: Подтверждённое время", "1 час 30 минут"), ("События: Проведено", "1"),
        ("Завершённые пары: цели достигнуты, срок вышел, без итогов", "1"), ("Замечания и их исход: Ещё открыто", "1"),
    ):  # fmt: skip
        assert said[label] == value, label
    assert sorted(value for label, value in said.items() if label.startswith("Пары и группы: ")) == ["1", "1"]
    for part in PARTS:
        codes = {row["code"] for row in rows_of(facts, part)}
        assert sum(len(rows_of(facts, part, code)) for code in codes) == len(rows_of(facts, part))
    later = facts_of(report.cycle, date(2026, 11, 21), date(2026, 11, 25), TODAY)
    assert [len(rows_of(later, part)) for part in ("meetings", "closings", "events")] == [0, 0, 0]


def test_what_people_told_is_no_figure_and_restricted_pairs_are_left_out(world, pair, report):
    from portal.mentorships.health.actions import tell_curator

    tell_curator(world.actor("misha"), pair, urgency=Urgency.WEEK, text="Трудно")
    world.pasha.restricted_on = TODAY
    db.session.commit()
    facts = actions.live_facts(report)
    assert (rows_of(facts, "warnings"), len(rows_of(facts, "pairs")), rows_of(facts, "closings")) == ([], 1, [])


def test_a_report_is_sent_returned_and_accepted_and_its_figures_stay(world, pair, report):
    kira, denis = world.actor("kira"), world.actor("denis")
    with pytest.raises(Refusal):
        actions.send(kira, report)
    actions.write(kira, report, actions.ReportTexts(conclusion="Год идёт ровно"))
    actions.send(kira, report)
    actions.send(kira, report)
    db.session.commit()
    assert [each.number for each in report.versions] == [1]
    frozen = dict(report.facts)
    tell(world, pair, day=date(2026, 11, 19))
    assert (report.facts, lines_of(actions.live_facts(report)) != lines_of(frozen)) == (frozen, True)
    for wrong in (lambda: actions.write(kira, report, actions.ReportTexts(conclusion="Ещё")),
                  lambda: actions.give_back(denis, report, remark=" ")):  # fmt: skip
        with pytest.raises(Refusal):
            wrong()
    actions.give_back(denis, report, remark="Добавьте о группах")
    actions.send(kira, report)
    assert (report.number, [each.number for each in report.versions]) == (2, [1, 2])
    assert report.versions[0].content["facts"] == frozen
    both = replace(kira, grants=(*kira.grants, Grant(role=Role.DIRECTOR, organization_id=world.school_1.id)))
    with pytest.raises(Refusal):
        actions.accept(both, report)
    actions.accept(denis, report)
    actions.accept(denis, report)
    with pytest.raises(Refusal):
        actions.give_back(denis, report, remark="Поздно")
    told = db.session.scalars(sa.select(Notice.text).where(Notice.person_id == world.kira.id)).all()
    assert [text for text in told if "Отчёт куратора" in text] == [
        "Отчёт куратора вернулся на доработку: к 25\u00a0ноября 2026",
        "Отчёт куратора принят: к 25\u00a0ноября 2026",
    ]


def test_a_report_is_begun_two_weeks_before_and_reminded_of_once(world, year, pair):
    with clock.freeze(NOW - timedelta(days=15)):
        assert ask_and_remind() == 0
    assert ask_and_remind() == 1
    assert ask_and_remind() == 0
    (begun,) = db.session.scalars(sa.select(CuratorReport)).all()
    assert (begun.due_on, begun.state) == (DUE, "draft")
    with clock.freeze(NOW + timedelta(days=3)):
        assert ask_and_remind() == 1
        assert ask_and_remind() == 0
    told = db.session.scalars(sa.select(Notice.text).where(Notice.person_id == world.kira.id)).all()
    assert [text.partition(":")[0] for text in told] == ["Нужен отчёт куратора", "Отчёт куратора ещё не отправлен"]
    assert db.session.scalar(sa.select(sa.func.count()).where(Notice.person_id == world.denis.id)) == 0


def test_the_pages_from_the_desk_to_the_paper(world, pair, report, client_as, post):
    kira, denis, path = client_as("kira"), client_as("denis"), f"{LIST}/{report.public_id}"
    assert f"{path}/edit" in kira.get("/").text
    assert path not in denis.get("/").text
    form = kira.get(f"{path}/edit").text
    assert "1 час 30 минут" in form
    texts = {"version": "1", "done": "Школа наставника", "difficulties": "", "proposals": ""}
    refused = post(kira, f"{path}/edit", conclusion="", send="1", **texts)
    assert refused.status_code == 422
    assert "Школа наставника" in refused.text
    sent = {**texts, "conclusion": "<b>Год идёт ровно</b>", "send": "1"}
    assert post(kira, f"{path}/edit", **sent).status_code == 303
    assert post(kira, f"{path}/edit", **sent).status_code == 303
    assert post(kira, f"{path}/edit", **{**sent, "done": "Другое"}).status_code == 409
    assert "&lt;b&gt;Год идёт ровно" in denis.get(path).text
    assert path in denis.get("/").text
    assert post(kira, f"{path}/accept").status_code == 403
    assert post(denis, f"{path}/return", remark="").status_code == 422
    assert post(denis, f"{path}/return", remark="Добавьте о группах").status_code == 303
    assert "Добавьте о группах" in kira.get(f"{path}/edit").text
    assert post(kira, f"{path}/edit", **{**sent, "version": "4"}).status_code == 303
    assert post(denis, f"{path}/accept").status_code == 303
    assert "Отчёт принят" in denis.get(f"{path}?done=accepted").text
    assert "Год идёт ровно" in denis.get(f"{path}/versions/1").text
    assert denis.get(f"{path}/versions/9").status_code == 404
    paper = words_in(kira.get(f"{path}.docx").data)
    for words in ("Год идёт ровно", "1 час 30 минут", world.kira.family_name):
        assert words in paper, words
    assert kira.get(f"{path}.docx").data == kira.get(f"{path}.docx").data
    assert "Школа наставника" in kira.get(f"{path}/print").text
    for other, status in (("nina", 403), ("karim", 404), ("misha", 403)):
        assert client_as(other).get(path).status_code == status, other


def test_a_figure_opens_into_its_rows_under_the_rights_of_the_reader(world, pair, report, client_as):
    kira, path = client_as("kira"), f"{LIST}/{report.public_id}/behind"
    shown = kira.get(f"{path}/meetings").text
    assert pair.public_id in shown
    assert "1 встреча, подтверждено 1: 1 час 30 минут" in shown
    assert "не открыт" not in shown
    (over,) = [row["pair"] for row in rows_of(actions.live_facts(report), "closings")]
    assert over in kira.get(f"{path}/closings?code=completed.without_sheet").text
    for wrong in ("nothing", "closings?code=refused.with_sheet"):
        assert kira.get(f"{path}/{wrong}").status_code == 404
    actions.write(world.actor("kira"), report, actions.ReportTexts(conclusion="Итог"))
    actions.send(world.actor("kira"), report)
    world.misha.restricted_on = TODAY
    db.session.commit()
    shown = kira.get(f"{path}/meetings").text
    assert pair.public_id not in shown
    assert "вам она не открыта" in shown


def test_a_mentors_report_is_counted_by_its_state(world, pair, report):
    mine = closing.begin(world.actor("nina"), pair, world.nina.id, DUE)
    assert [row["code"] for row in rows_of(actions.live_facts(report), "reports")] == ["draft"]
    closing.write(world.actor("nina"), mine, closing.ReportTexts(done="Дело", conclusion="Вывод"))
    closing.send(world.actor("nina"), mine)
    closing.accept(world.actor("kira"), mine)
    assert lines_of(actions.live_facts(report))["Отчёты наставников: Принят"] == "1"
    with clock.freeze(NOW + timedelta(days=30)):
        mine.state, mine.accepted_on, mine.accepted_by_id = "draft", None, None
        db.session.flush()
        assert lines_of(actions.live_facts(report))["Отчёты наставников: Просрочен"] == "1"


def test_facts_cost_the_same_for_any_number_of_pairs(world, year, report, count_queries):
    def price():
        with count_queries() as seen:
            actions.live_facts(report)
        return len(seen)

    one = price()
    for mentee in (world.kira, world.polina, world.maria):
        make_pair(world.nina, mentee, year)
    db.session.commit()
    assert price() == one
