"""Answers are saved while one types, whatever becomes of the connection, the session or the page."""

import re
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from portal.demo.cast import PASSWORD
from tests.browser.conftest import PHONE, axe_faults
from tests.server import TownServer
from tests.serving import ROOT

pytestmark = pytest.mark.browser
SAVED = re.compile(r"сохранено в \d\d:\d\d")


@pytest.fixture
def token(server: TownServer) -> str:
    """A fresh invitation of the adult student."""
    made = subprocess.run(
        [sys.executable, "-m", "tests.build_wave"], cwd=ROOT, env=server._environ, check=True, capture_output=True
    )
    return made.stdout.decode().strip()


@pytest.fixture
def everything(open_as: Callable[..., Page], token: str) -> Page:
    """All questions on one page, opened by the personal link."""
    page = open_as()
    page.goto(f"/s/{token}?view=all")
    return page


def saved(page: Page) -> None:
    expect(page.locator("#saved_mark")).to_have_text(SAVED)


def test_a_choice_is_saved_at_once_and_opens_the_question_that_hangs_on_it(everything: Page) -> None:
    expect(everything.locator('[data-item="WHY"]')).to_be_hidden()
    everything.get_by_label("Нет", exact=True).check()
    saved(everything)
    expect(everything.locator('[data-item="WHY"]')).to_be_visible()
    expect(everything.locator("#progress_text")).to_have_text("Отвечено 1 из 5")
    everything.fill("#WHY", "Болезнь")
    saved(everything)
    everything.reload()
    expect(everything.locator("#WHY")).to_have_value("Болезнь")
    everything.fill("#WHY", "")
    everything.locator("#WHY").blur()
    saved(everything)
    everything.reload()
    expect(everything.locator("#WHY")).to_have_value("")


def test_several_ticks_are_all_saved_and_may_be_taken_back(everything: Page) -> None:
    for label in ("Разговор", "Общее дело"):
        everything.get_by_label(label).check()
    saved(everything)
    everything.reload()
    expect(everything.locator('input[name="WAYS"]:checked')).to_have_count(2)
    for label in ("Разговор", "Общее дело"):
        everything.get_by_label(label).uncheck()
    saved(everything)
    everything.reload()
    expect(everything.locator('input[name="WAYS"]:checked')).to_have_count(0)


def test_without_a_connection_the_answer_waits_on_the_page_and_goes_when_it_is_back(everything: Page) -> None:
    everything.context.set_offline(True)
    everything.fill("#NOTE", "Написано без связи")
    expect(everything.locator("#saved_mark")).to_contain_text("нет связи", timeout=10_000)
    everything.context.set_offline(False)
    saved(everything)
    everything.reload()
    expect(everything.locator("#NOTE")).to_have_value("Написано без связи")


def test_a_lost_reply_and_a_server_that_is_busy_are_tried_again(everything: Page) -> None:
    seen: list[int] = []

    def lose(route: Any) -> None:
        seen.append(1)
        if len(seen) == 1:
            route.fetch()  # the server has it, the page never hears so
            route.abort()
        elif len(seen) == 2:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    everything.route("**/s/*", lose)
    everything.fill("#NOTE", "Трижды")
    expect(everything.locator("#saved_mark")).to_have_text(SAVED, timeout=20_000)
    assert len(seen) == 3
    everything.unroute("**/s/*")
    everything.reload()
    expect(everything.locator("#NOTE")).to_have_value("Трижды")


def test_what_is_typed_while_a_packet_is_on_its_way_is_not_lost(everything: Page) -> None:
    def slowly(route: Any) -> None:
        everything.wait_for_timeout(700)
        route.continue_()

    everything.route("**/s/*", slowly)
    everything.get_by_label("Да", exact=True).check()
    everything.fill("#NOTE", "Пока")
    everything.locator("#NOTE").blur()
    everything.wait_for_timeout(300)
    everything.fill("#NOTE", "Пока шёл ответ")
    expect(everything.locator("#saved_mark")).to_have_text(SAVED, timeout=10_000)
    everything.unroute("**/s/*")
    everything.reload()
    expect(everything.locator("#NOTE")).to_have_value("Пока шёл ответ")


def test_an_ended_session_keeps_the_answer_through_the_sign_in(open_as: Callable[..., Page], token: str) -> None:
    page = open_as("mentee")
    page.goto(f"/s/{token.partition('.')[0]}?view=all")
    page.context.clear_cookies()
    page.fill("#NOTE", "До конца сеанса")
    expect(page.locator("#saved_mark")).to_contain_text("войдите снова", timeout=15_000)
    page.get_by_role("button", name="Войти и сохранить").click()
    page.fill("#email", "mentee@demo.example")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).first.click()
    page.get_by_role("button", name="Сохранить введённое").click()
    page.wait_for_load_state("networkidle")  # what waited on the device goes out, and the page is fetched anew
    page.goto(f"/s/{token}?view=all")
    expect(page.locator("#NOTE")).to_have_value("До конца сеанса")


def test_a_form_sent_from_another_tab_says_so_and_leaves_the_text(open_as: Callable[..., Page], token: str) -> None:
    first, second = open_as(), open_as()
    first.goto(f"/s/{token}?view=all")
    second.goto(f"/s/{token}?view=all")
    second.get_by_label("Да", exact=True).check()
    second.get_by_role("button", name="Проверить ответы").click()
    second.get_by_role("button", name="Отправить анкету").click()
    expect(second.locator("h1")).to_have_text("Спасибо, анкета отправлена")
    first.on("dialog", lambda dialog: dialog.accept())
    first.fill("#NOTE", "Поздно")
    expect(first.locator("#saved_mark")).to_contain_text("приняты раньше", timeout=10_000)
    expect(first.locator("#NOTE")).to_have_value("Поздно")


def test_leaving_with_an_unsaved_answer_is_asked_about(everything: Page) -> None:
    asked: list[str] = []
    everything.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    everything.context.set_offline(True)
    everything.fill("#NOTE", "Не сохранено")
    expect(everything.locator("#saved_mark")).to_contain_text("нет связи", timeout=10_000)
    everything.route("**/s/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    everything.context.set_offline(False)
    everything.goto("/help")
    assert asked == ["beforeunload"]


def test_nothing_stays_in_the_browser(everything: Page) -> None:
    everything.fill("#NOTE", "Личное")
    saved(everything)
    kept = everything.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert "Личное" not in kept
    assert everything.evaluate("() => localStorage.length") == 0


def test_the_whole_walk_on_a_phone_without_scripts(open_as: Callable[..., Page], token: str) -> None:
    page = open_as(viewport=PHONE, scripts=False)
    page.goto(f"/s/{token}")
    page.locator(".only-narrow").get_by_role("link", name="Начать").click()
    go_on = page.get_by_role("button", name="Продолжить")
    go_on.click()
    expect(page.locator("#error_summary")).to_contain_text("Выберите «Да» или «Нет»")
    page.get_by_label("Нет", exact=True).check()
    go_on.click()
    page.fill("#WHY", "Уехали")
    go_on.click()
    page.get_by_role("link", name="Назад").click()
    expect(page.locator("#WHY")).to_have_value("Уехали")
    go_on.click()
    page.get_by_label("8", exact=True).check()
    go_on.click()
    page.get_by_label("Другое").check()
    page.fill('[name="WAYS.other"]', "Экскурсия")
    go_on.click()
    page.fill("#NOTE", "Всё")
    go_on.click()
    expect(page.locator("h1")).to_have_text("Проверьте ответы")
    page.get_by_role("link", name=re.compile("Изменить.*Как прошло")).click()
    page.get_by_label("9", exact=True).check()
    go_on.click()
    for words in ("Уехали", "9", "Другое: Экскурсия", "Всё"):
        expect(page.locator(".check-list")).to_contain_text(words)
    page.get_by_role("button", name="Отправить анкету").click()
    expect(page.locator("h1")).to_have_text("Спасибо, анкета отправлена")
    assert re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", page.locator("main").inner_text())


@pytest.mark.parametrize("query", ["", "?view=all", "?item=WAYS", "?view=check"])
def test_the_pages_may_be_read_by_everybody(open_as: Callable[..., Page], token: str, query: str) -> None:
    for viewport in (PHONE, None):
        page = open_as(viewport=viewport)
        page.goto(f"/s/{token}{query}")
        assert axe_faults(page) == []
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
