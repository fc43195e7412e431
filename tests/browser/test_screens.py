"""Every screen in every dress: nothing overflows, axe finds nothing serious, one heading, a title."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, axe_faults
from tests.screens import SCREENS, Screen

pytestmark = pytest.mark.browser
LOOKS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "lowvision": {},
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("viewport", [DESK, PHONE, {"width": 320, "height": 700}], ids=["1280", "390", "320"])
@pytest.mark.parametrize("login", sorted({screen.login or "" for screen in SCREENS}))
def test_screens_of_a_person(open_as: Callable[..., Page], login: str, viewport: dict[str, int], look: str) -> None:
    page = open_as(login or None, viewport=viewport, **LOOKS[look])
    if look == "lowvision":
        page.goto("/appearance?view=lowvision&next=/")
    for screen in (one for one in SCREENS if (one.login or "") == login):
        check(page, screen, with_axe=viewport["width"] != 320)


def check(page: Page, screen: Screen, *, with_axe: bool) -> None:
    page.goto(screen.address(page))
    assert page.locator("h1").count() == 1, screen.name
    assert page.title(), screen.name
    too_wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0, f"{screen.name} is {too_wide} px too wide"
    ids = page.evaluate("() => Array.from(document.querySelectorAll('[id]'), e => e.id)")
    assert sorted(ids) == sorted(set(ids)), f"{screen.name} repeats an id"
    if with_axe:
        assert axe_faults(page) == [], screen.name
