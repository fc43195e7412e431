"""A mentor writes a meeting down on a phone in at most three taps after opening the desk, with and without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, axe_faults

pytestmark = pytest.mark.browser
OpenAs = Callable[..., Page]


class Finger:
    """Taps, and counts them."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, target: Locator) -> None:
        """One tap."""
        target.click()
        self.taps += 1


@pytest.mark.parametrize(("scripts", "who"), [(True, "mentor"), (False, "mentee")], ids=["scripts", "plain"])
def test_a_meeting_is_recorded_in_three_taps(open_as: OpenAs, scripts: bool, who: str) -> None:
    options: dict[str, Any] = {"viewport": PHONE, "scripts": scripts}
    page, finger = open_as(who, **options), Finger()
    page.goto("/")
    finger.tap(page.locator("#own_meetings").get_by_role("link", name="Записать встречу").first)
    finger.tap(page.get_by_role("button", name="Записать встречу"))
    expect(page.get_by_role("heading", level=2, name="Что вышло")).to_be_visible()
    expect(page.locator("#sides_section")).to_contain_text("подтверждает")
    assert finger.taps <= 3
    if scripts:
        assert axe_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
