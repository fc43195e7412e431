"""What people do in the bank of practices, the community, documents and the base of mentors, in a browser."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
STEPS = ("Назовите один вопрос", "Сходите на урок", "Обсудите только его")


def address(page: Page) -> str:
    """The path of the page without what it says was done."""
    return re.sub(r"^https?://[^/]+|\?.*$", "", page.url)


def today() -> str:
    """The day in the town, as people type it: the server knows nothing of the tests' own Friday."""
    return f"{datetime.now(ZoneInfo('Asia/Irkutsk')):%d.%m.%Y}"


def write_practice(page: Page, title: str) -> None:
    """All six sections, as a teacher fills them in."""
    further = page.get_by_role("button", name="Сохранить и дальше")
    page.goto("/practices/new")
    page.get_by_label("Название").fill(title)
    page.get_by_role("button", name="Начать описание").dblclick()
    page.get_by_role("link", name="Суть", exact=True).click()
    for label in ("summary", "task"):
        page.locator(f"#{label}").fill("Пара обсуждает один вопрос, и урок перестаёт быть экзаменом.")
    further.click()
    for name in ("formats", "kinds", "participants", "places", "needs"):
        page.locator(f"input[name={name}]").first.check()
    page.locator("#module").select_option(index=1)
    further.click()
    page.locator("#duration").fill("3 месяца")
    for name in ("hours", "resources"):
        page.locator(f"#{name}").select_option(index=1)
    page.locator("#supplies").fill("Бланк")
    further.click()
    for n, step in enumerate(STEPS):
        if not page.locator(f"#row_{n}_title").count():
            page.get_by_role("button", name="Добавить шаг").click()
        page.locator(f"#row_{n}_title").fill(step)
    further.click()
    page.locator("#row_0_indicator").fill("Время вопросов")
    for name, text in {"before": "4", "after": "11", "people": "12", "period": "полгода", "method": "часы"}.items():
        page.locator(f"#row_0_{name}").fill(text)
    page.locator("#reasoning").fill("Внимание к одному вопросу снимает страх.")
    page.locator("#cautions").fill("Не сработает, если смотрит администрация.")
    further.click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Сохранить").last.click()


def test_a_practice_goes_from_its_author_through_two_reviews_to_another_school(open_as: OpenAs) -> None:
    title = "Урок одного вопроса"
    teacher = open_as("mentor")
    write_practice(teacher, title)
    expect(teacher.locator("[data-focus]")).to_contain_text("Раздел сохранён")
    path = address(teacher).removesuffix("/edit")
    teacher.get_by_role("link", name="Проверить и отправить").click()
    teacher.get_by_role("button", name="Отправить на проверку").click()
    expect(teacher.locator("[data-focus]")).to_contain_text("отправлена на проверку")
    for login, decision in (("curator", "Передать"), ("operator", "Опубликовать")):
        page = open_as(login)
        page.goto(f"{path}/review")
        page.get_by_role("radio", name=re.compile(decision)).check()
        if page.locator("[name=evidence]").count():
            page.locator("[name=evidence]").first.check()
        page.get_by_role("button", name="Записать решение").click()
    reader = open_as("mentor2")
    reader.goto("/practices")
    reader.get_by_label("Слова из практики").fill("один вопрос")
    expect(reader.locator(".bank-found")).to_contain_text(title)
    reader.get_by_role("link", name=title).click()
    reader.get_by_role("link", name="Мы тоже используем").click()
    reader.get_by_role("button", name="Записать").dblclick()
    expect(reader.locator("[data-focus]")).to_contain_text("вы тоже используете")


def test_what_a_teacher_types_into_a_section_is_kept_without_a_button(open_as: OpenAs) -> None:
    page = open_as("mentor", viewport=PHONE)
    page.goto("/practices/new")
    page.get_by_label("Название").fill("Письмо наставнику")
    page.get_by_role("button", name="Начать описание").click()
    page.get_by_role("link", name="Суть", exact=True).click()
    page.locator("#summary").fill("Письмо самому себе через год.")
    page.locator("#summary").blur()
    expect(page.locator("#saved_mark")).to_contain_text("Сохранено")
    page.reload()
    expect(page.locator("#summary")).to_have_value("Письмо самому себе через год.")


def test_a_question_is_asked_answered_and_solved(open_as: OpenAs) -> None:
    title = "Как не бояться первого занятия"
    asker = open_as("mentee", viewport=PHONE)
    asker.goto("/questions")
    asker.get_by_role("link", name="Задать вопрос").click()
    asker.locator("#title").fill(title)
    asker.locator("#body").fill("Завтра первое занятие, а я боюсь.")
    asker.get_by_role("button", name="Задать вопрос").dblclick()
    expect(asker.get_by_role("heading", level=1)).to_have_text(title)
    path = address(asker)
    mentor = open_as("mentor")
    mentor.goto("/questions?shown=waiting")
    mentor.get_by_role("link", name=title).click()
    mentor.get_by_role("button", name="Взять в работу").click()
    mentor.get_by_label("Ваш ответ").fill("Начните с **одного** вопроса группе.")
    mentor.get_by_role("button", name="Ответить").dblclick()
    expect(mentor.locator("strong", has_text="одного")).to_have_count(1)
    asker.goto(path)
    asker.get_by_role("button", name="Это решило вопрос").click()
    expect(asker.get_by_text("Решён").first).to_be_visible()
    assert asker.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_an_order_is_written_signed_and_read_by_whom_it_names(open_as: OpenAs) -> None:
    curator = open_as("curator")
    curator.goto("/documents/new")
    curator.get_by_role("radio", name="Приказ о назначении кураторов").check()
    curator.get_by_role("button", name="Составить черновик").dblclick()
    curator.get_by_label("Заголовок").fill("О кураторах второго полугодия")
    curator.get_by_role("button", name="Сохранить").first.click()
    path = address(curator)
    curator.goto(f"{path}/people?q=Орлова")
    curator.get_by_role("button", name="Внести").click()
    curator.goto(path)
    curator.get_by_role("button", name="Передать на подпись").click()
    curator.goto(f"{path}/registration")
    curator.get_by_label("Дата документа").fill(today())
    curator.get_by_role("button", name="Зарегистрировать").dblclick()
    expect(curator).to_have_url(re.compile("done=signed"))
    reader = open_as("mentor", viewport=PHONE)
    reader.goto("/my/documents")
    reader.locator(".rows > li", has_text="О кураторах второго полугодия").get_by_role("link").click()
    reader.get_by_role("button", name="Ознакомлен").dblclick()
    expect(reader.locator("[data-focus]")).to_contain_text("вы ознакомлены")
    curator.goto(path)
    expect(curator.locator("#read_section")).to_contain_text("1 из 1")


def test_a_candidate_offers_themself_and_the_curator_lets_them_in(open_as: OpenAs) -> None:
    candidate = open_as("director", viewport=PHONE)
    candidate.goto("/my/mentoring/new")
    candidate.locator("[name=opening]").first.check()
    candidate.locator("[name=formats]").first.check()
    candidate.locator("#competences").fill("Помогу с первым классным руководством.")
    candidate.get_by_role("button", name="Предложить себя").dblclick()
    expect(candidate.locator("[data-focus]")).to_be_visible()
    card = address(candidate)
    curator = open_as("curator")
    curator.goto(f"{card}/approval")
    curator.get_by_label("Чьё решение").fill("Педагогический совет, протокол № 7")
    curator.get_by_label("День решения").fill(today())
    curator.get_by_role("button", name="Включить в базу").click()
    expect(curator.get_by_text("Действует").first).to_be_visible()
    candidate.goto(card)
    expect(candidate.get_by_text("Действует").first).to_be_visible()
