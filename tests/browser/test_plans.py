"""A plan in a browser: a mentor begins one on a phone, adds an item and marks it done; the curator approves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, axe_faults

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
TITLE = "Показать занятие коллегам"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_mentor_keeps_a_plan_on_a_phone_and_the_curator_approves_it(open_as: OpenAs, scripts: bool) -> None:
    """The work plan of a mentor asks nobody but the curator; a second run meets the approved one and begins anew."""
    page = open_as("mentor", viewport=PHONE, scripts=scripts)
    page.goto("/my/mentorships")
    page.locator("main .rows a[href^='/mentorships/']").first.click()
    page.locator("#plans").get_by_role("link", name="Открыть").click()
    made = page.locator("main .rows a", has_text="План работы наставника")
    if made.count():
        made.first.click()
        page.get_by_role("button", name="Начать новую версию").click()
    else:
        page.get_by_role("link", name="Составить план").click()
        page.get_by_label("План работы наставника").check()
        page.get_by_label("Чей план").select_option(label=_own_name(page))
        page.get_by_label("Цель").fill("Поддержать в первый год")
        page.get_by_role("button", name="Составить план").click()
    page.get_by_role("link", name="Добавить пункт").last.click()
    page.get_by_label("Что делаем").fill(TITLE)
    page.get_by_role("button", name="Добавить пункт").click()
    item = page.locator("#plan_items li", has_text=TITLE).last
    expect(item).to_be_visible()
    if scripts:
        assert axe_faults(page) == []
    item.get_by_role("button", name="Выше").click()
    item = page.locator("#plan_items li", has_text=TITLE).last
    item.get_by_role("link", name="Отметить выполненным").click()
    page.get_by_label("Что получилось").fill("Занятие прошло")
    page.get_by_role("button", name="Записать результат").click()
    expect(page.locator("#plan_items li", has_text="Занятие прошло").last).to_contain_text("Выполнен")
    page.get_by_role("button", name="Отправить на согласование").click()
    expect(page.locator(".page-head")).to_contain_text("Ждёт утверждения")
    curator = open_as("curator", scripts=scripts)
    curator.goto(page.url.split("?")[0])
    curator.get_by_role("button", name="Утвердить план").click()
    expect(curator.locator(".page-head")).to_contain_text("Утверждён")
    page.reload()
    expect(page.locator("main")).not_to_contain_text("Отметить выполненным: " + TITLE)


def _own_name(page: Page) -> str:
    """The choice of oneself, as the form words it."""
    return page.locator("#person option", has_text="наставник").first.inner_text()
