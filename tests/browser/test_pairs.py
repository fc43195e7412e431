"""A pair from the answer on paper to its first day: the curator records the steps, the order begins it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]


def test_a_proposed_pair_begins_to_work_with_its_order(open_as: OpenAs) -> None:
    mentor = open_as("mentor")
    mentor.goto("/my/mentorships")
    address = mentor.locator("main .rows li", has_text="Ждёт согласия").get_by_role("link").first.get_attribute("href")
    assert address
    page = open_as("curator")
    page.goto(address)
    page.get_by_role("link", name="Ответ с бумаги").click()
    page.get_by_role("radio", name="Да").check()
    page.get_by_role("button", name="Записать ответ").dblclick()
    page.get_by_role("link", name="Записать шаг").click()
    page.get_by_role("radio", name="Да").check()
    page.get_by_role("button", name="Записать").click()
    page.get_by_role("link", name="Составить приказ").click()
    page.get_by_role("button", name="Составить приказ").click()
    page.get_by_role("button", name="Передать на подпись").click()
    page.get_by_role("link", name="Зарегистрировать подписанный").click()
    page.get_by_role("button", name="Зарегистрировать").click()
    mentor.goto(address)
    expect(mentor.locator("main .tag").first).to_have_text("Работает")
