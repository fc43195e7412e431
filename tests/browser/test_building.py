"""A curator makes a questionnaire of her own: ten questions, a condition, a block; looks at it and publishes it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
TITLE = "Как прошла первая неделя"


def add(page: Page, kind: str, text: str, *options: str) -> None:
    """One item by its form, then on to the next."""
    page.get_by_role("link", name=kind, exact=True).click()
    page.get_by_label(re.compile("Вопрос|Название раздела")).first.fill(text)
    for n, option in enumerate(options):
        page.locator(f"#option-{n}-label").fill(option)
    page.get_by_role("button", name="Добавить и следующий").click()


@pytest.mark.parametrize(("viewport", "scripts"), [(DESK, True), (PHONE, True), (PHONE, False)])
def test_a_curator_builds_previews_and_publishes(open_as: OpenAs, viewport: dict[str, int], scripts: bool) -> None:
    """From the list of waves to a questionnaire to assign, with no dead end; on a phone and without scripts."""
    page = open_as("curator", viewport=viewport, scripts=scripts)
    title = f"{TITLE} {viewport['width']} {scripts}"
    page.goto("/surveys/new")
    page.get_by_role("link", name="Создать новую").click()
    page.get_by_label("Название анкеты").fill(title)
    page.get_by_role("button", name="Создать черновик").click()
    page.get_by_role("link", name="Добавить вопрос").click()
    add(page, "Раздел", "О неделе")
    add(page, "Один ответ", "Всё ли было понятно?", "Да", "Не всегда", "Нет")
    add(page, "Свой ответ", "Что было непонятно?")
    add(page, "Шкала от 1 до 10", "Насколько спокойно в группе?")
    add(page, "Шкала от 1 до 10", "Насколько тяжело вставать утром?")
    add(page, "Несколько ответов", "Кто помогал?", "Куратор", "Одногруппники", "Родители")
    add(page, "Да или нет", "Была ли встреча с наставником?")
    add(page, "Число", "Сколько раз вы её переносили?")
    add(page, "Дата", "Когда следующая встреча?")
    add(page, "Расстановка по местам", "Что важнее?", "Учёба", "Друзья", "Отдых")
    add(page, "Шкала от 0 до 10: посоветуете ли", "Посоветуете ли нашу группу другу?")
    page.get_by_role("link", name=title).click()
    expect(page.locator(".builder-item:not(.heading)")).to_have_count(10)

    # The second question is asked of those who did not understand everything.
    page.get_by_role("link", name="Что было непонятно?").first.click()
    page.get_by_role("link", name="Задать условие").click()
    page.get_by_label("Если на вопрос").select_option(label="1. Всё ли было понятно?")
    if not scripts:
        page.get_by_role("button", name="Продолжить").click()
    page.get_by_label("Ответ", exact=True).select_option(label="один из")
    page.get_by_label("Не всегда").check()
    page.get_by_label("Нет", exact=True).check()
    page.get_by_role("button", name="Добавить условие").click()
    expect(page.locator("#now")).to_contain_text("«Не всегда» или «Нет»")

    # Two scales are one block, the second of them reverse.
    page.get_by_role("link", name="Блоки и баллы").click()
    page.get_by_label("Новый блок", exact=False).first.fill("Самочувствие")
    for name in ("Насколько спокойно в группе?", "Насколько тяжело вставать утром?"):
        page.get_by_label(f"Блок: {name}").select_option(label="Новый блок")
    page.get_by_label(re.compile("чем меньше, тем лучше: Насколько тяжело")).check()
    page.get_by_role("button", name="Сохранить блоки").click()
    expect(page.locator(".facts", has_text="обратный")).to_contain_text("блок «Самочувствие»")

    # The preview follows the condition.
    page.get_by_role("link", name="Как увидят").click()
    expect(page.locator("#previewed")).not_to_contain_text("Что было непонятно?")
    page.locator("#previewed").get_by_text("Не всегда").click()
    if not scripts:
        page.get_by_role("button", name="Проверить условия").click()
    expect(page.locator("#previewed")).to_contain_text("Что было непонятно?")
    page.get_by_role("link", name="Широкий экран").click()
    expect(page.locator(".preview-frame.wide")).to_be_visible()

    page.get_by_role("link", name="Проверка и публикация").click()
    expect(page.locator("#impact")).to_contain_text("Первая версия")
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_role("status").filter(has_text="Анкета опубликована")).to_be_visible()
    page.goto("/surveys/new")
    expect(page.locator("#own").get_by_role("link", name=title, exact=True)).to_have_count(1)
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth") if scripts else True


def test_items_move_in_place_and_the_focus_stays(open_as: OpenAs) -> None:
    """By keys: «Ниже» twice, the focus stays on the button, a status says what happened, «Отменить» takes it back."""
    page = open_as("curator")
    page.goto("/surveys/templates")
    page.locator("#drafts").get_by_role("link", name="Адаптация первокурсника").click()
    order = page.locator(".builder-item").evaluate_all("items => items.map(item => item.id)")
    button = page.locator("#down_Q1")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#builder_status")).to_contain_text("Ниже: Насколько вам спокойно")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".builder-item:not(.heading)").nth(2)).to_have_attribute("id", "item_Q1")
    for place in (1, 0):
        page.locator("#undo").click()
        expect(page.locator(".builder-item:not(.heading)").nth(place)).to_have_attribute("id", "item_Q1")
        expect(page.locator("#builder_status")).to_contain_text("Отменено")
    assert page.locator(".builder-item").evaluate_all("items => items.map(item => item.id)") == order


def test_what_is_typed_is_saved_by_itself(open_as: OpenAs) -> None:
    """The form of an item saves while one writes, says so, and the text is there after a reload."""
    page = open_as("curator")
    page.goto("/surveys/templates")
    page.locator("#drafts").get_by_role("link", name="Адаптация первокурсника").click()
    page.get_by_role("link", name="Насколько вам спокойно в группе?").first.click()
    page.get_by_label("Подсказка под вопросом").fill("Вспомните последнюю неделю")
    expect(page.locator("#saved_mark")).to_contain_text("Сохранено в")
    page.reload()
    expect(page.get_by_label("Подсказка под вопросом")).to_have_value("Вспомните последнюю неделю")
