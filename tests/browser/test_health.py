"""A mentor tells the curator on a phone; the curator takes it, closes it with an outcome, and the mentor sees that."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, axe_faults

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]


def test_a_call_goes_from_the_desk_of_a_mentor_to_its_outcome(open_as: OpenAs) -> None:
    page = open_as("mentor", viewport=PHONE)
    page.goto("/")
    page.get_by_role("link", name="Сообщить куратору").click()
    page.locator("main .rows a").first.click()
    page.get_by_label("На этой неделе").check()
    page.get_by_label("Что случилось").fill("Нужен кабинет для занятия")
    assert axe_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Отправить куратору").click()
    expect(page.get_by_text("Сообщение у куратора.")).to_be_visible()
    told = page.url.partition("?")[0]

    curator = open_as("curator")
    curator.goto(told)
    curator.get_by_role("button", name="Взять в работу").click()
    expect(curator.get_by_role("heading", level=1, name="Кому нужен куратор")).to_be_visible()
    assert axe_faults(curator) == []
    curator.goto(told)
    curator.get_by_role("link", name="Закрыть").click()
    curator.get_by_label("Помогло").check()
    curator.get_by_role("button", name="Закрыть замечание").click()
    expect(curator.get_by_text("Закрыто. Спасибо")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Рассмотрено")).to_be_visible()
