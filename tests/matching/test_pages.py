"""Pages of requests: asking, being brought, the register, the card, the base, the end, marks."""

import io

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from portal.consents import actions as consents
from portal.consents.kinds import Purpose
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.matching.actions import set_marks
from portal.matching.kinds import MarkKind, RequestState
from portal.matching.models import MentoringRequest
from portal.matching.queries import marks_of
from portal.people.models import Disclosure
from portal.privacy.queries.views import in_words, looks_at
from tests.matching.conftest import TODAY, openings
from tests.matching.signing import sign_for_marks

GOAL = "Хочу увереннее говорить на защите"
TODAYS = f"{TODAY:%d.%m.%Y}"


@pytest.fixture
def opening(world, cycle):
    """What Миша may ask for, as the form names it."""
    return openings(world, "misha")["student_student"].key


def path(asked, tail=""):
    return f"/requests/{asked.public_id}{tail}"


def own_path(asked, tail=""):
    return f"/my/requests/{asked.public_id}{tail}"


def only_request():
    return db.session.scalars(sa.select(MentoringRequest)).one()


def test_a_student_asks_once_however_often_the_button_is_pressed(world, cycle, client_as, post):
    misha = client_as("misha")
    assert "Мне нужен наставник" in misha.get("/my/requests").text
    shown = misha.get("/my/requests/new").text
    key = openings(world, "misha")["student_student"].key
    assert key in shown
    assert "Это видят" in shown
    fields = {"opening": key, "goal": GOAL, "submission_key": "key-1"}
    first, again = (post(misha, "/my/requests", **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    asked = only_request()
    assert (asked.goal, asked.recorded_by_id) == (GOAL, world.misha.id)
    assert GOAL in misha.get("/my/requests").text
    card = misha.get(path(asked, "?done=asked")).text
    assert "Запрос записан" in card
    assert "Отозвать запрос" in card
    assert "Уточнить" not in card
    assert "Чувствительные отметки" not in card
    twice = post(misha, "/my/requests", **{**fields, "submission_key": "key-2"})
    assert twice.status_code == 422
    assert "уже открыт" in twice.text


@pytest.mark.parametrize(("fields", "words"), [
    ({"opening": "", "goal": GOAL}, "Выберите форму"),
    ({"opening": "no-such", "goal": GOAL}, "Мне нужен наставник"),
    ({"opening": "x" * 5_000, "goal": GOAL}, "Мне нужен наставник"),
    ({"goal": ""}, "с чем нужна помощь"),
    ({"goal": "ы" * 1_001}, "Сократите"),
])  # fmt: skip
def test_nonsense_in_a_wish_gets_a_clear_answer(opening, client_as, post, fields, words):
    said = {"opening": opening, "submission_key": "key-1", **fields}
    answer = post(client_as("misha"), "/my/requests", **said)
    assert answer.status_code == 422
    assert words in answer.text


def test_without_the_consent_the_page_leads_to_it(world, cycle, client_as, post):
    key = openings(world, "misha")["student_student"].key
    consents.withdraw_consent(
        world.actor("misha"), world.misha, world.school_1, Purpose.PARTICIPATION, by=world.misha, reason=""
    )
    db.session.commit()
    misha = client_as("misha")
    shown = misha.get("/my/requests/new").text
    assert "после согласия на участие" in shown
    assert "Попросить наставника" not in shown
    assert post(misha, "/my/requests", opening=key, goal=GOAL, submission_key="key-1").status_code == 422


def test_words_that_do_not_belong_there_are_told_of(world, cycle, client_as, post):
    fields = {"opening": openings(world, "misha")["student_student"].key, "goal": "У меня диагноз", "variant": "",
              "submission_key": "key-1"}  # fmt: skip
    misha = client_as("misha")
    answer = post(misha, "/my/requests", **fields)
    assert "портал не хранит" in misha.get(answer.location).text


def test_the_curator_brings_a_person_who_then_agrees(world, cycle, client_as, post):
    kira = client_as("kira")
    found = kira.get("/requests/new?q=ковал").text
    assert world.misha.public_id in found
    assert world.pasha.public_id not in found
    assert "Никого не нашлось" in kira.get("/requests/new?q=ъъъ").text
    base = f"/requests/new/{world.misha.public_id}"
    assert "Представить в базу наставляемых" in kira.get(base).text
    fields = {"opening": openings(world, "misha")["student_student"].key, "goal": GOAL, "variant": "",
              "origin": "teacher", "agreed_on": "", "submission_key": "key-1"}  # fmt: skip
    first, again = (post(kira, base, **fields) for _ in range(2))
    assert first.status_code == again.status_code == 303
    asked = only_request()
    assert asked.agreed_on is None
    assert "Человек ещё не согласился" in kira.get(path(asked)).text
    refused = post(kira, path(asked, "/acceptance"), decision="Педсовет", decided_on=TODAYS)
    assert refused.status_code == 422
    assert "спросите человека" in refused.text
    misha = client_as("misha")
    assert "Вам предлагают наставника" in misha.get("/").text
    assert "Да, наставник нужен" in misha.get(path(asked)).text
    assert post(misha, own_path(asked, "/agreement")).status_code == 303
    assert "Вам предлагают наставника" not in misha.get("/").text
    assert "Кто решает" in kira.get(path(asked, "/acceptance")).text
    done = post(kira, path(asked, "/acceptance"), decision="Педсовет, протокол № 3", decided_on=TODAYS)
    assert done.status_code == 303
    assert "протокол № 3" in kira.get(path(asked)).text


def test_whoever_suits_no_format_is_not_brought(world, cycle, client_as, post):
    base = f"/requests/new/{world.maria.public_id}"
    kira = client_as("kira")
    assert "нет подходящей формы" in kira.get(base).text
    answer = post(kira, base, opening=openings(world, "misha")["student_student"].key, goal=GOAL, variant="",
                  origin="teacher", submission_key="key-1")  # fmt: skip
    assert answer.status_code == 422


def test_the_register_is_narrowed_by_its_address(world, ask, bring, client_as):
    first, second = ask(), bring(key="nina", code="teacher_teacher", variant="digital")
    kira = client_as("kira")

    def shown(query):
        text = kira.get(f"/requests?{query}").text
        return {each for each in (first, second) if each.public_id in text}

    group = world.group_1.public_id
    assert shown("") == {first, second}
    assert shown("state=open") == {first, second}
    assert shown("state=in_base") == set()
    assert shown("format=teacher_teacher") == {second}
    assert shown("variant=digital") == {second}
    assert shown("origin=teacher") == {second}
    assert shown(f"group={group}") == {first}
    assert shown(f"organization={world.school_1.public_id}") == {first, second}
    assert shown(f"organization={world.school_2.public_id}") == set()
    assert shown("q=орлова") == {second}
    assert shown("state=nonsense&format=x&variant=y&origin=z") == {first, second}
    assert "С такими условиями" in kira.get("/requests?q=ъъъ").text
    assert client_as("karim").get("/requests?group=" + "x" * 3_000).status_code == 200
    assert "Здесь появятся запросы" in client_as("karim").get("/requests").text


def test_the_register_costs_the_same_with_more_rows(world, ask, bring, client_as, count_queries):
    ask()
    kira = client_as("kira")
    kira.get("/requests")
    with count_queries() as few:
        kira.get("/requests")
    bring(key="nina", code="teacher_teacher")
    bring(key="pasha")
    with count_queries() as more:
        kira.get("/requests")
    assert len(more) == len(few)


def test_two_people_who_clarify_at_once_see_both_texts(ask, client_as, post):
    asked = ask()
    kira = client_as("kira")
    fields = {"origin": "psychologist", "goal": "Освоиться в группе", "variant": "passive", "agreed_on": TODAYS,
              "version": "1"}  # fmt: skip
    assert "Уточнить запрос" in kira.get(path(asked, "/edit")).text
    assert post(kira, path(asked, "/edit"), **fields).status_code == 303
    stale = post(kira, path(asked, "/edit"), **{**fields, "goal": "Другое"})
    assert stale.status_code == 409
    assert "Освоиться в группе" in stale.text
    assert "Другое" in stale.text
    wrong = post(kira, path(asked, "/edit"), **{**fields, "agreed_on": "31.02.2026", "version": "2"})
    assert wrong.status_code == 422
    later = post(kira, path(asked, "/edit"), **{**fields, "agreed_on": "01.01.2100", "version": "2"})
    assert "не настал" in later.text


def test_the_person_takes_it_back_and_the_staff_closes(ask, client_as, post):
    asked = ask()
    misha, kira = client_as("misha"), client_as("kira")
    assert "Отозвать запрос?" in misha.get(own_path(asked, "/withdrawal")).text
    assert post(misha, own_path(asked, "/withdrawal"), reason="ы" * 201).status_code == 422
    assert post(misha, own_path(asked, "/withdrawal"), reason="Уже не нужен").status_code == 303
    assert post(misha, own_path(asked, "/withdrawal"), reason="").status_code == 409
    assert "Уже не нужен" in kira.get(path(asked)).text
    another = ask()
    assert "Закрыть запрос?" in kira.get(path(another, "/closure")).text
    assert post(kira, path(another, "/closure"), reason="").status_code == 422
    assert post(kira, path(another, "/closure"), reason="Форма не идёт").status_code == 303
    db.session.refresh(another)
    assert another.state == RequestState.CLOSED


def test_a_mother_reads_and_decides_nothing(ask, client_as, post):
    asked = ask(key="pasha", goal="Хочу понять физику")
    maria = client_as("maria")
    assert "Хочу понять физику" in maria.get("/my/requests").text
    assert "Отозвать запрос" not in maria.get(path(asked)).text
    assert post(maria, own_path(asked, "/withdrawal"), reason="").status_code == 403


def test_marks_are_seen_by_few_and_each_look_is_written_down(world, ask, client_as, post):
    asked, polina = ask(), client_as("polina")
    assert "только по письменному согласию" in polina.get(path(asked, "/marks")).text
    assert post(polina, path(asked, "/marks"), marks="burnout", version="1").status_code == 409
    assert marks_of(asked) == set()
    sign_for_marks(asked.person, asked.organization)
    set_marks(world.actor("kira"), asked, {MarkKind.RISK_GROUP})
    db.session.commit()
    for _ in range(2):
        shown = polina.get(path(asked, "/marks")).text
        assert 'value="risk_group" checked' in shown
    looks = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.event == "marks_viewed")).all()
    assert [(each.person_id, each.subject_id) for each in looks] == [(world.polina.id, world.misha.public_id)]
    told = in_words(db.session.execute(looks_at(world.misha)).all())
    assert "Открыты чувствительные отметки" in {each.how for each in told}
    for key in ("denis", "misha"):
        browser = client_as(key)
        assert browser.get(path(asked, "/marks")).status_code == 403
        assert "Группа риска" not in browser.get(path(asked)).text
    assert post(polina, path(asked, "/marks"), marks="burnout", version="2").status_code == 303
    assert marks_of(asked) == {MarkKind.BURNOUT}
    stale = post(polina, path(asked, "/marks"), marks="ovz", version="2")
    assert stale.status_code == 409
    assert "Выгорание" in stale.text
    assert post(polina, path(asked, "/marks"), marks="diagnosis", version="3").status_code == 422
    assert post(polina, path(asked, "/marks"), version="3").status_code == 303
    assert marks_of(asked) == set()


def test_the_desk_counts_what_waits_for_a_decision(world, ask, client_as):
    ask()
    assert "Колледж: новых запросов 1" in client_as("kira").get("/").text
    assert "новых запросов" not in client_as("polina").get("/").text


def test_the_card_of_a_person_leads_to_the_request_and_to_a_new_one(world, ask, client_as):
    asked = ask()
    card = client_as("kira").get(f"/people/{world.misha.public_id}").text
    assert path(asked) in card
    assert f"/requests/new/{world.misha.public_id}" in card


def test_the_base_is_taken_as_a_table_and_everybody_in_it_is_counted(world, ask, bring, client_as):
    bring(key="pasha", variant="active", agreed_on=TODAY)
    ask(key="nina", code="teacher_teacher", goal="=1+1")
    kira = client_as("kira")
    assert "/requests/requests.xlsx?state=open" in kira.get("/requests?state=open").text
    answer = kira.get("/requests/requests.xlsx?state=open")
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(answer.data))["Наставляемые"]
    heads, nina, pasha = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=3))
    assert heads[1:4] == ["Наставляемый", "Контакты", "Год рождения"]
    assert (nina[1], nina[7]) == ("Орлова Нина Павловна", "=1+1")
    assert sheet["H2"].data_type == "s", "text is never a formula"
    assert pasha[1:4] == ["Седов Паша Романович", "Седова Мария Ильинична, parent@demo.example", 2011]
    assert pasha[9] == "Активный"
    given = db.session.scalars(sa.select(Disclosure).where(Disclosure.kind == "matching.requests")).one()
    assert given.n == 3, "the mother's address is in it too"
    assert given.organization_id == world.school_1.id, "a second person of this organisation may decide about it"
    assert client_as("polina").get("/requests/requests.xlsx").status_code == 403
