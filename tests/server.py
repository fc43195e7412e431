"""A real portal for tests and pictures: its own folder, the demo town, granian with two processes, killable."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class LiveServer:
    """The portal as `portal run` serves it, without the worker. `start` again after `kill` keeps port and data."""

    def __init__(self, folder: Path, *, database_url: str | None = None, workers: int = 2) -> None:
        self.folder, self.port, self.workers = folder, free_port(), workers
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            "PORTAL_ENV": "development",
            "PORTAL_VAR_DIR": str(folder),
            "PORTAL_DATABASE_URL": database_url or f"sqlite:////{str(folder / 'portal.db').lstrip('/')}",
            "PORTAL_FILES_URL": f"file:{folder / 'files'}",
            "PORTAL_QUEUE_URL": f"sqlite:{folder / 'queue.db'}",
            "PORTAL_BASE_URL": self.url,
            "PORTAL_SECRET_KEY": "a key for tests that is long enough 0123456789",
            "PORTAL_DEMO": "1",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def build(self) -> None:
        """Migrate, load reference data and the demo town: what `portal run` does first."""
        subprocess.run([sys.executable, "-m", "tests.build_town"], cwd=ROOT, env=self.environment, check=True)

    def start(self) -> None:
        """Start and wait until it answers."""
        command = [
            sys.executable,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
        ]
        command += [
            "--workers",
            str(self.workers),
            "--blocking-threads",
            "4",
            "--no-ws",
            "--log-level",
            "error",
            "wsgi:app",
        ]
        log = (self.folder / "server.log").open("ab")
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment, start_new_session=True, stdout=log, stderr=log
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/help", timeout=2).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start: {(self.folder / 'server.log').read_text()[-2000:]}")

    def kill(self) -> None:
        """Kill all processes at once (SIGKILL), as a crash would."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Stop and forget the folder."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def chromium() -> str:
    """Where the browser is; `.ci/browser` installs it."""
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise RuntimeError("no Chromium: bash .ci/browser")
