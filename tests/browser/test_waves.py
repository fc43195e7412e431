"""A wave on the wall and on paper: poster, a phone, the class screen, and a sheet typed without the mouse."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from portal.core import clock
from tests.browser.conftest import PHONE, tab_to

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
NAMES = "() => [...new Set([...document.querySelectorAll('#answers [type=radio]')].map(e => e.name))]"
TITLE = "Как прошёл год: общий опрос"


def test_a_wave_goes_to_a_group_to_the_wall_to_the_class_and_to_paper(open_as: OpenAs) -> None:
    page = open_as("curator")
    _assign(page)
    page.get_by_role("link", name="Общая ссылка и плакат").click()
    page.get_by_role("link", name="Плакат для печати").click()
    page.emulate_media(media="print")
    expect(page.locator(".poster-qr svg")).to_be_visible()
    expect(page.get_by_role("link", name="К общей ссылке")).to_be_hidden()
    box = page.locator(".poster-qr svg").bounding_box()
    assert box
    assert box["width"] > 380  # 110 mm of 210
    address = page.locator(".poster-address").inner_text()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="К общей ссылке").click()
    page.get_by_role("link", name="Экран компьютерного класса").click()
    expect(page.locator("#seats")).to_contain_text("Отправлено")
    expect(page.locator("#seats dd").last).to_have_text("0")
    _answer_on_a_phone(open_as, "/s/" + address.rpartition("/")[2])
    expect(page.locator("#seats dd").last).to_have_text("меньше 5", timeout=12_000)  # by itself
    _type_a_sheet_by_keys(page)


def _assign(page: Page) -> None:
    """Chooses an anonymous questionnaire, a group and the wall, sees who will be asked, sends."""
    page.goto("/surveys/new")
    page.get_by_role("link", name="Итоговая удовлетворённость").first.click()
    page.get_by_label("Название для участников").fill(TITLE)
    page.get_by_label("Группы или классы").check()
    page.locator(".when-groups input[type=checkbox]").first.check()
    page.get_by_label("Любой, кто придёт по общей ссылке").check()
    last_day = clock.now().date() + timedelta(days=30)
    page.get_by_label("Последний день").first.fill(f"{last_day:%d.%m.%Y}")
    page.get_by_label("за 3 дня").check()
    page.get_by_role("button", name="Посчитать").click()
    expect(page.locator(".asked")).to_contain_text("приглашен")
    page.get_by_text("Список приглашённых").click()
    expect(page.locator(".names li").first).to_be_visible()
    page.locator(".actions").get_by_role("button", name="Назначить анкету").dblclick()
    expect(page.locator("[data-focus]")).to_contain_text("Анкета назначена")
    expect(page.locator("#progress_section")).to_contain_text("Ответили 0 из")


def _answer_on_a_phone(open_as: OpenAs, path: str) -> None:
    phone = open_as(viewport=PHONE)
    phone.goto(path)
    expect(phone.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert phone.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Начать").click()
    for _question in range(40):
        if phone.get_by_role("button", name="Отправить анкету").is_visible():
            break
        for name in phone.evaluate(NAMES):
            phone.locator(f'#answers input[name="{name}"]').first.check(force=True)
        with phone.expect_navigation():
            phone.get_by_role("button", name="Продолжить").click()
    phone.get_by_role("button", name="Отправить анкету").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Спасибо")
    phone.goto(path)
    expect(phone.get_by_text("С этого устройства анкета уже отправлена")).to_be_visible()


def _type_a_sheet_by_keys(page: Page) -> None:
    page.goto("/surveys?q=" + TITLE)
    with page.expect_navigation():
        page.locator("#wave_list").get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    tab_to(page, page.get_by_role("link", name="Ввод с бумаги"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/paper$"))
    lines = page.locator("[data-typed]")
    expect(lines.first).to_be_focused()
    for place in range(lines.count()):
        expect(lines.nth(place)).to_be_focused()
        page.keyboard.type("1" if page.evaluate("() => document.activeElement.tagName") == "INPUT" else "Всё хорошо")
        page.keyboard.press("Enter")
    expect(page.locator(".banner")).to_contain_text("Лист внесён")
    expect(page.locator("[data-typed]").first).to_be_focused()  # the next sheet
    page.goto("/surveys?q=" + TITLE)
    expect(page.locator("#wave_list")).to_contain_text("и 2 без приглашения")
