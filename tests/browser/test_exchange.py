"""A curator brings a questionnaire from Kobo: refused rows, a corrected file, confirmation; and takes a large file."""

import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from portal.core.db import make_engine
from surveys.models import SurveyAssignment
from tests.browser.conftest import PHONE, axe_faults
from tests.server import TownServer
from tests.serving import ROOT
from tests.surveys.foreign_forms import workbook

# The bound is for a machine on which others are at work too.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
OpenAs = Callable[..., Page]
HEAD = ["type", "name", "label"]
BAD = {
    "survey": [HEAD, ["text", "hope", "Чего ждёте от наставника?"], ["geopoint", "place", "Где вы?"],
               ["integer", "hours", "Сколько часов в неделю?"]],
    "settings": [["form_title", "form_id"], ["Ожидания осени", "autumn_hopes"]],
}  # fmt: skip
GOOD = {**BAD, "survey": [row for row in BAD["survey"] if row[0] != "geopoint"]}


def saved(folder: Path, sheets: dict[str, list[list[str]]]) -> Path:
    path = folder / "ожидания.xlsx"
    path.write_bytes(workbook(**sheets))
    return path


@pytest.mark.parametrize("scripts", [True, False], ids=["htmx", "plain"])
def test_a_form_with_a_refused_row_is_corrected_and_becomes_ours(
    open_as: OpenAs, tmp_path: Path, scripts: bool
) -> None:
    page = open_as("curator", scripts=scripts, viewport=None if scripts else PHONE)
    page.goto("/surveys/templates")
    page.get_by_role("link", name="Загрузить анкету").click()
    page.get_by_label("Файл анкеты").set_input_files(saved(tmp_path, BAD))
    page.get_by_role("button", name="Прочитать файл").click()
    refused = page.locator("#refused_section tbody tr")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text("survey")
    expect(refused).to_contain_text("3")
    expect(page.get_by_text("Чего ждёте от наставника?")).to_be_visible()
    expect(page.get_by_role("button", name="Загрузить анкету")).to_have_count(0)
    if scripts:
        assert axe_faults(page) == []
    page.get_by_role("link", name="Загрузить исправленный файл").click()
    page.get_by_label("Файл анкеты").set_input_files(saved(tmp_path, GOOD))
    page.get_by_role("button", name="Прочитать файл").click()
    expect(page.locator("#refused_section")).to_have_count(0)
    page.get_by_role("button", name="Загрузить анкету").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ожидания осени")
    expect(page.get_by_text("Анкета загружена, редакция 1")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="XLSForm").click()
    assert load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))["settings"]["B2"].value == "autumn_hopes"


def test_a_file_that_is_no_form_says_so_beside_the_field(open_as: OpenAs, tmp_path: Path) -> None:
    page = open_as("curator")
    page.goto("/surveys/templates/uploads/new")
    page.get_by_label("Файл анкеты").set_input_files(saved(tmp_path, {"Люди": [["Фамилия"], ["Иванов"]]}))
    page.get_by_role("button", name="Прочитать файл").click()
    expect(page.locator("#upload_form")).to_contain_text("нет листа")
    expect(page.get_by_label("Файл анкеты")).to_have_attribute("aria-invalid", "true")


def test_a_large_file_is_made_in_the_background_and_taken_from_its_page(open_as: OpenAs, server: TownServer) -> None:
    page = open_as("curator")
    page.goto("/surveys?q=дефициты")
    page.get_by_role("link", name="Профессиональные дефициты").first.click()
    page.get_by_role("link", name="Результаты").click()
    wave = page.url.split("/")[-2]
    with _pretended_many(server, wave):
        _make_and_take(page, server)


def _make_and_take(page: Page, server: TownServer) -> None:
    page.reload()
    page.get_by_role("button", name="Подготовить файл Excel").click()
    expect(page.get_by_text("Работа стоит в очереди")).to_be_visible()
    worker = subprocess.Popen([sys.executable, "-m", "portal", "worker", "--no-periodic"], cwd=ROOT, env=server.environ)
    try:
        expect(page.get_by_role("link", name="Скачать")).to_be_visible(timeout=60_000)
    finally:
        worker.terminate()
        worker.wait(20)
    expect(page.get_by_text("SHA-256 файла")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Скачать").click()
    book = load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes()))
    facts = {row[0]: row[1] for row in book["Сведения"].iter_rows(values_only=True)}
    assert facts["Строк на листе «Ответы»"] == book["Ответы"].max_row - 2 > 0


@contextmanager
def _pretended_many(server: TownServer, public_id: str) -> Iterator[None]:
    """The wave says that it has more responses than a request may write; afterwards it tells the truth again."""
    engine = make_engine(server.environ["PORTAL_DATABASE_URL"])
    named = SurveyAssignment.public_id == public_id
    with engine.connect() as line:
        truth = line.scalar(sa.select(SurveyAssignment.submitted).where(named))

    def say(number: int) -> None:
        with engine.begin() as line:
            line.execute(sa.update(SurveyAssignment).where(named).values(submitted=number))

    try:
        say(25_000)
        yield
    finally:
        say(truth)
        engine.dispose()
