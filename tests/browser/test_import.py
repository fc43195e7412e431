"""A curator brings in 340 people with their parents: the file, 17 errors, invitations, slips, the first sign-in."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from portal.core.db import make_engine
from portal.core.mail import OutboxMessage
from portal.core.sqlite import reading  # noqa: TID251 — an engine without a session
from portal.imports.child import read_apart
from tests.browser.conftest import axe_faults
from tests.importing import BAD, GOOD, PARENTS, people_book
from tests.server import TownServer
from tests.serving import ROOT

# The bound is for a machine on which others are at work too.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
OpenAs = Callable[..., Page]
OWN = "вечерний трамвай едет"


def test_340_people_with_parents_go_in_without_17_and_get_letters_and_slips(
    open_as: OpenAs, server: TownServer, tmp_path: Path
) -> None:
    curator = open_as("curator")
    with at_work(server):
        result = _load(curator, tmp_path)
    _look_at_undoing(curator, f"{GOOD} строки будут отменены")
    before = letters(server)
    _invite(curator, result)
    assert letters(server) == before + GOOD
    login, code = _print_slips(curator)
    _sign_in_for_the_first_time(open_as(), login, code)
    curator.goto(result)
    _look_at_undoing(curator, "Отменить нечего")
    staying = curator.locator("#staying_section tbody tr")
    expect(staying).to_have_count(200)
    expect(staying.filter(has_text="отправлено приглашение")).to_have_count(200)
    expect(staying.filter(has_text="открыта учётная запись").first).to_be_visible()
    expect(curator.get_by_text(f"и ещё {GOOD - 200} строки")).to_be_visible()


def letters(server: TownServer) -> int:
    """Invitations in the outbox."""
    engine = make_engine(server.environ["PORTAL_DATABASE_URL"])
    invited = sa.select(sa.func.count()).where(OutboxMessage.letter == "account_invitation")
    with reading(), engine.connect() as line:
        number = line.scalar(invited)
    engine.dispose()
    return number or 0


@contextmanager
def at_work(server: TownServer) -> Iterator[None]:
    """A worker beside the server: 323 rows are more than a request takes."""
    command = [sys.executable, "-m", "portal", "worker", "--no-periodic"]
    worker = subprocess.Popen(command, cwd=ROOT, env=server.environ)
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(20)


def _load(page: Page, tmp_path: Path) -> str:
    """From the file to the result; returns the address of the result."""
    file = tmp_path / "люди колледжа.xlsx"
    file.write_bytes(people_book())
    page.goto("/people/import")
    page.get_by_role("link", name="Люди и родители", exact=True).click()
    page.get_by_role("button", name="Загрузить файл").click()
    expect(page.locator("#error_summary")).to_be_focused()
    page.get_by_label("Файл XLSX или CSV").set_input_files(file)
    page.get_by_role("button", name="Загрузить файл").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Сопоставьте столбцы")
    expect(page.get_by_label("Дата рождения")).to_have_value("birth_on")
    assert axe_faults(page) == []
    page.get_by_label("Создать группы, которых ещё нет").check()
    page.get_by_role("button", name="Проверить строки").click()
    errors = page.locator("#rows_section .tag", has_text="Ошибка")
    expect(errors).to_have_count(BAD)
    expect(page.get_by_text("Дата рождения: «31.02.2008» не читается как дата")).to_be_visible()
    assert axe_faults(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать строки с ошибками").click()
    assert len(read_apart(Path(download.value.path()), "errors.xlsx").rows) == BAD
    page.get_by_role("link", name=f"Загрузить {GOOD} без ошибочных {BAD}").click()
    page.get_by_role("button", name=f"Загрузить {GOOD} без ошибочных {BAD}").dblclick()
    expect(page.get_by_text(f"Загружены {GOOD} строки.")).to_be_visible(timeout=60_000)
    expect(page.get_by_text(f"Не загружено {BAD} строк.")).to_be_visible()
    assert axe_faults(page) == []
    return page.url


def _look_at_undoing(page: Page, said: str) -> None:
    page.get_by_role("link", name="Отменить загрузку").click()
    expect(page.locator("main")).to_contain_text(said)
    assert axe_faults(page) == []


def _invite(page: Page, result: str) -> None:
    """Letters to those who have an e-mail; a second press sends nothing more."""
    page.goto(result)
    page.get_by_role("link", name="Пригласить на портал").click()
    expect(page.locator("dl").first).to_contain_text(re.compile(rf"Получат письмо\s*{GOOD}"))
    expect(page.locator("dl").first).to_contain_text(re.compile(rf"Без почты\s*{PARENTS}"))
    assert axe_faults(page) == []
    page.get_by_role("button", name="Отправить приглашения").dblclick()
    expect(page.get_by_text(f"Отправлено {GOOD} письма.")).to_be_visible(timeout=60_000)


def _print_slips(page: Page) -> tuple[str, str]:
    """Codes for those without an e-mail; returns name and code from the first slip of the sheet."""
    expect(page.locator("#without_email li")).to_have_count(PARENTS)
    page.get_by_role("button", name="Напечатать листки").click()
    expect(page.locator("dl").first).to_contain_text(re.compile(rf"Новые листки\s*{PARENTS}"))
    page.get_by_role("button", name="Сделать листки").dblclick()
    page.wait_for_url(re.compile("/accounts/slips/"), timeout=60_000)
    expect(page.locator(".slips > li")).to_have_count(PARENTS)
    words = page.locator(".slip-word").all_inner_texts()
    assert len(set(words)) == 2 * PARENTS, "two people have the same name for sign-in or the same code"
    page.emulate_media(media="print")
    expect(page.locator(".slips svg").first).to_be_visible()
    page.emulate_media(media="screen")
    return words[0], words[1]


def _sign_in_for_the_first_time(page: Page, login: str, code: str) -> None:
    """A parent with the slip in hand, at a browser that has seen nothing."""
    page.goto("/login")
    page.fill("#email", login)
    page.fill("#password", code)
    page.press("#password", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Придумайте свой пароль")
    page.fill("#new", OWN)
    page.fill("#again", OWN)
    page.get_by_role("button", name="Сохранить пароль").click()
    page.wait_for_url(lambda url: "password" not in url and "login" not in url)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert axe_faults(page) == []
