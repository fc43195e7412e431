"""How results are read in a browser: a curator cuts, compares and hides a name; a director reads on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
OpenAs = Callable[..., Page]


def open_results(page: Page, words: str, title: str) -> str:
    """The results of the first wave of this title; returns its address."""
    page.goto(f"/surveys?q={words}")
    page.locator("#wave_list").get_by_role("link", name=title).first.click()
    page.get_by_role("link", name="Результаты", exact=True).click()
    expect(page.get_by_role("navigation", name="Разделы результатов")).to_be_visible()
    return page.url


def no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth + 1")


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["1280", "390"])
def test_a_curator_cuts_compares_two_questions_and_before_with_after(open_as: OpenAs, viewport: dict[str, int]) -> None:
    page = open_as("curator", viewport=viewport)
    open_results(page, "дефициты", "Профессиональные дефициты")
    picture, names = (page.locator(part).bounding_box() for part in (".radar", ".block-list"))
    assert picture
    assert names
    assert (names["x"] > picture["x"]) == (viewport is DESK)  # side by side where there is room
    chosen = page.locator("#by option").nth(1).get_attribute("value")
    page.get_by_label("Срез").select_option(chosen)
    page.locator("form", has=page.locator("#by")).get_by_role("button", name="Показать").click()
    expect(page).to_have_url(re.compile("by="))
    expect(page.get_by_role("list", name="Выбранные фильтры")).to_be_visible()
    expect(page.get_by_text("В этом срезе")).to_be_visible()
    no_sideways_scroll(page)
    page.get_by_role("link", name="Два вопроса").click()
    page.get_by_label("По строкам").select_option(index=1)
    page.get_by_label("По столбцам").select_option(index=3)
    page.get_by_role("button", name="Сравнить").click()
    expect(page.get_by_role("region", name="Таблица двух вопросов")).to_be_visible()
    no_sideways_scroll(page)
    open_results(page, "Самодиагностика", "Самодиагностика наставника: итог")
    page.get_by_role("link", name="До и после").click()
    expect(page.get_by_text("В обеих волнах, их и сравниваем")).to_be_visible()
    expect(page.get_by_text("Изменение", exact=True).first).to_be_visible()
    no_sideways_scroll(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["1280", "390"])
def test_a_director_reads_the_summary_and_is_told_why_a_part_is_closed(
    open_as: OpenAs, viewport: dict[str, int]
) -> None:
    page = open_as("director", viewport=viewport)
    address = open_results(page, "дефициты", "Профессиональные дефициты")
    expect(page.locator("figure.chart-box svg").first).to_be_visible()
    table = page.locator("details.result-table").first
    table.locator("summary").click()
    expect(table.get_by_role("table")).to_be_visible()
    values = [each.get_attribute("value") for each in page.locator("#by option").all()]
    page.goto(f"{address}?by={values[1]}&by={values[-1]}")
    expect(page.get_by_text("открыт один срез за раз")).to_be_visible()
    page.get_by_role("link", name="Показать всех").click()
    expect(page).to_have_url(address)
    no_sideways_scroll(page)
