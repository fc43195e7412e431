"""The portal with the demo town behind a real server, for the browser and for pictures; and where Chromium is."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.serving import ROOT, Served


class TownServer(Served):
    """A portal with a folder of its own; `start` again after `kill` keeps port and data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        environ = {
            "PORTAL_ENV": "development",
            "PORTAL_VAR_DIR": str(folder),
            "PORTAL_DATABASE_URL": f"sqlite:////{str(folder / 'portal.db').lstrip('/')}",
            "PORTAL_FILES_URL": f"file:{folder / 'files'}",
            "PORTAL_QUEUE_URL": f"sqlite:{folder / 'queue.db'}",
            "PORTAL_SECRET_KEY": "a key for tests that is long enough 0123456789",
            "PORTAL_DEMO": "1",
        }
        super().__init__("wsgi:app", environ)
        self.url = f"http://127.0.0.1:{self.port}"
        self._environ["PORTAL_BASE_URL"] = self.url

    def build(self) -> None:
        """Migrate, load reference data and the demo town: what `portal run` does first."""
        subprocess.run([sys.executable, "-m", "tests.build_town"], cwd=ROOT, env=self._environ, check=True)

    def forget(self) -> None:
        """Stop and remove the folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def chromium() -> str:
    """Where the browser is; `.ci/browser` installs it."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("no Chromium: bash .ci/browser")
