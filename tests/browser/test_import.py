"""A curator brings in 340 people with their parents: the file, its columns, 17 errors, the result."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from portal.imports.child import read_apart
from tests.browser.conftest import axe_faults
from tests.importing import BAD, GOOD, people_book
from tests.server import TownServer
from tests.serving import ROOT

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]


def test_340_people_with_parents_go_in_without_17(open_as: OpenAs, server: TownServer, tmp_path: Path) -> None:
    with at_work(server):
        _walk(open_as("curator"), tmp_path)


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


def _walk(page: Page, tmp_path: Path) -> None:
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
    page.get_by_role("link", name="Отменить загрузку").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Отменить загрузку?")
