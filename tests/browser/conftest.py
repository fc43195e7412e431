"""A real browser against a real server with the demo town; every page is watched for errors and foreign hosts."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, sync_playwright

from portal.demo.cast import PASSWORD
from tests.server import TownServer, chromium

AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TownServer]:
    """The portal with the demo town, for the whole run."""
    server = TownServer(tmp_path_factory.mktemp("town"))
    server.build()
    server.start()
    yield server
    server.forget()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield launch(playwright)


def launch(playwright: Playwright) -> Browser:
    """The one way in which tests and pictures open Chromium."""
    return playwright.chromium.launch(executable_path=chromium())


@pytest.fixture
def open_as(server: TownServer, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`open_as("curator", viewport=PHONE)`: a page signed in through the form; None is a guest."""
    contexts: list[BrowserContext] = []

    def open_page(login: str | None = None, *, viewport: Any = None, scripts: bool = True, **options: Any) -> Page:
        context = browser.new_context(
            base_url=server.url, viewport=viewport or DESK, java_script_enabled=scripts, locale="ru-RU",
            reduced_motion="reduce", **options,
        )  # fmt: skip
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        watch(page, server.url)
        if login:
            sign_in(page, login)
        return page

    yield open_page
    complaints = [complaint for context in contexts for page in context.pages for complaint in page.complaints]  # type: ignore[attr-defined]
    for context in contexts:
        context.close()
    assert complaints == []


def watch(page: Page, home: str) -> None:
    """Collect what a page must never do: break the policy of content, throw, ask a foreign host."""
    page.complaints = []  # type: ignore[attr-defined]

    def note(kind: str, text: str) -> None:
        page.complaints.append(f"{kind}: {text} at {page.url}")  # type: ignore[attr-defined]

    page.on("pageerror", lambda error: note("error", str(error)))
    page.on("console", lambda said: note("console", said.text) if "Content Security Policy" in said.text else None)
    page.on("request", lambda asked: None if asked.url.startswith((home, "data:")) else note("foreign", asked.url))


def sign_in(page: Page, login: str) -> None:
    """Through the form, as a person does."""
    page.goto("/login")
    give_password(page, login)
    page.wait_for_url(lambda url: "/login" not in url)


def give_password(page: Page, login: str) -> None:
    """On any page that shows the form."""
    page.fill("#email", f"{login}@demo.example")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")


def tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the element has the focus; on the way it never falls to the body."""
    for _press in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement !== document.body"), page.url
        if target.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached by Tab at {page.url}")


def axe_faults(page: Page) -> list[str]:
    """Serious and critical findings of axe on the page, in words."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(
        "() => axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
    )
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
