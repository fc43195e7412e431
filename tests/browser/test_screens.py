"""Every screen in every dress: nothing overflows, axe finds nothing serious, one heading, a title."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, axe_faults
from tests.screens import SCREENS, Screen

# Six pages in each dress, some with axe: others may be at work on the machine.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
NARROW = {"width": 320, "height": 700}
# One look after another at the page that is open: width, colours, and whether axe looks too.
DRESSES: dict[str, tuple[tuple[Any, Any, bool], ...]] = {
    "normal": ((DESK, "light", True), (PHONE, "dark", True), (NARROW, "light", False)),
    "lowvision": ((DESK, "light", True), (NARROW, "light", False)),
}
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
IDS = "() => Array.from(document.querySelectorAll('[id]'), e => e.id)"
FONTS = "() => document.fonts.ready.then(() => true)"
AT_ONCE = 6  # screens in one test: a curator has so many that one test would outlive its time


def of_person(login: str) -> list[Screen]:
    """The screens of one person, of a guest for the empty name."""
    return [screen for screen in SCREENS if (screen.login or "") == login]


PARTS = [
    (login, part)
    for login in sorted({screen.login or "" for screen in SCREENS})
    for part in range(0, len(of_person(login)), AT_ONCE)
]


@pytest.mark.parametrize("view", DRESSES)
@pytest.mark.parametrize(("login", "part"), PARTS)
def test_screens_of_a_person(open_as: Callable[..., Page], login: str, part: int, view: str) -> None:
    page = open_as(login or None)
    page.goto(f"/appearance?view={view}&next=/")
    found: list[str] = []
    for screen in of_person(login)[part : part + AT_ONCE]:
        page.set_viewport_size(DESK)
        found += faults(page, screen, view)
    assert not found, "\n".join(found)


def faults(page: Page, screen: Screen, view: str) -> list[str]:
    """What is wrong with one screen, in words."""
    page.goto(screen.address(page))
    found, ids = [], page.evaluate(IDS)
    if page.locator("h1").count() != 1 or not page.title():
        found.append(f"{screen.name}: one h1 and a title")
    found += [f"{screen.name} repeats the id {each}" for each in sorted({each for each in ids if ids.count(each) > 1})]
    for viewport, colours, with_axe in DRESSES[view]:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=colours)
        page.evaluate(FONTS)  # widths are those of the portal's own letters
        look = f"{screen.name}, {viewport['width']}, {colours}"
        too_wide = page.evaluate(OVERFLOW)
        if too_wide > 0:
            found.append(f"{look}: {too_wide} px too wide")
        if with_axe:
            found += [f"{look}: {fault}" for fault in axe_faults(page)]
    return found
