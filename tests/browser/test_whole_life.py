"""A pair from its order to its end: mentor, mentee, curator and psychologist, each in a browser of their own.

The file stands last on purpose: it takes a place of the mentor's that other tests still look at.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_four_rooms import address, today

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
GOAL = "Увереннее читать чертежи и выступить на защите"
AGREED = "Разобрали сборочный чертёж узла"
CALL = "Перед защитой очень волнуюсь, хочу поговорить"
REPORT = "Подготовили выступление и дважды его отрепетировали"
ADVICE = "В следующем году дать паре первокурсника"
REVIEW = "Помогли спокойные разборы, хотелось бы чаще"


@dataclass(frozen=True)
class Four:
    """The four of the pair and somebody of another school."""

    mentor: Page
    mentee: Page
    curator: Page
    psychologist: Page
    stranger: Page

    def __iter__(self) -> Iterator[Page]:
        return iter((self.mentor, self.mentee, self.curator, self.psychologist, self.stranger))

    def see(self, path: str, statuses: str) -> None:
        """The answers to the path, in the order above: «200 200 200 404 404»."""
        answers = [page.request.get(path).status for page in self]
        assert answers == [int(each) for each in statuses.split()], (path, answers)

    def read(self, path: str, text: str, whom: str) -> None:
        """Exactly those who are named find the text on the page; to the others it is absent or the page is."""
        readers = {name for name, page in zip(self.__annotations__, self, strict=True)
                   if text in page.request.get(path).text()}  # fmt: skip
        assert readers == set(whom.split()), (path, text)


@pytest.fixture
def four(open_as: OpenAs) -> Four:
    return Four(*(open_as(login) for login in ("mentor", "mentee", "curator", "psychologist", "mentor2")))


def test_a_pair_lives_from_its_order_to_its_end_and_each_sees_exactly_what_they_may(four: Four) -> None:
    make_room(four)
    asked = request_of_mentee(four)
    pair = proposed(four, asked)
    agree(four, pair)
    order(four, pair)
    plan(four, pair)
    meet(four, pair)
    call_for_help(four, pair)
    report(four, pair)
    close(four, pair)


def make_room(four: Four) -> None:
    """The mentor carries three pairs, which is all the year allows: one that only goes its route is taken back."""
    curator = four.curator
    four.mentor.goto("/my/mentorships")
    forming = four.mentor.locator("main .rows li", has_text="Утверждается").get_by_role("link").first
    curator.goto(forming.get_attribute("href") or "")
    curator.get_by_role("link", name="Снять предложение").click()
    curator.get_by_label("Почему").fill("Студент выбрал другую форму")
    curator.get_by_role("button").filter(has_text=re.compile("Снять")).click()
    expect(curator.get_by_text("Предложение снято.")).to_be_visible()


def request_of_mentee(four: Four) -> str:
    """The curator writes down what the mentee asks for, and takes it into the base."""
    page = four.curator
    page.goto("/requests/new?q=Ковалёв")
    page.get_by_role("link", name=re.compile("Ковалёв")).first.click()
    page.get_by_role("radio", name=re.compile("Преподаватель – студент")).check()
    page.get_by_label("С чем нужна помощь").fill(GOAL)
    page.get_by_label("День, когда человек согласился").fill(today())
    page.get_by_role("button", name="Записать запрос").click()
    path = address(page)
    page.get_by_role("link", name="Принять в базу").click()
    page.get_by_label("Чьё решение").fill("Кураторы, протокол № 5")
    page.get_by_label("День решения").fill(today())
    page.get_by_role("button", name="Принять в базу").click()
    four.see(path, "404 200 200 200 404")
    four.read(path, GOAL, "mentee curator psychologist")
    return path


def proposed(four: Four, asked: str) -> str:
    """A proposal in the format that was asked for."""
    page = four.curator
    page.goto("/mentorships/new")
    page.get_by_role("link", name=re.compile("Преподаватель – студент")).first.click()
    page.get_by_role("checkbox", name=re.compile("Орлова")).check()
    page.get_by_role("checkbox", name=re.compile("Ковалёв")).check()
    page.get_by_role("button", name="Предложить").click()
    pair = address(page)
    four.see(pair, "200 200 200 200 404")
    four.see(asked, "404 200 200 200 404")
    four.see(f"{pair}/step", "403 403 409 409 403")
    return pair


def agree(four: Four, pair: str) -> None:
    """Both say yes on their own pages; only then the pair goes its route."""
    for page in (four.mentor, four.mentee):
        page.goto(pair)
        page.get_by_role("link", name="Ответить", exact=True).click()
        page.get_by_role("radio", name="Да").check()
        page.get_by_role("button", name="Ответить").click()
    four.curator.goto(pair)
    expect(four.curator.get_by_role("link", name="Записать шаг")).to_be_visible()
    four.mentee.goto(pair)
    expect(four.mentee.get_by_role("link", name="Записать шаг")).to_have_count(0)


def order(four: Four, pair: str) -> None:
    """The decision of the route and the order: from its day the pair works."""
    page = four.curator
    page.goto(pair)
    page.get_by_role("link", name="Записать шаг").click()
    page.get_by_role("radio", name="Да").check()
    page.get_by_role("button", name="Записать").click()
    page.get_by_role("link", name="Составить приказ").click()
    page.get_by_role("button", name="Составить приказ").click()
    page.get_by_role("button", name="Передать на подпись").click()
    page.get_by_role("link", name="Зарегистрировать подписанный").click()
    page.get_by_role("button", name="Зарегистрировать").click()
    expect(page).to_have_url(re.compile("done=signed"))
    paper = address(page)
    assert four.stranger.request.get(paper).status == 403  # the room itself is closed to a stranger
    for reader in (four.mentor, four.mentee):
        reader.goto(pair)
        expect(reader.locator("main .tag").first).to_have_text("Работает")


def plan(four: Four, pair: str) -> None:
    """The mentor writes, the mentee and the curator agree; the psychologist reads, nobody else of the school does."""
    page = four.mentor
    page.goto(f"{pair}/plans")
    page.get_by_role("link", name="Составить план").click()
    page.get_by_label("Индивидуальный план развития").check()
    page.get_by_label("Цель").fill(GOAL)
    page.get_by_role("button", name="Составить план").click()
    path = address(page)
    page.get_by_role("link", name="Добавить пункт").last.click()
    page.get_by_label("Что делаем").fill("Выступить перед группой")
    page.get_by_role("button", name="Добавить пункт").click()
    page.get_by_role("button", name="Отправить на согласование").click()
    four.mentee.goto(path)
    four.mentee.get_by_role("button", name="Принять план").click()
    four.curator.goto(path)
    four.curator.get_by_role("button", name="Утвердить план").click()
    expect(four.curator.locator(".page-head")).to_contain_text("Утверждён")
    four.see(path, "200 200 200 200 404")


def meet(four: Four, pair: str) -> None:
    """The mentor writes a meeting down, the mentee confirms it; a questionnaire of the mentee is the mentee's alone."""
    page = four.mentor
    page.goto(f"{pair}/meetings")
    page.get_by_role("link", name="Записать встречу").first.click()
    page.locator("#agreed").fill(AGREED)
    page.get_by_role("button", name="Записать встречу").click()
    meeting = address(page)
    four.read(meeting, AGREED, "mentor mentee curator psychologist")
    four.mentee.goto(meeting)
    four.mentee.get_by_role("button", name="Да, всё верно").click()
    expect(four.mentee.locator("#sides_section")).not_to_contain_text("ждём ответа")
    four.see(meeting, "200 200 200 200 404")
    four.mentee.goto("/my/surveys")
    form = four.mentee.locator("main a[href^='/s/']").first.get_attribute("href")
    assert form
    four.see(form, "404 200 404 404 404")


def call_for_help(four: Four, pair: str) -> None:
    """The mentee asks for the psychologist: they and the curator read it, the mentor does not."""
    page = four.mentee
    page.goto(f"{pair}/call")
    page.get_by_label("На этой неделе").check()
    page.get_by_label("Что случилось").fill(CALL)
    page.get_by_label("Показать и психологу").check()
    page.get_by_role("button", name="Отправить куратору").click()
    told = address(page)
    four.see(told, "404 200 200 200 404")
    four.read(told, CALL, "mentee curator psychologist")
    four.see("/mentorships/health", "403 403 200 403 403")
    four.read("/mentorships/health", CALL, "")
    curator = four.curator
    curator.goto(told)
    curator.get_by_role("button", name="Взять в работу").click()
    curator.goto(told)
    curator.get_by_role("link", name="Закрыть", exact=True).click()
    curator.get_by_label("Помогло").check()
    curator.get_by_role("button", name="Закрыть замечание").click()
    page.reload()
    expect(page.get_by_text("Рассмотрено")).to_be_visible()


def report(four: Four, pair: str) -> None:
    """The report of the mentor is between them and those who keep the registry."""
    page = four.mentor
    page.goto(pair)
    page.get_by_role("button", name="Написать отчёт").click()
    page.get_by_label("Что сделано").fill(REPORT)
    page.get_by_label("Вывод: к чему пришли").fill("К защите готовы")
    page.get_by_role("button", name="Сохранить").click()
    path = address(page)
    page.get_by_role("button", name="Отправить куратору").click()
    four.see(path, "200 404 200 200 404")
    four.curator.goto(path)
    four.curator.get_by_role("button", name="Принять отчёт").click()
    expect(four.curator.get_by_text("Отчёт принят.")).to_be_visible()


def close(four: Four, pair: str) -> None:
    """Each says a word, the curator sums up and ends the pair; the review of the mentee is not for the mentor."""
    for page in (four.mentor, four.mentee):
        page.goto(f"{pair}/closing/word")
        page.get_by_label("Что изменилось за это время").fill("Говорю перед группой без листа")
        if page is four.mentee:
            page.get_by_label("Отзыв о наставничестве").fill(REVIEW)
        page.get_by_role("button", name="Сохранить").click()
    curator = four.curator
    curator.goto(f"{pair}/closing/edit")
    curator.get_by_label("Что учесть дальше").fill(ADVICE)
    curator.get_by_label("Заключение куратора").fill("Цель достигнута")
    curator.get_by_role("button", name="Сохранить").click()
    four.see(f"{pair}/closing", "200 200 200 200 404")
    four.read(f"{pair}/closing", REVIEW, "mentee curator psychologist")
    four.see(f"{pair}/ending", "403 403 200 200 403")
    curator.goto(f"{pair}/ending")
    curator.get_by_label("Пояснение").fill("Защита прошла")
    curator.get_by_role("button", name="Завершить пару").click()
    for page in (four.mentor, four.mentee, four.psychologist):
        page.goto(pair)
        expect(page.locator("main .tag").first).to_have_text("Завершена")
    four.see(pair, "200 200 200 200 404")
