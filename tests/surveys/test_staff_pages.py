"""The staff's pages: everybody sees what is theirs, nobody what is not, and a page costs what it costs."""

import io
import re

import openpyxl
import pytest
import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.mail import OutboxMessage
from portal.core.notices import Notice
from portal.demo.town import consent_to_participate
from portal.people.models import Person
from surveys.loading import load_questionnaires
from surveys.models import Mode, SurveyAssignment, SurveyInvitation
from surveys.views import wave as one_wave
from surveys.waves.mailing import write_letters
from tests.surveys.crowds import make_wave

PULSE = next(each for each in load_questionnaires() if each.code == "pulse_mid")
FINAL = next(each for each in load_questionnaires() if each.code == "final_satisfaction")
NEEDS = next(each for each in load_questionnaires() if each.code == "needs_teacher")


def answers(n):
    return [{**{f"TD{i:02}": str(1 + (i + k) % 5) for i in range(1, 17)}, "TD_STAGE": "y0_1"} for k in range(n)]


@pytest.fixture
def wave(world):
    return make_wave(world.school_1, NEEDS, answers(12), waiting=3, title="Дефициты, осень")


def pages(wave):
    base = f"/surveys/{wave.public_id}"
    return [base, f"{base}/results", f"{base}/results.xlsx", f"{base}/results.csv", f"{base}/links", f"{base}/closure"]


def test_the_curator_opens_every_page(wave, client_as):
    kira = client_as("kira")
    for url in ["/surveys", "/surveys/new", "/surveys/templates", "/surveys/templates/needs_teacher", *pages(wave)]:
        assert kira.get(url).status_code == 200, url


def test_a_wave_of_another_school_is_not_there(wave, client_as, post):
    karim = client_as("karim")
    for url in pages(wave):
        assert karim.get(url).status_code == 404, url
    for end in ("closure", "deadline", "reminders", "exports"):
        assert post(karim, f"/surveys/{wave.public_id}/{end}").status_code == 404
    assert "Дефициты, осень" not in karim.get("/surveys").text


@pytest.mark.parametrize(("key", "seen", "refused"), [
    ("denis", ["", "/results", "/results.xlsx"], ["/links", "/closure"]),
    ("olga", ["", "/results", "/results.csv", "/closure"], ["/links", "/public-link", "/paper"]),
    ("admin", ["", "/results"], ["/links", "/results.xlsx"]),
    ("nina", [], ["", "/results", "/results.xlsx", "/links"]),
    ("polina", [], ["", "/links"]),
])  # fmt: skip
def test_each_role_sees_its_part(wave, client_as, key, seen, refused):
    browser = client_as(key)
    for end in seen:
        assert browser.get(f"/surveys/{wave.public_id}{end}").status_code == 200, end
    for end in refused:
        assert browser.get(f"/surveys/{wave.public_id}{end}").status_code == 403, end
    if key == "polina":  # a psychologist reads own conclusions and learns of no other wave
        assert browser.get(f"/surveys/{wave.public_id}/results").status_code == 404


def test_a_guest_signs_in_first(wave, client):
    for url in pages(wave):
        assert client.get(url).status_code == 303


def test_wrong_methods_are_refused(wave, client_as):
    kira = client_as("kira")
    assert kira.get(f"/surveys/{wave.public_id}/reminders").status_code == 405
    assert kira.get(f"/surveys/{wave.public_id}/exports").status_code == 405


@pytest.mark.parametrize("page", ["", "/results"])
def test_a_page_costs_the_same_with_two_and_with_two_hundred_responses(world, client_as, count_queries, page):
    kira, costs = client_as("kira"), []
    for n in (2, 200):
        wave = make_wave(world.school_1, NEEDS, answers(n), family=f"Ф{n}")
        kira.get(f"/surveys/{wave.public_id}{page}")
        with count_queries() as seen:
            assert kira.get(f"/surveys/{wave.public_id}{page}").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 8


def test_the_list_costs_the_same_with_two_and_with_twenty_waves(world, client_as, count_queries):
    kira, costs = client_as("kira"), []
    for n in (2, 18):
        for k in range(n):
            make_wave(world.school_1, PULSE, title=f"Волна {n}-{k}")
        with count_queries() as seen:
            assert "Волна" in kira.get("/surveys").text
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 5
    with count_queries() as seen:
        kira.get("/surveys?state=open", headers={"HX-Request": "true"})
    assert len(seen) <= 3


def test_the_list_is_searched_and_filtered(world, client_as):
    make_wave(world.school_1, PULSE, title="Ёлка и пульс")
    make_wave(world.school_1, PULSE, title="Другая")
    kira = client_as("kira")
    assert "Ёлка и пульс" in kira.get("/surveys?q=елка").text
    assert "Другая" not in kira.get("/surveys?q=елка").text
    assert "Другая" not in kira.get("/surveys?state=closed").text
    assert "Другая" in kira.get("/surveys?state=nonsense").text


@pytest.mark.parametrize("case", [
    (Mode.NAMED, "kira", 1, True), (Mode.NAMED, "denis", 4, False), (Mode.NAMED, "denis", 5, True),
    (Mode.ANONYMOUS, "kira", 4, False), (Mode.ANONYMOUS, "kira", 5, True), (Mode.LINKED, "kira", 4, False),
    (Mode.ANONYMOUS, "olga", 4, False), (Mode.NAMED, "olga", 4, False),
])  # fmt: skip
def test_k_holds_for_the_page_its_pictures_and_the_files_alike(world, client_as, case):
    mode, key, n, is_open = case
    wave = make_wave(world.school_1, NEEDS, answers(n), waiting=12 - n, mode=mode)
    browser, base = client_as(key), f"/surveys/{wave.public_id}"
    html = browser.get(f"{base}/results").text
    words = f"Данных мало: ответили {n} из 12. Сводка откроется от 5 ответов."
    assert (words in html) is not is_open
    assert ('class="chart' in html) is is_open
    assert ("до 1 года" in html.lower()) is is_open
    for kind in ("xlsx", "csv"):
        answer = browser.get(f"{base}/results.{kind}")
        assert answer.status_code == (200 if is_open else 409)
        assert is_open or words in answer.text


def test_names_are_for_the_curator_only(wave, client_as):
    base = f"/surveys/{wave.public_id}"
    assert "Ответов00013" in client_as("kira").get(base).text
    assert "Ответов00013" not in client_as("denis").get(base).text
    assert "Ответов00013" not in client_as("olga").get(base).text
    kira = openpyxl.load_workbook(io.BytesIO(client_as("kira").get(f"{base}/results.xlsx").data))
    denis = openpyxl.load_workbook(io.BytesIO(client_as("denis").get(f"{base}/results.xlsx").data))
    assert kira.sheetnames == ["Ответы", "Кодификатор", "Сводка", "Сведения"]
    assert denis.sheetnames == ["Кодификатор", "Сводка", "Сведения"]


def test_an_anonymous_wave_names_nobody_to_anybody(world, client_as):
    wave = make_wave(world.school_1, FINAL, [{"SAT_TOTAL": 8}] * 12, waiting=3, mode=Mode.ANONYMOUS)
    kira, base = client_as("kira"), f"/surveys/{wave.public_id}"
    for page in ("", "/results", "/results.csv"):
        assert "Ответов0" not in kira.get(base + page).text
    assert openpyxl.load_workbook(io.BytesIO(kira.get(f"{base}/results.xlsx").data)).sheetnames[0] == "Кодификатор"


def test_words_people_wrote_open_from_ten_on_without_names(world, client_as):
    code = next(item.code for item in FINAL.items if item.type == "text")
    few = make_wave(world.school_1, FINAL, [{code: f"слова {n}"} for n in range(9)], mode=Mode.ANONYMOUS)
    many = make_wave(world.school_1, FINAL, [{code: f"слова {n}"} for n in range(12)], mode=Mode.ANONYMOUS, family="М")
    named = make_wave(world.school_1, FINAL, [{code: "именное"}], mode=Mode.NAMED, family="Именных")
    kira = client_as("kira")
    assert "слова 1" not in kira.get(f"/surveys/{few.public_id}/results/{code}").text
    assert "Тексты откроются от 10 ответов." in kira.get(f"/surveys/{few.public_id}/results").text
    page = kira.get(f"/surveys/{many.public_id}/results/{code}").text
    assert page.count("слова ") == 12
    assert "Имя" not in page.replace("Имён", "")
    page = kira.get(f"/surveys/{named.public_id}/results/{code}").text
    assert "именное" in page
    assert "Имя Именных00000" in page
    assert client_as("denis").get(f"/surveys/{named.public_id}/results/{code}").status_code == 404


def test_reminders_go_to_those_who_can_answer_and_have_not_once_a_day(world, wave, client_as, post):
    kira, url = client_as("kira"), f"/surveys/{wave.public_id}/reminders"
    person = db.session.scalars(
        sa.select(SurveyInvitation)
        .where(SurveyInvitation.assignment_id == wave.id)
        .order_by(SurveyInvitation.id.desc())
    ).first()
    person.person.email = "a@example.org"
    for each in db.session.scalars(
        sa.select(Person).join(SurveyInvitation).where(SurveyInvitation.assignment_id == wave.id)
    ).all():
        consent_to_participate(each, world.town.consent_texts[1], clock.now().date())
    db.session.commit()
    assert post(kira, url).headers["Location"].endswith("n=3")
    assert post(kira, url).headers["Location"].endswith("n=0")
    assert write_letters() == 1
    letters = db.session.scalars(sa.select(OutboxMessage)).all()
    assert [(letter.recipient, letter.subject) for letter in letters] == [
        ("a@example.org", "Анкета на портале «Территория роста» ещё ждёт вас")
    ]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Notice).where(Notice.kind == "survey")) == 3


def form_of(client, questionnaire_id):
    html = client.get(f"/surveys/new?questionnaire={questionnaire_id}").text
    return dict(re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', html)) | dict(
        re.findall(r'name="(submission_key|questionnaire|organization)" type="hidden" value="([^"]*)"', html)
    )


@pytest.fixture
def pulse_id(world):
    wave = make_wave(world.school_2, PULSE)
    return wave.questionnaire_version.questionnaire.public_id


def test_a_wave_is_opened_once_however_often_the_button_is_pressed(world, client_as, post, pulse_id):
    kira = client_as("kira")
    form = {**form_of(kira, pulse_id), "audience": "mentees", "opens_on": "20.11.2026", "closes_on": "27.11.2026"}
    counted = post(kira, "/surveys", _data=form, intent="count")
    assert counted.status_code == 200
    assert "Будут приглашены 2 человека" in counted.text
    first = post(kira, "/surveys", _data=form)
    assert first.status_code == 303
    again = post(kira, "/surveys", _data=form)
    assert again.headers["Location"].split("?")[0] == first.headers["Location"].split("?")[0]
    mine = db.session.scalars(
        sa.select(SurveyAssignment).where(SurveyAssignment.organization_id == world.school_1.id)
    ).all()
    assert [(each.invited, each.mode, each.readers) for each in mine] == [(2, "named", ["curator"])]
    assert mine[0].closes_at.isoformat() == "2026-11-27T15:59:59+00:00"


def test_a_wrong_form_keeps_what_was_typed(client_as, post, pulse_id, world):
    kira = client_as("kira")
    form = {**form_of(kira, pulse_id), "title": "Моё название", "opens_on": "20.11.2026", "closes_on": "вчера"}
    refused = post(kira, "/surveys", _data=form)
    assert refused.status_code == 422
    assert 'value="Моё название"' in refused.text
    assert 'value="вчера"' in refused.text
    assert "Выберите, кого спросить" in refused.text
    assert "Укажите дату, например 27.11.2026" in refused.text
    early = post(kira, "/surveys", _data={**form, "audience": "mentees", "closes_on": "01.11.2026"})
    assert early.status_code == 422
    nobody = post(kira, "/surveys", _data={**form, "audience": "persons", "closes_on": "30.11.2026"})
    assert "Отметьте хотя бы одного человека" in nobody.text


def test_a_foreign_organisation_or_questionnaire_in_the_form_is_not_there(client_as, post, pulse_id, world):
    kira = client_as("kira")
    form = {**form_of(kira, pulse_id), "audience": "mentees", "opens_on": "20.11.2026", "closes_on": "27.11.2026"}
    assert post(kira, "/surveys", _data={**form, "organization": world.school_2.public_id}).status_code == 404
    assert post(kira, "/surveys", _data={**form, "questionnaire": "nonsense"}).status_code == 404
    group = post(kira, "/surveys", _data={**form, "audience": "groups", "groups": world.group_2.public_id})
    assert group.status_code == 422


def test_who_only_reads_opens_no_wave(client_as, post, pulse_id):
    denis = client_as("denis")
    assert denis.get("/surveys/new").status_code == 403
    assert post(denis, "/surveys", questionnaire=pulse_id).status_code == 403


def test_the_term_is_moved_and_a_stale_save_is_refused(wave, client_as, post):
    kira, url = client_as("kira"), f"/surveys/{wave.public_id}/deadline"
    version = wave.version
    assert post(kira, url, version=str(version), closes_on="10.12.2026").status_code == 303
    assert post(kira, url, version=str(version), closes_on="11.12.2026").status_code == 409
    assert post(kira, url, version=str(version + 1), closes_on="01.01.2020").status_code == 422
    assert post(kira, url, version=str(version + 1), closes_on="").status_code == 422


def test_a_closed_wave_takes_no_answers_and_no_reminders(wave, client_as, post):
    kira, base = client_as("kira"), f"/surveys/{wave.public_id}"
    assert post(kira, f"{base}/closure").status_code == 303
    assert "Завершена" in kira.get(base).text
    assert post(kira, f"{base}/reminders").status_code == 409


def test_every_card_of_the_sheet_has_a_name_an_address_and_a_picture(wave, client_as):
    html = client_as("kira").get(f"/surveys/{wave.public_id}/links").text
    assert html.count('class="link-address"') == html.count('class="link-qr"') == 15
    assert "style=" not in html
    assert "Ответов00003" in html


def test_the_library_shows_every_item_and_condition(wave, client_as):
    html = client_as("kira").get("/surveys/templates/needs_teacher").text
    assert all(item.code in html for item in NEEDS.items if item.type not in ("section", "note"))
    make_wave(wave.organization, PULSE)
    conditional = client_as("kira").get("/surveys/templates/pulse_mid").text
    assert "Появляется, если" in conditional or all(item.show_if is None for item in PULSE.items)
    assert client_as("kira").get("/surveys/templates/none").status_code == 404
    assert client_as("kira").get("/surveys/templates/needs_teacher?version=9").status_code == 404


def test_no_sheet_puts_a_name_beside_an_anonymous_link(world, client_as):
    wave = make_wave(world.school_1, NEEDS, answers(2), waiting=3, mode=Mode.ANONYMOUS)
    browser = client_as("kira")
    assert "/links" not in browser.get(f"/surveys/{wave.public_id}").text
    answer = browser.get(f"/surveys/{wave.public_id}/links")
    assert answer.status_code == 409
    assert "/s/" not in answer.text


def test_a_large_wave_prints_its_links_sheet_by_sheet(world, client_as, monkeypatch):
    monkeypatch.setattr(one_wave, "CARDS_ON_A_SHEET", 3)
    wave = make_wave(world.school_1, NEEDS, answers(2), waiting=3)
    browser, path = client_as("kira"), f"/surveys/{wave.public_id}/links"
    assert browser.get(path).text.count('class="link-qr"') == 3
    assert browser.get(f"{path}?page=2").text.count('class="link-qr"') == 2
