"""Pages of summing up: a report written and accepted, a pair summed up and ended, a mentee in the reserve."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.core.db import db
from portal.documents.models import Document
from portal.matching.mentors.kinds import MentorState
from portal.matching.mentors.models import MentorProfile
from portal.mentorships.closing import actions
from portal.mentorships.closing.models import MentorReport
from portal.mentorships.closing.papers import ORDER
from tests.conftest import NOW
from tests.mentorships.planning import pair_of, plan_of

TEXTS = {"done": "Провели занятия", "difficulties": "", "portrait": "Смелее говорит", "conclusion": "", "advice": ""}


@pytest.fixture
def pair(world):
    found = pair_of(world)
    found.starts_on = NOW.date() - timedelta(days=30)
    found.planned_until = NOW.date() + timedelta(days=5)
    db.session.commit()
    return found


def words_in(paper):
    return zipfile.ZipFile(io.BytesIO(paper)).read("word/document.xml").decode()


def test_a_report_is_written_sent_returned_and_accepted(world, pair, client_as, post):
    nina, kira = client_as("nina"), client_as("kira")
    assert "Написать отчёт" in nina.get(f"/mentorships/{pair.public_id}").text
    for _ in range(2):
        begun = post(nina, f"/mentorships/{pair.public_id}/report")
        assert begun.status_code == 303
    report = db.session.scalars(sa.select(MentorReport)).one()
    home = f"/mentor-reports/{report.public_id}"
    assert begun.location.endswith(f"{home}/edit")
    assert "Это видят" in nina.get(f"{home}/edit").text
    assert "Отчёт наставника" in nina.get("/").text
    refused = post(nina, f"{home}/edit", version="1", send="1", **TEXTS)
    assert refused.status_code == 422
    assert "к чему пришли" in refused.text
    assert "Смелее говорит" in refused.text, "what was typed is kept"
    whole = {**TEXTS, "conclusion": "Цель близко"}
    first, again = (post(nina, f"{home}/edit", version="1", send="1", **whole) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert "ждёт проверки 1" in kira.get("/").text
    assert post(nina, f"{home}/edit", version="1", **TEXTS).status_code == 409
    assert post(kira, f"{home}/return", remark=" ").status_code == 422
    assert post(kira, f"{home}/return", remark="Добавьте встречи").status_code == 303
    assert "Добавьте встречи" in nina.get(f"{home}/edit").text
    assert "Отчёт вернулся на доработку" in nina.get("/").text
    assert post(nina, f"{home}/send").status_code == 303
    assert post(kira, f"{home}/accept").status_code == 303
    assert post(kira, f"{home}/return", remark="Поздно").status_code == 422
    assert "Версия 2" in kira.get(home).text
    assert "Цель близко" in kira.get(f"{home}/versions/1").text
    assert kira.get(f"{home}/versions/9").status_code == 404
    assert "Цель близко" in words_in(kira.get(f"{home}.docx").data)
    assert "Цель близко" in kira.get(f"{home}/print").text
    assert home in kira.get("/mentor-reports?state=accepted").text
    assert home not in kira.get("/mentor-reports?state=late").text


def test_a_pair_is_summed_up_by_its_people_and_the_curator(world, pair, client_as, post):
    nina, misha, kira = (client_as(key) for key in ("nina", "misha", "kira"))
    plan_of(world, pair)
    home = f"/mentorships/{pair.public_id}/closing"
    assert "Подведите итоги пары" in misha.get("/").text
    assert "Отзыв о наставничестве" in misha.get(f"{home}/word").text
    assert "Отзыв о наставничестве" not in nina.get(f"{home}/word").text
    assert post(misha, f"{home}/word", version="0", gained="").status_code == 422
    said = {"gained": "Говорю увереннее", "ahead": "Проект", "review": "Слишком строго"}
    assert post(misha, f"{home}/word", version="0", **said).status_code == 303
    assert post(misha, f"{home}/word", version="0", **said).status_code == 409
    assert "Подведите итоги пары" not in misha.get("/").text
    assert "Слишком строго" in misha.get(home).text
    assert "Слишком строго" in kira.get(home).text
    assert "Слишком строго" not in nina.get(home).text
    assert "Слишком строго" not in kira.get(f"{home}/print").text
    shown = kira.get(f"{home}/edit").text
    assert "пять критериев" in shown
    assert "Увереннее говорить перед группой" in shown
    fields = {"version": "0", "criterion_motivation": "yes", "conclusion": "Справились", "recommendation": "continue",
              "reviewed_on": "20.11.2026"}  # fmt: skip
    assert post(kira, f"{home}/edit", **{**fields, "reviewed_on": "20.12.2026"}).status_code == 422
    assert post(kira, f"{home}/edit", **fields).status_code == 303
    assert post(kira, f"{home}/edit", **fields).status_code == 409
    assert "продолжить в следующем году" in nina.get(home).text
    assert post(kira, f"{home}/edit", **{**fields, "version": "1", "recommendation": ""}).status_code == 303
    assert "продолжить в следующем году" not in nina.get(home).text
    assert re.search(r'value="" [^>]*checked', kira.get(f"{home}/edit").text)
    paper = words_in(kira.get(f"{home}.docx").data)
    assert "Справились" in paper
    assert "Слишком строго" not in paper
    ending = kira.get(f"/mentorships/{pair.public_id}/ending").text
    assert "Чего пока нет" in ending
    assert "не принят 1 отчёт" in ending
    ended = post(kira, f"/mentorships/{pair.public_id}/ending", ending="completed", reason="Срок вышел")
    assert ended.status_code == 303
    assert "завершена" in kira.get(home).text.lower()


def test_chosen_pairs_are_ended_by_one_order_and_a_second_click_makes_no_other(world, pair, client_as, post):
    kira = client_as("kira")
    assert "Завершить приказом" in kira.get("/mentorships").text
    assert "Отметьте в реестре" in kira.get("/mentorships/closing-order").text
    assert "Составить приказ" in kira.get(f"/mentorships/closing-order?pair={pair.public_id}").text
    said = {"pair": pair.public_id, "ending": "completed", "submission_key": "k-1"}
    assert post(kira, "/mentorships/closing-order", reason="", **said).status_code == 422
    first, again = (post(kira, "/mentorships/closing-order", reason="Срок вышел", **said) for _ in range(2))
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    orders = db.session.scalars(sa.select(Document).where(Document.kind == ORDER)).all()
    assert len(orders) == 1
    twice = post(kira, "/mentorships/closing-order", reason="Ещё", **{**said, "submission_key": "k-2"})
    assert twice.status_code == 422
    assert "проекте приказа" in twice.text


def test_a_mentee_enters_the_reserve_by_their_own_yes(world, pair, client_as, post):
    misha, home = client_as("misha"), f"/mentorships/{pair.public_id}/closing"
    assert "Хочу быть наставником" in misha.get(home).text
    assert post(misha, f"{home}/reserve").status_code == 422
    actions.draw_up(world.actor("kira"), pair, actions.SheetFacts(conclusion="Молодец"))
    formats = [text.split('"')[0] for text in misha.get(f"{home}/reserve").text.split('name="formats"')[1:]]
    assert formats
    assert post(misha, f"{home}/reserve", formats="student_student").status_code == 303
    profile = db.session.scalars(sa.select(MentorProfile).where(MentorProfile.person_id == world.misha.id)).one()
    assert (profile.state, profile.agreed_on) == (MentorState.RESERVE, NOW.date())
    assert "Хочу быть наставником" not in misha.get(home).text
    assert post(misha, f"{home}/reserve", formats="student_student").status_code == 409
