"""`make pictures`: every key screen for its person at 1280 and 390 px, in all dresses, into docs/pictures."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import DESK, PHONE, launch, sign_in
from tests.screens import SCREENS
from tests.server import ROOT, TownServer

OUT = ROOT / "docs/pictures"
LOOKS = ("light", "dark", "lowvision")
DARK = ("guest", "desk", "fill", "results")  # these screens also in dark and low vision; the others in light


def main() -> None:
    """Build the town, take the pictures, leave nothing else behind."""
    OUT.mkdir(parents=True, exist_ok=True)
    server = TownServer(Path(tempfile.mkdtemp(prefix="pictures-")))
    server.build()
    server.start()
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            for look in LOOKS:
                for width, viewport in ((1280, DESK), (390, PHONE)):
                    _take(browser, server, look, width, viewport)
            browser.close()
    finally:
        server.forget()


def _take(browser: Browser, server: TownServer, look: str, width: int, viewport: dict[str, int]) -> None:
    for login in dict.fromkeys(screen.login for screen in SCREENS):
        context = browser.new_context(
            base_url=server.url, viewport=viewport, locale="ru-RU", reduced_motion="reduce",
            color_scheme="dark" if look == "dark" else "light",
        )  # fmt: skip
        page = context.new_page()
        if login:
            sign_in(page, login)
        if look == "lowvision":
            page.goto("/appearance?view=lowvision&next=/")
        for screen in (one for one in SCREENS if one.login == login):
            if look != "light" and not screen.name.startswith(DARK):
                continue
            page.goto(screen.address(page))
            suffix = f"{width}" if look == "light" else f"{width}-{look}"
            _keep(page.screenshot(full_page=True, animations="disabled"), OUT / f"{screen.name}-{suffix}.png")
        context.close()


def _keep(taken: bytes, path: Path) -> None:
    """In 256 colours: nobody sees the difference, and the repository stays light."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main()
