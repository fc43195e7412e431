"""The page of promises, the private code across two waves and two devices, and answers taken back."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, axe_faults
from tests.browser.filling import rows
from tests.browser.test_offline import invite, saved
from tests.server import TownServer

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]


def answer(page: Page, token: str, note: str) -> None:
    page.goto(f"/s/{token}?view=all")
    page.get_by_label("Да", exact=True).check()
    page.fill("#NOTE", note)
    page.locator("#NOTE").blur()
    saved(page)
    page.get_by_role("button", name="Проверить ответы").click()
    expect(page.locator("h1")).to_have_text("Проверьте ответы")


def send(page: Page) -> None:
    page.get_by_role("button", name="Отправить анкету").click()
    expect(page.locator("h1")).to_have_text("Спасибо, анкета отправлена")


def test_before_the_first_question_the_promises_fit_a_phone(open_as: OpenAs, server: TownServer) -> None:
    page = open_as(viewport=PHONE)
    page.goto(f"/s/{invite(server, 'anonymous')}")
    expect(page.locator("main")).to_contain_text("никто не узнает, чьи это ответы")
    page.get_by_text("Что хранит портал и как отозвать ответы").click()
    expect(page.locator("main")).to_contain_text("под случайным номером")
    assert axe_faults(page) == []
    page.get_by_role("link", name="Что увидит руководитель").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Кто увидит ответы")
    expect(page.locator("main")).to_contain_text("Сводка откроется от 5 ответов")
    page.get_by_text("пример на придуманных числах").click()
    expect(page.locator(".result-card").first).to_be_visible()
    assert axe_faults(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_one_code_joins_two_waves_from_two_devices(open_as: OpenAs, server: TownServer) -> None:
    first, second = open_as(), open_as(viewport=PHONE)
    answer(first, invite(server, "linked"), "В начале")
    first.get_by_role("button", name="Отправить анкету").click()
    expect(first.locator("#error_summary")).to_contain_text("Выберите, с каким кодом отправить")
    assert axe_faults(first) == []
    first.get_by_label(re.compile("Первый раз")).check()
    send(first)
    code = first.locator(".private-code").inner_text()
    assert re.fullmatch(r"[а-я]+-[а-я]+-[а-я]+-\d\d", code)
    answer(second, invite(server, "linked"), "В конце")
    second.get_by_label(re.compile("уже есть код")).check()
    second.fill("#code", code.replace("-", " ")[:-1] + ("1" if code[-1] != "1" else "2"))
    second.get_by_role("button", name="Отправить анкету").click()
    expect(second.locator("#error_summary")).to_contain_text("описка")
    second.fill("#code", code.upper().replace("-", " "))
    send(second)
    expect(second.locator(".private-code")).to_have_count(0)
    joined = rows(server, "SELECT link_code, count(*) AS n FROM response WHERE link_code IS NOT NULL AND id IN"
                  " (SELECT response_id FROM answer WHERE value IN (?, ?)) GROUP BY link_code",
                  json.dumps("В начале"), json.dumps("В конце"))  # fmt: skip
    assert [row["n"] for row in joined] == [2]


@pytest.mark.parametrize("mode", ["anonymous", "named"])
def test_answers_are_taken_back(open_as: OpenAs, server: TownServer, mode: str) -> None:
    page = open_as(viewport=PHONE)
    token = invite(server, mode)
    answer(page, token, f"Заберу обратно, {mode}")
    send(page)
    mine = "SELECT 1 FROM answer WHERE value = ?", json.dumps(f"Заберу обратно, {mode}")
    assert len(rows(server, *mine)) == 1
    code = page.locator(".private-code").inner_text() if mode == "anonymous" else ""
    page.get_by_role("link", name="Отозвать мои ответы").click()
    assert axe_faults(page) == []
    if code:
        page.fill("#code", code)
    page.get_by_role("button", name="Отозвать ответы").click()
    expect(page.locator("h1")).to_have_text("Ответы отозваны")
    assert rows(server, *mine) == []
    expect(page.get_by_role("link", name="Ответить заново")).to_have_count(1 if mode == "named" else 0)


def test_a_curator_makes_the_terms_stricter_and_never_looser(open_as: OpenAs, server: TownServer) -> None:
    token = invite(server)
    wave = rows(server, "SELECT a.public_id FROM survey_assignment a JOIN survey_invitation i ON i.assignment_id = a.id"
                " WHERE i.public_id = ?", token.partition(".")[0])[0]["public_id"]  # fmt: skip
    page = open_as("curator")
    page.goto(f"/surveys/{wave}")
    page.get_by_role("link", name=re.compile("^Условия")).click()
    page.get_by_label("именная", exact=True).check()
    page.fill("#min_group", "8")
    page.get_by_role("button", name="Сохранить условия").click()
    expect(page.locator("main")).to_contain_text("Условия сохранены")
    guest = open_as()
    guest.goto(f"/s/{token}?view=all")
    guest.get_by_label("Да", exact=True).check()
    saved(guest)
    page.reload()
    expect(page.locator("main")).to_contain_text("только строже")
    assert axe_faults(page) == []
    page.fill("#min_group", "6")
    page.get_by_role("button", name="Сохранить условия").click()
    expect(page.locator("main .banner")).to_contain_text("меньшего числа ответов")
    expect(page.locator("#min_group")).to_have_value("6")
