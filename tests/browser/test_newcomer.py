"""Somebody who has never seen the portal asks a group ten questions and reads what they said: by visible links alone.

After the desk no address is typed. One learner answers on a phone through the page, the others through the HTTP
client until the summary opens. A picture of every step lies in the test's own folder, `--basetemp` says where.
"""

import http.cookiejar
import io
import re
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from portal.core import clock
from portal.core.db import db
from portal.settings import Settings
from surveys.links import token_of
from surveys.models import Participation, SurveyAssignment, SurveyInvitation
from tests.bench.places import opened
from tests.browser.conftest import PHONE
from tests.respondent import hidden
from tests.server import TownServer

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
OpenAs = Callable[..., Page]
LAST_DAY = clock.now().date() + timedelta(days=14)
TITLE = "Как проходит первый месяц"
ASKED = (
    ("Один ответ", "Всё ли понятно на занятиях?", ("Да", "Не всегда", "Нет")),
    ("Свой ответ", "Что было непонятно?", ()),
    ("Шкала от 1 до 10", "Насколько спокойно в группе?", ()),
    ("Шкала от 1 до 10", "Насколько тяжело успевать?", ()),
    ("Несколько ответов", "Кто помогает?", ("Куратор", "Одногруппники", "Родители")),
    ("Да или нет", "Была ли беседа с куратором?", ()),
    ("Число", "Сколько часов в неделю уходит на дорогу?", ()),
    ("Расстановка по местам", "Что важнее сейчас?", ("Учёба", "Друзья", "Отдых")),
    ("Шкала от 0 до 10: посоветуете ли", "Посоветуете ли группу другу?", ()),
    ("Свой ответ", "Что изменить в первую очередь?", ()),
)
GROUP = "М-21"
BY_CLIENT = 6


class Walk:
    """One person's way: every step is a click on something visible, and leaves a picture."""

    def __init__(self, page: Page, folder: Path, who: str) -> None:
        self.page, self.folder, self.who, self.step = page, folder, who, 0

    def look(self, name: str) -> None:
        """Keep a picture; a page never moves sideways and always has its one heading."""
        self.step += 1
        self.page.wait_for_load_state()
        self.page.screenshot(path=self.folder / f"{self.who}-{self.step:02}-{name}.png", full_page=True)
        assert self.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), self.page.url
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)

    def follow(self, name: str, look: str) -> None:
        """A link of the page, seen by whoever looks for it."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=True).filter(visible=True).first.click()
        self.look(look)

    def press(self, name: str, look: str) -> None:
        """A button that leads on."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()
        self.look(look)


def test_a_newcomer_asks_a_group_and_reads_what_it_said(open_as: OpenAs, server: TownServer, tmp_path: Path) -> None:
    walk = Walk(open_as("curator"), tmp_path, "curator")
    walk.look("desk")
    _build(walk)
    _send(walk)
    _answer_on_a_phone(Walk(open_as("mentee", viewport=PHONE), tmp_path, "phone"))
    for place, address in enumerate(_others(server)):
        _answer_by_client(server, address, place)
    _read(walk)


def _build(walk: Walk) -> None:
    """Ten questions of eight kinds, one asked on a condition, two of them a block."""
    page = walk.page
    walk.follow("Анкеты и отчёты", "waves")
    walk.follow("Назначить анкету", "choose")
    walk.follow("Создать новую", "new")
    page.get_by_label("Название анкеты").fill(TITLE)
    walk.press("Создать черновик", "draft")
    walk.follow("Добавить вопрос", "kinds")
    for kind, text, options in ASKED:
        walk.page.get_by_role("link", name=kind, exact=True).click()
        page.get_by_label("Вопрос", exact=True).fill(text)
        for n, option in enumerate(options):
            page.locator(f"#option-{n}-label").fill(option)
        with page.expect_navigation():
            page.get_by_role("button", name="Добавить и следующий").click()
    walk.follow(TITLE, "ten-questions")
    expect(page.locator(".builder-item:not(.heading)")).to_have_count(len(ASKED))
    walk.follow("Что было непонятно?", "question")
    walk.follow("Задать условие", "condition")
    page.get_by_label("Если на вопрос").select_option(label="1. Всё ли понятно на занятиях?")
    page.get_by_label("Ответ", exact=True).select_option(label="один из")
    page.get_by_label("Не всегда").check()
    page.get_by_label("Нет", exact=True).check()
    walk.press("Добавить условие", "condition-set")
    walk.follow("Блоки и баллы", "blocks")
    page.get_by_label("Новый блок", exact=False).first.fill("Самочувствие")
    for text in ("Насколько спокойно в группе?", "Насколько тяжело успевать?"):
        page.get_by_label(f"Блок: {text}").select_option(label="Новый блок")
    page.get_by_label(re.compile("чем меньше, тем лучше: Насколько тяжело")).check()
    walk.press("Сохранить блоки", "blocks-set")
    walk.follow("Настройки", "head")
    page.get_by_label("Вступление").fill("Хотим понять, что поправить до зимы. Ответы без имён.")
    page.get_by_label("Обычно без имён").check()
    walk.press("Сохранить настройки", "head-set")
    walk.follow("Как увидят", "preview")
    walk.follow("Вопросы", "questions")
    walk.follow("Проверить и опубликовать", "check")
    walk.follow("Дополнить настройки анкеты", "head-again")
    page.get_by_label("Сколько минут занимает").fill("3")
    walk.press("Сохранить настройки", "head-whole")
    walk.follow("Проверить и опубликовать", "check-again")
    walk.press("Опубликовать", "published")
    expect(page.get_by_role("status").filter(has_text="Анкета опубликована")).to_be_visible()


def _send(walk: Walk) -> None:
    """To one group, until a day two weeks away."""
    page = walk.page
    walk.follow("Назначить", "wave-form")
    page.get_by_label("Группы или классы").check()
    page.locator(".when-groups").get_by_label(GROUP, exact=True).check()
    page.get_by_label("Последний день").first.fill(f"{LAST_DAY:%d.%m.%Y}")
    page.get_by_role("button", name="Посчитать").click()
    expect(page.locator(".asked")).to_contain_text("Будет приглаш")
    walk.look("counted")
    walk.press("Назначить анкету", "wave")
    expect(page.locator("[data-focus]")).to_contain_text("Анкета назначена")


def _answer_on_a_phone(walk: Walk) -> None:
    """From the learner's home to the receipt."""
    phone = walk.page
    walk.look("home")
    walk.follow("Анкеты", "my-surveys")
    phone.get_by_role("link", name=TITLE).click()
    walk.look("start")
    walk.follow("Начать", "first")
    for name in ("Нет", None, "7", "4", "Куратор", "Да", None, None, "9", None):
        if name:
            phone.locator("#answers").get_by_label(name, exact=True).check(force=True)
        for place, choice in enumerate(phone.locator("#answers select").all(), 1):
            choice.select_option(str(place))
        for field in phone.locator("#answers input[type=text]:visible, #answers textarea:visible").all():
            field.fill("3" if field.get_attribute("inputmode") else "Меньше спешки")
        walk.press("Продолжить", "next")
    walk.press("Отправить анкету", "receipt")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Спасибо")
    walk.follow("К моим анкетам", "my-surveys")
    expect(phone.locator("#past")).to_contain_text(TITLE)


def _others(server: TownServer) -> list[str]:
    """Personal addresses of other members of the group, as their letters and cards hold them."""
    waiting = (
        sa.select(SurveyInvitation)
        .join(SurveyInvitation.assignment)
        .where(SurveyAssignment.title == TITLE, ~sa.exists().where(Participation.invitation_id == SurveyInvitation.id))
        .limit(BY_CLIENT)
    )
    with opened(Settings.from_environment(server.environ)):
        return [f"{server.url}/s/{token_of(invitation)}" for invitation in db.session.scalars(waiting)]


def _answer_by_client(server: TownServer, address: str, place: int) -> None:
    """The whole questionnaire on one page, sent once."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    line = urllib.request.build_opener(jar)
    html = line.open(f"{address}?view=all").read().decode()
    fields = re.findall(r"<input[^>]*>", html)
    choices = {
        code: [re.findall(r'value="([^"]*)"', field)[0] for field in fields if f'name="{code}"' in field]
        for code in ("Q1", "Q5")
    }
    answers = {
        **{code: values[place % 3] for code, values in choices.items()},
        "Q3": str(5 + place % 5), "Q4": str(2 + place % 4), "Q6": "yes", "Q7": "4", "Q9": str(4 + place),
        "Q10": f"Пожелание {place}", "submission_key": hidden(html, "submission_key"),
        "csrf_token": hidden(html, "csrf_token"),
    }  # fmt: skip
    request = urllib.request.Request(address, urllib.parse.urlencode(answers).encode(), headers={"Origin": server.url})
    assert line.open(request).url.endswith("/receipt")


def _read(walk: Walk) -> None:
    """From the wave, which was left open on the desk, to the figures, two questions together, and the file."""
    page = walk.page
    walk.follow("Анкеты и отчёты", "waves")
    walk.follow(TITLE, "wave")
    expect(page.locator("#progress_section")).to_contain_text(f"Ответили {BY_CLIENT + 1} из")
    walk.follow("Результаты", "results")
    expect(page.locator("main")).to_contain_text("Самочувствие")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Скачать Excel").click()
    book = load_workbook(io.BytesIO(Path(coming.value.path()).read_bytes()))
    words = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value}
    assert {text for _kind, text, _options in ASKED} <= words
    walk.follow("Два вопроса", "two-questions")
    walk.follow("Сводка", "results-again")
