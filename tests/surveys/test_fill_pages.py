"""The respondent's pages through HTTP: the contract of forms, the steps, what is refused and what is kept."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from portal.consents.models import Consent
from portal.core import clock
from portal.core.db import db
from surveys.actions import close_assignment, renew_link, withdraw_invitation
from surveys.links import link_for, qr_svg, token_of
from surveys.models import Mode, Response
from tests.conftest import csrf_of
from tests.surveys.waves import answers_of, counts_of, invitation_of, open_wave

FULL = {"MET": "yes", "MARK": "7", "WAYS": ["talk", "task"], "NOTE": "Спокойно"}
JSON = {"Accept": "application/json"}


@pytest.fixture
def wave(world: Any) -> Any:
    return open_wave(world)


@pytest.fixture
def invitation(world: Any, wave: Any) -> Any:
    return invitation_of(world, wave)


@pytest.fixture
def url(invitation: Any) -> str:
    return f"/s/{token_of(invitation)}"


def receipt_of(html: str) -> str:
    return re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", html).group()  # type: ignore[union-attr]


def test_a_link_opens_the_start_page_without_sign_in(client: Any, url: str) -> None:
    page = client.get(url)
    assert page.status_code == 200
    for words in ("Короткая анкета", "Поможет подобрать наставника", "около 3 минут", "Начать", "до 27", "Кто увидит"):
        assert words in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


def test_the_walk_page_by_page_without_scripts(client: Any, post: Any, url: str, invitation: Any) -> None:
    page = client.get(f"{url}?item=MET")
    assert "Вопрос 1 из 4" in page.text
    assert "О вас" in page.text
    answer = post(client, url, intent="save", item="MET", MET="no")
    assert (answer.status_code, answer.location) == (303, f"{url}?item=WHY")
    assert "Вопрос 2 из 5" in client.get(answer.location).text
    answer = post(client, url, intent="save", item="WHY", WHY="Болезнь")
    assert answer.location == f"{url}?item=MARK"
    answer = post(client, url, intent="save", item="MARK", MARK="__na__")
    answer = post(client, url, intent="save", item="WAYS", WAYS=["other", "talk"], **{"WAYS.other": "Кружок"})
    answer = post(client, url, intent="save", item="NOTE", NOTE="")
    assert answer.location == f"{url}?view=check"
    check = client.get(answer.location).text
    for words in (
        "Проверьте ответы",
        "Болезнь",
        "Не могу ответить",
        "Другое: Кружок",
        "Не указано",
        "Отправить анкету",
    ):
        assert words in check
    key = re.search(r'name="submission_key" value="([^"]+)"', check).group(1)  # type: ignore[union-attr]
    answer = post(client, url, intent="submit", submission_key=key)
    assert (answer.status_code, answer.location) == (303, f"{url}/receipt")
    receipt = client.get(answer.location).text
    assert "Спасибо, анкета отправлена" in receipt
    assert receipt_of(receipt) == db.session.scalar(sa.select(Response.receipt))
    assert answers_of(invitation) == {
        "MET": "no", "WHY": "Болезнь", "MARK": "__na__", "WAYS": ["talk", "other"], "WAYS.other": "Кружок",
    }  # fmt: skip


def test_a_changed_answer_leads_back_to_the_check(client: Any, post: Any, url: str) -> None:
    page = client.get(f"{url}?item=MARK&next=check").text
    assert 'name="next" value="check"' in page
    assert post(client, url, intent="save", item="MARK", MARK="3", next="check").location == f"{url}?view=check"


def test_a_required_question_asks_before_it_lets_on(client: Any, post: Any, url: str) -> None:
    answer = post(client, url, intent="save", item="MET")
    assert answer.status_code == 422
    assert "<title>Ошибка: " in answer.text
    assert 'href="#MET"' in answer.text
    assert 'id="MET"' in answer.text


def test_what_cannot_be_read_comes_back_as_typed(client: Any, post: Any, url: str, invitation: Any) -> None:
    answer = post(client, url, intent="check", view="all", MET="yes", MARK="77", NOTE="да")
    assert answer.status_code == 422
    assert "Выберите число от 1 до 10" in answer.text
    assert answers_of(invitation) == {"MET": "yes", "NOTE": "да"}


def test_all_items_stand_on_one_page_and_hidden_ones_wait(client: Any, url: str) -> None:
    page = client.get(f"{url}?view=all").text
    assert re.search(r'data-item="WHY" hidden', page)
    assert not re.search(r'data-item="MARK" hidden', page)
    for name in ("MET", "WHY", "MARK", "WAYS", "WAYS.other", "NOTE"):
        assert f'name="{name}"' in page


def test_a_script_saves_and_hears_what_is_shown(client: Any, post: Any, url: str, invitation: Any) -> None:
    answer = post(client, url, JSON, intent="save", client="c1", seq="1", MET="no")
    assert answer.status_code == 200
    assert answer.json["saved_at"] == "14:00"
    assert "WHY" in answer.json["visible"]
    assert (answer.json["done"], answer.json["total"], answer.json["progress"]) == (1, 5, "Отвечено 1 из 5")
    answer = post(client, url, JSON, intent="save", client="c1", seq="2", MET="yes", MARK="99")
    assert "WHY" not in answer.json["visible"]
    assert answer.json["problems"] == ["Выберите число от 1 до 10: «Как прошло»"]
    answer = post(client, url, JSON, intent="save", client="c1", seq="1", MET="no")
    assert answer.status_code == 200
    assert answers_of(invitation) == {"MET": "yes"}


def test_check_shows_the_answers_at_once(client: Any, post: Any, url: str) -> None:
    answer = post(client, url, intent="check", **FULL)
    assert answer.status_code == 200
    assert "Отправить анкету" in answer.text
    answer = post(client, url, intent="check", **{"MARK": "8"})
    assert ">8<" in answer.text


def test_check_names_what_is_missing(client: Any, post: Any, url: str) -> None:
    answer = post(client, url, intent="check", MARK="7")
    assert answer.status_code == 200
    assert "Остался 1 вопрос" in answer.text
    assert "item=MET" in answer.text
    assert "Отправить анкету" not in answer.text


@pytest.mark.parametrize("intent", [{}, {"intent": "submit"}, {"intent": "x"}])
def test_a_program_submits_in_one_request_and_may_repeat_it(
    client: Any, post: Any, url: str, wave: Any, intent: dict[str, str]
) -> None:
    answers = [post(client, url, submission_key="key1", **intent, **FULL) for _turn in range(10)]
    assert {(answer.status_code, answer.location) for answer in answers} == {(303, f"{url}/receipt")}
    assert counts_of(wave)["MET", "yes"] == 1
    assert len({receipt_of(client.get(answer.location).text) for answer in answers}) == 1


def test_an_htmx_submission_is_sent_on_by_a_header(client: Any, post: Any, url: str) -> None:
    answer = post(client, url, {"HX-Request": "true"}, submission_key="k", **FULL)
    assert (answer.status_code, answer.headers["HX-Location"]) == (204, f"{url}/receipt")


def test_two_keys_make_one_response_and_other_answers_are_refused_with_their_text(
    client: Any, post: Any, url: str, invitation: Any
) -> None:
    assert post(client, url, submission_key="k1", **FULL).status_code == 303
    assert post(client, url, submission_key="k2", **FULL).status_code == 303
    answer = post(client, url, submission_key="k3", **{**FULL, "NOTE": "Совсем другое"})
    assert answer.status_code == 409
    assert "Совсем другое" in answer.text
    assert receipt_of(answer.text)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Response)) == 1


def test_an_incomplete_submission_is_kept_and_comes_back(client: Any, post: Any, url: str, invitation: Any) -> None:
    answer = post(client, url, submission_key="k1", MARK="7", NOTE="да")
    assert answer.status_code == 422
    assert 'href="#MET"' in answer.text
    assert ">\nда</textarea>" in answer.text
    assert answers_of(invitation) == {"MARK": 7, "NOTE": "да"}


def test_an_empty_submission_of_the_check_page_comes_back_as_the_check_page(client: Any, post: Any, url: str) -> None:
    answer = post(client, url, intent="submit", submission_key="k1")
    assert answer.status_code == 422
    assert "Проверьте ответы" in answer.text


def test_a_save_after_the_submission_is_refused(client: Any, post: Any, url: str) -> None:
    post(client, url, submission_key="k1", **FULL)
    assert post(client, url, intent="save", MARK="1").status_code == 409
    late = post(client, url, JSON, intent="save", MARK="1")
    assert late.status_code == 409
    assert "приняты раньше" in late.json["message"]


def test_the_start_page_of_a_submitted_one_is_its_receipt(client: Any, post: Any, url: str) -> None:
    assert client.get(f"{url}/receipt").location == url
    post(client, url, submission_key="k1", **FULL)
    assert client.get(url).location == f"{url}/receipt"


def test_a_closed_door_speaks_plainly_and_keeps_the_text(
    client: Any, post: Any, url: str, wave: Any, world: Any
) -> None:
    close_assignment(world.actor("kira"), wave)
    db.session.commit()
    page = client.get(url)
    assert (page.status_code, "Сбор ответов закрыт" in page.text) == (409, True)
    answer = post(client, url, submission_key="k1", **{**FULL, "NOTE": "не потеряйте"})
    assert (answer.status_code, "не потеряйте" in answer.text) == (409, True)
    assert post(client, url, JSON, intent="save", MARK="1").status_code == 409


def test_a_wave_not_open_yet_a_withdrawn_one_and_a_missing_paper_are_explained(
    client: Any, world: Any, wave: Any, invitation: Any, url: str
) -> None:
    with clock.freeze(wave.opens_at - timedelta(days=2)):
        assert "Анкета ещё не открыта" in client.get(url).text
    db.session.execute(sa.delete(Consent).where(Consent.person_id == world.misha.id))
    db.session.commit()
    page = client.get(f"{url}?view=all")
    assert page.status_code == 409
    assert "Не хватает: согласие на участие и мониторинг" in page.text
    assert 'name="MET"' not in page.text
    withdraw_invitation(world.actor("kira"), invitation)
    db.session.commit()
    assert "Приглашение отозвано" in client.get(url).text


def test_a_wrong_signature_an_old_one_and_a_foreign_one_are_not_found(
    client: Any, post: Any, world: Any, invitation: Any, url: str
) -> None:
    other = invitation_of(world, open_wave(world))
    good = token_of(invitation)
    bare, signature = good.split(".")
    wrong = [
        f"{bare}.", f"{bare}.x", f"{bare}.{signature[:-1]}", f"{other.public_id}.{signature}", f"{bare}.{signature}a",
        f"{bare}.подпись", "x", "x.y", f"{bare}.{signature}.{signature}", "." + signature,
    ]  # fmt: skip
    for token in wrong:
        if "." in token:
            assert client.get(f"/s/{token}").status_code == 404, token
            assert post(client, f"/s/{token}", submission_key="k", **FULL).status_code == 404
    renew_link(world.actor("kira"), invitation)
    db.session.commit()
    assert client.get(url).status_code == 404
    assert client.get(f"/s/{token_of(invitation)}").status_code == 200


def test_the_bare_address_needs_its_person(client: Any, client_as: Any, post: Any, invitation: Any) -> None:
    url = f"/s/{invitation.public_id}"
    guest = client.get(url)
    assert (guest.status_code, guest.location.startswith("/login?next=")) == (303, True)
    assert client_as("misha").get(url).status_code == 200
    for stranger in ("nina", "kira", "yana", "admin"):
        browser = client_as(stranger)
        assert browser.get(url).status_code == 404
        assert post(browser, url, submission_key="k", **FULL).status_code == 404


def test_what_a_guest_typed_survives_the_sign_in(client: Any, post: Any, invitation: Any) -> None:
    url = f"/s/{invitation.public_id}"
    answer = post(client, url, intent="save", item="NOTE", NOTE="Долго писали", WAYS=["talk", "task"])
    assert answer.status_code == 401
    assert answer.text.count('name="kept.WAYS"') == 2
    fields = re.findall(r'name="(kept[^"]*)" value="([^"]*)"', answer.text)
    data: dict[str, list[str]] = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    token = csrf_of(answer.text)
    login = {"email": "mentee@demo.example", "password": "growth-2026", "csrf_token": token}
    kept = client.post("/login", data={**data, **login})
    assert "Сохранить введённое" in kept.text
    again: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', kept.text):
        again.setdefault(name, []).append(value)
    assert client.post(url, data=again).status_code == 303
    assert answers_of(invitation) == {"NOTE": "Долго писали", "WAYS": ["talk", "task"]}


def test_nothing_a_program_sends_is_an_error_of_ours(client: Any, post: Any, url: str, invitation: Any) -> None:
    token = csrf_of(client.get("/help").text)
    many = {f"field{number}": "x" for number in range(10_000)}
    strange: list[dict[str, Any]] = [
        many,
        {"NOTE": "a\x00b\u202ec\ud800".encode("utf-8", "surrogatepass")},
        {"MET": ["yes", "no"], "MARK": ["1", "2"]},
        {"UNKNOWN": "x", "MET.__present__": "1", "MARK": "1e999"},
        {"client": "\x00", "seq": "-5", "MARK": "5"},
        {"client": "x" * 5000, "seq": "9" * 40, "MARK": "5"},
        {"submission_key": "\x00", "intent": "submit", **FULL},
        {"submission_key": "я" * 100, "intent": "submit", **FULL},
        {"item": "\x00'\"<", "intent": "save"},
        {"NOTE": "ю" * 10_001, "intent": "check"},
    ]
    for fields in strange:
        data = {"intent": "save", **fields, "csrf_token": token}
        answer = client.post(url, data=data)
        assert answer.status_code in (200, 303, 409, 422), (fields if len(fields) < 9 else "many", answer.status_code)
    stored = answers_of(invitation)
    assert re.fullmatch(r"abc[%A-Z0-9]*", stored["NOTE"])
    assert "MET" not in stored
    for item in ("\x01", "NOPE", "PART", "' OR 1=1", "х" * 300):
        assert client.get(url, query_string={"item": item, "view": item}).status_code in (200, 303)


def test_a_body_of_ten_megabytes_is_too_large(client: Any, url: str) -> None:
    answer = client.post(url, data={"NOTE": "x" * 10 * 1024 * 1024})
    assert answer.status_code == 413


def test_a_form_without_its_token_stores_nothing_and_loses_nothing(client: Any, url: str, invitation: Any) -> None:
    answer = client.post(url, data={"intent": "save", "NOTE": "важное"})
    assert answer.status_code == 400
    assert "важное" in answer.text
    assert answers_of(invitation) == {}


def test_pages_cost_two_queries_by_link_and_three_signed_in(
    world: Any, client: Any, client_as: Any, questionnaires: Any, count_queries: Any
) -> None:
    signed = client_as("misha")
    for definition in (None, questionnaires["needs_student"]):
        invitation = invitation_of(world, open_wave(world, definition))
        for browser, url, most in (
            (client, f"/s/{token_of(invitation)}", 2),
            (signed, f"/s/{invitation.public_id}", 3),
        ):
            first = invitation.assignment.questionnaire_version.items[1].code
            browser.get(url)
            for query in ("", "?view=all", "?view=check", f"?item={first}"):
                with count_queries() as seen:
                    assert browser.get(url + query).status_code in (200, 303)
                assert len(seen) <= most, seen


def test_a_submission_costs_the_same_however_many_items(world: Any, client: Any, post: Any, count_queries: Any) -> None:
    invitation = invitation_of(world, open_wave(world))
    url = f"/s/{token_of(invitation)}"
    client.get(url)
    with count_queries() as seen:
        assert post(client, url, submission_key="k1", **FULL).status_code == 303
    assert len(seen) <= 11  # one reading beside the ten of the transaction


def test_anonymous_pages_say_so_and_show_no_name(world: Any, client: Any, post: Any) -> None:
    invitation = invitation_of(world, open_wave(world, mode=Mode.ANONYMOUS))
    url = f"/s/{token_of(invitation)}"
    assert "никто не узнает, чьи это ответы" in client.get(url).text
    post(client, url, intent="save", MARK="4")
    assert "сохранён 1 ответ" in client.get(f"{url}?item=MARK").text
    assert post(client, url, submission_key="k1", **FULL).status_code == 303
    assert post(client, url, submission_key="k2", **FULL).status_code == 303
    receipt = client.get(f"{url}/receipt").text
    assert receipt_of(receipt)
    assert "Мои ответы" not in receipt
    assert "Ковал" not in receipt


def test_the_qr_code_holds_the_address_and_no_style(client: Any, url: str, invitation: Any) -> None:
    answer = client.get(f"{url}/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert "style" not in answer.text
    assert answer.text == qr_svg(link_for(invitation))
    assert client.get(f"{url[:-1]}/qr.svg").status_code == 404


def test_my_surveys_show_what_waits_and_what_is_done(
    world: Any, client_as: Any, post: Any, invitation: Any, count_queries: Any
) -> None:
    browser = client_as("misha")
    url = f"/s/{invitation.public_id}"
    post(browser, url, intent="save", MARK="4")
    anonymous = invitation_of(world, open_wave(world, mode=Mode.ANONYMOUS, title="Без имени"))
    post(browser, f"/s/{anonymous.public_id}", intent="save", MARK="4", NOTE="да")
    page = browser.get("/my/surveys").text
    for words in ("Короткая анкета", "до 27", "сохранён 1 ответ", "Без имени", "сохранено 2 ответа"):
        assert words in page
    with count_queries() as few:
        browser.get("/my/surveys")
    for number in range(5):
        open_wave(world, title=f"Ещё {number}")
    with count_queries() as many:
        browser.get("/my/surveys")
    assert len(few) == len(many) <= 6
    post(browser, url, submission_key="k1", **FULL)
    close_assignment(world.actor("kira"), anonymous.assignment)
    db.session.commit()
    page = browser.get("/my/surveys").text
    assert "Отправлена" in page
    assert "Сбор закрыт" in page
    assert "Короткая анкета" not in client_as("nina").get("/my/surveys").text


def test_a_file_is_stored_by_its_upload_and_never_by_its_name(
    world: Any, client: Any, every_type: Any, count_queries: Any
) -> None:
    invitation = invitation_of(world, open_wave(world, every_type))
    url = f"/s/{token_of(invitation)}"
    page = client.get(f"{url}?item=PAPER")
    assert 'enctype="multipart/form-data"' in page.text
    token = csrf_of(page.text)

    def send(**fields: Any) -> Any:
        data = {"intent": "save", "item": "PAPER", "csrf_token": token, **fields}
        return client.post(url, data=data, content_type="multipart/form-data")

    assert send(PAPER="AbCdEfGhIjKlMnOpQrStUv").status_code == 303
    assert answers_of(invitation) == {}
    refused = send(PAPER=(io.BytesIO(b"MZ not a paper"), "paper.exe"))
    assert refused.status_code == 422
    assert 'id="PAPER_error"' in refused.text
    assert send(PAPER=(io.BytesIO("Привет".encode()), "привет.txt")).status_code == 303
    stored = answers_of(invitation)["PAPER"]
    assert len(stored) == 22
    assert "файл приложен" in client.get(f"{url}?item=PAPER").text.lower()
    assert send(**{"PAPER.__present__": "1"}).status_code == 303
    assert answers_of(invitation)["PAPER"] == stored
