"""What a curator does with a programme in a browser: begins it, reorders a route, renames a format, adds a partner."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_curator_begins_a_programme_and_changes_who_approves(open_as: OpenAs, scripts: bool) -> None:
    page = open_as("curator", scripts=scripts)
    name = "Наставники цеха" if scripts else "Наставники класса"
    page.goto("/programs/new")
    page.get_by_label("Название программы").fill(name)
    page.get_by_text("Техникум с решениями коллегиальных органов").click()
    page.get_by_role("button", name="Начать программу").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.locator("#routes_section").get_by_role("link", name="Студент – студент").click()
    steps = page.locator(".steps > li")
    expect(steps).to_have_count(4)
    expect(steps.nth(1)).to_contain_text("Совещательный голос")
    steps.nth(1).get_by_role("button", name="Выше").click()
    expect(steps.nth(0)).to_contain_text("Студенческий совет")
    page.get_by_text("Мнение", exact=True).click()
    page.get_by_text("Психолог", exact=True).click()
    page.get_by_role("button", name="Добавить шаг").click()
    expect(steps).to_have_count(5)
    expect(steps.nth(4)).to_contain_text("Психолог")
    page.goto("/programs")
    expect(page.get_by_role("link", name=name)).to_have_count(1)


def test_a_curator_renames_a_format_on_a_phone(open_as: OpenAs) -> None:
    page = open_as("curator", viewport=PHONE)
    page.goto("/programs")
    page.get_by_role("link", name="Наставничество рядом").click()
    page.get_by_role("link", name="Настройки года").click()
    page.get_by_role("link", name="Изменить формы").first.click()
    form = page.locator("#format-teacher_teacher")
    form.get_by_label("Своё название").fill("Коллега – коллеге")
    page.get_by_role("button", name="Сохранить формы").click()
    expect(page.locator("#formats_section")).to_contain_text("Коллега – коллеге")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_curator_adds_a_partner_that_nobody_knew(open_as: OpenAs) -> None:
    page = open_as("curator")
    page.goto("/partners")
    page.get_by_role("link", name="Добавить партнёра").click()
    page.get_by_label("Название, если в списке нет").fill("Депо Северное")
    page.get_by_role("button", name="Добавить партнёра").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Депо Северное")
    page.get_by_role("link", name="Добавить соглашение").click()
    page.get_by_label("Номер").fill("7")
    page.get_by_label("Скан соглашения").set_input_files(
        files=[{"name": "dogovor.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}]
    )
    page.get_by_role("button", name="Сохранить соглашение").click()
    expect(page.locator("#agreements_section")).to_contain_text("№ 7")
    expect(page.get_by_role("link", name="Скан: dogovor.pdf")).to_be_visible()
    page.goto("/partners")
    page.get_by_role("searchbox", name="Название").fill("депо")
    expect(page.locator("#partner_list")).not_to_contain_text("Северный механический завод")
    expect(page.locator("#partner_list")).to_contain_text("Депо Северное")
