"""The script of the questionnaire holds to the same protocol as its twin (tests/surveys/twin.py), fault by fault."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, axe_faults
from tests.browser.filling import rows
from tests.server import TownServer
from tests.serving import ROOT

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
SAVED = re.compile(r"сохранено в \d\d:\d\d")
SHELF = (
    "() => Object.entries({...localStorage})"
    ".filter(([name]) => name.startsWith('answers/')).map(([, sealed]) => sealed)"
)
ANSWERS = (
    "SELECT a.item_code, a.value FROM answer a JOIN response r ON r.id = a.response_id"
    " JOIN survey_invitation i ON i.id = r.invitation_id WHERE i.public_id = ?"
)


def invite(server: TownServer, mode: str = "named") -> str:
    """A fresh invitation of the adult student."""
    command = [sys.executable, "-m", "tests.build_wave", mode]
    made = subprocess.run(command, cwd=ROOT, env=server._environ, check=True, capture_output=True)
    return made.stdout.decode().strip()


@pytest.fixture
def token(server: TownServer) -> str:
    return invite(server)


def everything(open_as: OpenAs, token: str, **options: Any) -> Page:
    page = open_as(**options)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/s/{token}?view=all")
    return page


def cut(page: Page) -> None:
    """Nothing that is sent arrives; pages can still be opened."""
    page.route("**/s/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())


def mend(page: Page) -> None:
    page.unroute("**/s/*")


def waits(page: Page) -> None:
    expect(page.locator("#saved_mark")).to_contain_text("нет связи: ответ ждёт на этом устройстве", timeout=15_000)


def saved(page: Page) -> None:
    expect(page.locator("#saved_mark")).to_have_text(SAVED, timeout=30_000)


def stored(server: TownServer, token: str) -> dict[str, Any]:
    found = rows(server, ANSWERS, token.partition(".")[0])
    return {
        row["item_code"]: json.loads(row["value"]) if isinstance(row["value"], str) else row["value"] for row in found
    }


def test_what_was_typed_offline_survives_the_tab_and_goes_from_the_next_page(
    open_as: OpenAs, server: TownServer, token: str
) -> None:
    page = everything(open_as, token)
    cut(page)
    page.fill("#NOTE", "Личное и неотправленное")
    page.get_by_label("Да", exact=True).check()
    waits(page)
    own = page.locator('[data-item="NOTE"] > .saved-mark')
    expect(own).to_contain_text("ждёт на этом устройстве")
    shelf = page.evaluate(SHELF)
    assert len(shelf) == 1
    assert "Личное" not in json.dumps(shelf, ensure_ascii=False)
    page.close()  # the tab is killed
    other = page.context.new_page()
    other.complaints = []  # type: ignore[attr-defined]
    cut(other)
    other.goto(f"/s/{token}?view=all")
    expect(other.locator("#NOTE")).to_have_value("Личное и неотправленное")
    expect(other.get_by_label("Да", exact=True)).to_be_checked()
    waits(other)
    mend(other)
    saved(other)
    assert stored(server, token) == {"NOTE": "Личное и неотправленное", "MET": "yes"}
    other.wait_for_function(f"() => ({SHELF})().length === 0")


def test_an_older_answer_of_this_device_never_overwrites_the_newer_of_another(
    open_as: OpenAs, server: TownServer, token: str
) -> None:
    desk = everything(open_as, token)
    cut(desk)
    desk.fill("#NOTE", "Сначала с компьютера")
    waits(desk)
    phone = everything(open_as, token, viewport=PHONE)
    phone.fill("#NOTE", "Потом с телефона")
    saved(phone)
    mend(desk)
    expect(desk.locator("#saved_mark")).to_contain_text("более новый ответ", timeout=30_000)
    expect(desk.locator("#NOTE")).to_have_value("Потом с телефона")
    assert stored(server, token) == {"NOTE": "Потом с телефона"}
    desk.fill("#NOTE", "И снова с компьютера")
    saved(desk)
    assert stored(server, token) == {"NOTE": "И снова с компьютера"}


def test_two_tabs_of_one_device_add_up(open_as: OpenAs, server: TownServer, token: str) -> None:
    first = everything(open_as, token)
    cut(first)
    first.fill("#NOTE", "Из первой вкладки")
    waits(first)
    second = first.context.new_page()
    second.complaints = []  # type: ignore[attr-defined]
    second.goto(f"/s/{token}?view=all")
    second.get_by_label("8", exact=True).check()
    saved(second)
    assert stored(server, token) == {"NOTE": "Из первой вкладки", "MARK": 8}
    mend(first)
    saved(first)
    assert first.evaluate(SHELF) == []


@pytest.mark.parametrize("status", [400, 403, 409, 429, 500, 503])
def test_no_answer_of_the_portal_makes_the_page_drop_anything(
    open_as: OpenAs, server: TownServer, token: str, status: int
) -> None:
    page = everything(open_as, token)
    refused: list[int] = []

    def refuse(route: Any) -> None:
        if route.request.method != "POST" or len(refused) >= 2:
            return route.continue_()
        refused.append(status)
        body = json.dumps({"message": "Сейчас нельзя."}) if status == 409 else "<p>нет</p>"
        route.fulfill(status=status, body=body, content_type="application/json" if status == 409 else "text/html")

    page.route("**/s/*", refuse)
    page.fill("#NOTE", f"Несмотря на {status}")
    saved(page)
    assert len(refused) == 2
    assert stored(server, token) == {"NOTE": f"Несмотря на {status}"}


def test_an_expired_token_of_the_form_is_renewed_by_the_answer(open_as: OpenAs, server: TownServer, token: str) -> None:
    page = everything(open_as, token)
    page.evaluate("() => { document.querySelector('meta[name=csrf-token]').content = 'expired'; }")
    page.fill("#NOTE", "Токен устарел")
    saved(page)
    assert stored(server, token) == {"NOTE": "Токен устарел"}


def test_a_wrong_clock_and_a_lost_reply_change_nothing(open_as: OpenAs, server: TownServer, token: str) -> None:
    page = open_as()
    page.add_init_script("const real = Date.now; Date.now = () => real() + 86400000;")
    page.goto(f"/s/{token}?view=all")
    lost: list[int] = []

    def lose(route: Any) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(1)
            route.fetch()
            return route.abort()
        route.continue_()

    page.route("**/s/*", lose)
    page.fill("#NOTE", "Завтрашние часы")
    saved(page)
    other = everything(open_as, token)
    other.fill("#NOTE", "Верные часы, позже")
    saved(other)
    assert stored(server, token) == {"NOTE": "Верные часы, позже"}


def test_whoever_gave_up_saves_a_file_and_it_is_brought_back(
    open_as: OpenAs, server: TownServer, token: str, tmp_path: Path
) -> None:
    page = everything(open_as, token)
    cut(page)
    page.get_by_label("Да", exact=True).check()
    page.get_by_label("Разговор").check()
    page.fill("#NOTE", "Из файла")
    waits(page)
    with page.expect_download() as caught:
        page.get_by_role("button", name="Сохранить ответы файлом").click()
    kept = tmp_path / "answers.json"
    caught.value.save_as(kept)
    assert "Из файла" not in kept.read_text(encoding="utf-8")
    assert json.loads(kept.read_text(encoding="utf-8"))["invitation"] == token.partition(".")[0]
    wave = rows(server, "SELECT a.public_id FROM survey_assignment a JOIN survey_invitation i ON i.assignment_id = a.id"
                " WHERE i.public_id = ?", token.partition(".")[0])[0]["public_id"]  # fmt: skip
    staff = open_as("curator")
    staff.goto(f"/surveys/{wave}")
    staff.get_by_role("link", name="Принять ответы из файлов").click()
    assert axe_faults(staff) == []
    staff.set_input_files("#file", kept)
    staff.get_by_role("button", name="Принять файлы").click()
    expect(staff.locator("main")).to_contain_text("Отправлена")
    assert stored(server, token) == {"MET": "yes", "WAYS": ["talk"], "NOTE": "Из файла"}
    guest = open_as()
    guest.goto(f"/s/{token}")
    expect(guest.locator("h1")).to_have_text("Спасибо, анкета отправлена")


def test_the_receipt_and_the_sign_out_leave_nothing_on_the_device(
    open_as: OpenAs, server: TownServer, token: str
) -> None:
    page = open_as("mentee")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/s/{token.partition('.')[0]}?view=all")
    cut(page)
    page.fill("#NOTE", "Останется до выхода")
    waits(page)
    assert len(page.evaluate(SHELF)) == 1
    page.goto("/")
    page.locator("details.menu summary").last.click()
    page.get_by_role("button", name="Выйти").click()
    page.wait_for_url(re.compile("/(login)?(\\?.*)?$"))
    assert page.evaluate(SHELF) == []
    other = everything(open_as, token)
    other.evaluate(f"() => localStorage.setItem('answers/{token.partition('.')[0]}/x', 'y.z')")
    other.get_by_label("Да", exact=True).check()
    saved(other)
    other.get_by_role("button", name="Проверить ответы").click()
    other.get_by_role("button", name="Отправить анкету").click()
    expect(other.locator("h1")).to_have_text("Спасибо, анкета отправлена")
    assert other.evaluate(SHELF) == []
