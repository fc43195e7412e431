"""What the staff does in a browser: a curator asks a group and reads the results; every role finds its way by keys."""

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from portal.core import clock
from portal.demo.cast import PASSWORD
from tests.browser.conftest import PHONE, tab_to

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
TITLE = "Срез посреди осени"


def test_curator_asks_a_group(open_as: OpenAs) -> None:
    """Chooses questionnaire and group, counts, assigns, sees the progress, prints the links; the people have it."""
    page = open_as("curator")
    page.get_by_role("navigation", name="Разделы").get_by_role("link", name="Анкеты и отчёты").click()
    page.get_by_role("link", name="Назначить анкету").click()
    page.get_by_role("link", name="Промежуточный срез", exact=True).click()
    page.get_by_label("Название для участников").fill(TITLE)
    group = page.locator(".when-groups input[type=checkbox]").first
    expect(group).to_be_hidden()
    page.get_by_label("Группы или классы").check()
    group.check()
    last_day = clock.now().date() + timedelta(days=90)
    page.get_by_label("Последний день").first.fill(f"{last_day:%d.%m.%Y}")
    page.get_by_role("button", name="Посчитать").click()
    counted = page.locator(".asked").inner_text()
    n = int(re.findall(r"\d+", counted)[0])
    page.locator(".actions").get_by_role("button", name="Назначить анкету").dblclick()
    expect(page.locator("[data-focus]")).to_contain_text("Анкета назначена")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page.locator("#progress_section")).to_contain_text(f"Ответили 0 из {n}")
    page.get_by_role("link", name="Личные ссылки и QR-коды").click()
    page.emulate_media(media="print")
    expect(page.locator(".link-cards li")).to_have_count(n)
    expect(page.locator(".link-qr svg")).to_have_count(n)
    expect(page.locator(".link-qr svg").first).to_be_visible()
    expect(page.get_by_role("link", name="К анкете")).to_be_hidden()
    somebody = open_as(viewport=PHONE)
    somebody.goto(page.locator(".link-address").first.inner_text())
    expect(somebody.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.goto(f"/surveys?q={TITLE}")
    expect(page.locator("#wave_list").get_by_role("link", name=TITLE)).to_have_count(1)


def test_curator_reads_results_and_takes_the_file(open_as: OpenAs) -> None:
    page = open_as("curator")
    page.goto("/surveys?q=дефициты")
    page.get_by_role("link", name="Профессиональные дефициты").first.click()
    page.get_by_role("link", name="Результаты").click()
    expect(page.locator("figure.chart-box svg").first).to_be_visible()
    table = page.locator("details.result-table").first
    table.locator("summary").click()
    expect(table.get_by_role("table")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать Excel").click()
    book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert download.value.suggested_filename.endswith(".xlsx")
    assert any(sheet._charts for sheet in book.worksheets)
    assert [sheet.title for sheet in book.worksheets if sheet.max_row < 2] == []


def test_search_of_the_list_keeps_focus_and_address(open_as: OpenAs) -> None:
    """Typing narrows the list in place; the address can be opened again, Back gives a whole page."""
    page = open_as("curator")
    page.goto("/surveys")
    page.get_by_label("Название анкеты").press_sequentially("дефициты")
    expect(page).to_have_url(re.compile("q=%D0%B4%D0%B5%D1%84"))
    expect(page.get_by_label("Название анкеты")).to_be_focused()
    expect(page.locator("#wave_list").get_by_role("link", name="Мой запрос")).to_have_count(0)
    page.locator("#wave_list").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("navigation", name="Разделы")).to_be_visible()
    expect(page.get_by_label("Название анкеты")).to_have_value("дефициты")


def test_low_vision_by_the_first_link_and_dark(open_as: OpenAs) -> None:
    page = open_as(color_scheme="dark")
    page.goto("/about")
    assert background(page) == "rgb(15, 22, 20)"
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="К содержанию")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Версия для слабовидящих").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-view", "lowvision")
    expect(page).to_have_url(re.compile("/about$"))
    assert background(page) == "rgb(255, 255, 255)"
    page.get_by_role("link", name="Настройки вида").click()
    page.get_by_label("Белый на чёрном").check()
    page.get_by_role("button", name="Применить").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "bw")
    assert background(page) == "rgb(0, 0, 0)"
    page.get_by_role("link", name="Обычная версия").click()
    expect(page.locator("html")).to_have_attribute("data-view", "normal")


def background(page: Page) -> str:
    """The colour under the page."""
    return str(page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor"))


@pytest.mark.parametrize(("login", "target", "address"), [
    ("mentee", "main a.button.amber", "/s/"),
    ("mentor", "#mine a", "/my/surveys"),
    ("parent", "main a.button.amber", "/s/"),
    ("curator", "#collecting a.row-link", "/surveys/"),
    ("director", "#results a.row-link", "/results"),
    ("operator", "#results a.row-link", "/results"),
    ("admin", ".site-nav a[href^='/admin']", "/admin"),
])  # fmt: skip
def test_role_finds_its_work_by_keys(open_as: OpenAs, login: str, target: str, address: str) -> None:
    """Signs in, goes to the first thing to do, opens the personal menu and closes it."""
    page = open_as()
    page.goto("/login")
    tab_to(page, page.locator("#email"))
    page.keyboard.type(f"{login}@demo.example")
    tab_to(page, page.locator("#password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login" not in url)
    tab_to(page, page.locator(target).first)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: address in url)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    menu = page.locator(".tools details[data-menu] summary")
    tab_to(page, menu)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Выйти")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Выйти"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Выйти")).to_be_hidden()
    expect(menu).to_be_focused()
