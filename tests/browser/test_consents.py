"""Papers in a browser: blanks for a class, the signed stack comes back as a scan, the table knows it."""

import io
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE
from tests.consents.papers import as_pdf
from tests.server import TownServer
from tests.serving import ROOT

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]
LACK = "/consents/table?lacks=consent"


@pytest.fixture
def worker(server: TownServer) -> Iterator[None]:
    """The background worker of the town."""
    command = [sys.executable, "-m", "portal", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env=server._environ, start_new_session=True)
    yield
    process.send_signal(signal.SIGTERM)
    process.wait(20)


def scanned(page: Page) -> list[Image.Image]:
    """The printed blanks as a scanner sees them, one of them upside down."""
    blanks = page.locator(".blank")
    shots = [Image.open(io.BytesIO(blanks.nth(n).screenshot())).convert("L") for n in range(blanks.count())]
    return [shot.rotate(180) if n == 1 else shot for n, shot in enumerate(shots)]


def test_blanks_are_printed_scanned_and_accepted(open_as: OpenAs, worker: None) -> None:
    page = open_as("curator2", device_scale_factor=2)
    page.goto(LACK)
    waiting = page.locator("input[name=person]").count()
    assert waiting == 2
    page.get_by_label("Группа").select_option(label="9 «А»")
    page.get_by_role("button", name="Показать").click()
    for tick in page.locator("input[name=person]").all():
        tick.check()
    page.get_by_role("button", name="Напечатать бланки").click()
    expect(page.locator("h1")).to_have_text("Напечатать бланки")
    page.get_by_label("Участие и мониторинг").check()
    page.get_by_role("button", name="Напечатать бланки").dblclick()
    expect(page.locator(".blank")).to_have_count(waiting)
    pages = scanned(page)
    page.goto("/consents/stacks")
    stack = {"name": "стопка.pdf", "mimeType": "application/pdf", "buffer": as_pdf(pages, quality=70).getvalue()}
    page.get_by_label("Файлы со сканами").set_input_files(stack)  # type: ignore[arg-type]
    page.get_by_role("button", name="Загрузить сканы").click()
    accept = page.get_by_role("button", name=f"Принять {waiting} листа")
    expect(accept).to_be_visible(timeout=60_000)
    expect(page.locator(".scan img").first).to_have_js_property("complete", True)
    accept.click()
    expect(page.locator("[data-focus]")).to_contain_text("Листы приняты")
    page.goto(LACK)
    expect(page.locator("input[name=person]")).to_have_count(0)
    page.go_back()
    page.get_by_role("button", name="Отменить последнее решение").click()
    expect(page.locator("[data-focus]")).to_contain_text("Решение отменено")
    page.goto(LACK)
    expect(page.locator("input[name=person]")).to_have_count(waiting)


def test_a_list_is_ticked_by_keys_on_a_phone_without_scripts(open_as: OpenAs) -> None:
    page = open_as("curator", viewport=PHONE, scripts=False)
    page.goto("/consents/ticking")
    page.get_by_label("Кто").select_option(label="М-12 · Колледж")
    page.get_by_role("button", name="Показать").click()
    page.get_by_label("Публикация").check()
    page.get_by_label("Участие").uncheck()
    page.get_by_role("button", name="Показать").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    first = page.locator("fieldset.ticks-line").first
    first.get_by_label("не сдан").focus()
    page.keyboard.press("ArrowLeft")
    expect(first.get_by_label("отказ")).to_be_checked()
    page.get_by_role("button", name="Сохранить список").click()
    expect(page.locator("fieldset.ticks-line").first).to_contain_text("Был отказ")


def test_a_parent_prints_the_blank_of_the_child_on_a_phone_without_scripts(open_as: OpenAs) -> None:
    page = open_as("parent", viewport=PHONE, scripts=False)
    page.goto("/account/consents")
    page.get_by_role("link", name="Передача муниципальному оператору").click()
    page.get_by_role("button", name="Напечатать бланк").click()
    blank = page.locator(".blank")
    expect(blank).to_have_count(1)
    expect(blank).to_contain_text("законный представитель")
    expect(blank.locator("svg")).to_have_count(1)
    code = blank.locator(".blank-code p").inner_text()
    page.get_by_role("link", name="К согласию").click()
    page.get_by_role("button", name="Напечатать бланк").click()
    expect(page.locator(".blank-code p")).to_have_text(code)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
