"""The key screens, by the person who looks: for the checks of every screen and for the pictures in docs/pictures."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page


@dataclass(frozen=True)
class Screen:
    """A screen: a short name, whose it is (None: a guest), its path or a way of finding it by clicks."""

    name: str
    login: str | None
    path: str | Callable[[Page], str]

    def address(self, page: Page) -> str:
        """The path, found by clicking where it depends on the data."""
        return self.path if isinstance(self.path, str) else self.path(page)


def first_link(start: str, selector: str, tail: str = "") -> Callable[[Page], str]:
    """The address of the first matching link on the page `start`, with `tail` appended."""

    def find(page: Page) -> str:
        page.goto(start)
        href = page.locator(selector).first.get_attribute("href")
        assert href, (start, selector)
        return href + tail

    return find


SCREENS: tuple[Screen, ...] = (
    Screen("guest", None, "/"),
    Screen("login", None, "/login"),
    Screen("about", None, "/about"),
    Screen("help", None, "/help"),
    Screen("personal-data", None, "/personal-data"),
    Screen("appearance", None, "/appearance"),
    Screen("error-404", None, "/no-such-page"),
    Screen("account", "curator", "/account"),
    Screen("notices-empty", "curator", "/account/notifications"),
)
