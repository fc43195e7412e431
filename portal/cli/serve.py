"""`portal run`: web server and worker together, one command and one Ctrl-C; `portal worker` alone."""

import argparse
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from portal.cli.console import Stop, opened, say
from portal.cli.data import build_town, has_people, migrate, sync
from portal.core.i18n import _
from portal.settings import ROOT, Settings

WEB_PROCESSES, WEB_THREADS = 2, 4
START_PATIENCE, STOP_PATIENCE = 30.0, 15.0
RESTART_PAUSE = 1.0


def run(args: argparse.Namespace) -> int:
    """Prepare the database, start both, say where, wait, end both."""
    settings = Settings.from_environment()
    _refuse_taken_port(settings)
    prepare(settings)
    keeper = Keeper(settings)
    keeper.start()
    if keeper.wait_for_web():
        say(_("Портал работает: %(url)s", url=f"http://{settings.host}:{settings.port}"))
        _say_sign_ins(settings)
        say(_("Остановить: Ctrl-C"))
    return keeper.watch()


def worker(args: argparse.Namespace) -> None:
    """Background work until SIGTERM."""
    from portal.admin.checks import refuse_unsafe
    from portal.app import create_app
    from portal.core.tasks import consume, queue_of

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    settings = Settings.from_environment()
    app = create_app(settings)
    refuse_unsafe(app)
    consume(queue_of(app), is_periodic=not args.no_periodic)


def prepare(settings: Settings) -> None:
    """Migrations, reference data and, where asked for and nobody lives here yet, the demo town."""
    from portal.admin.checks import refuse_unsafe

    with opened(settings) as app:
        migrate()
        sync()
        if settings.is_demo and not settings.is_production and not has_people():
            say(_("База пуста: строится демонстрационный город…"))
            build_town()
        refuse_unsafe(app)


class Keeper:
    """Keeps the web server and the worker running and ends both together."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.is_stopping = False
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start both, each in a process group of its own: only the keeper ends them."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._asked_to_stop)
        self.web = _spawn(
            ["-m", "granian", "--interface", "wsgi", "--host", self.settings.host, "--port", self.settings.port,
             "--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS), "--no-ws",
             "--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5",
             "--log-level", "warning", "wsgi:app"]
        )  # fmt: skip
        self._start_worker()

    def wait_for_web(self) -> bool:
        """Until the address answers; False when the server ended instead."""
        deadline = time.monotonic() + START_PATIENCE
        while time.monotonic() < deadline and not self.is_stopping:
            if self.web is None or self.web.poll() is not None:
                return False
            if _answers(self.settings):
                return True
            time.sleep(0.05)
        return False

    def watch(self) -> int:
        """Until the web server ends or somebody asks to stop; a worker that died is started again."""
        while not self.is_stopping and self.web and self.web.poll() is None:
            if self.worker and self.worker.poll() is not None:
                time.sleep(RESTART_PAUSE)
                self._start_worker()
            time.sleep(0.1)
        self._end()
        return 0 if self.is_stopping else 1

    def _asked_to_stop(self, signum: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _start_worker(self) -> None:
        if not self.is_stopping:
            self.worker = _spawn(["-m", "portal", "worker"])

    def _end(self) -> None:
        children = [child for child in (self.web, self.worker) if child and child.poll() is None]
        for child in children:
            child.terminate()
        deadline = time.monotonic() + STOP_PATIENCE
        for child in children:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _kill_group(child)
        for started in filter(None, (self.web, self.worker)):
            started.wait()
            _kill_group(started)  # whatever a server that was killed has left behind would keep the address


def _spawn(arguments: list[str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(  # noqa: S603 — our own interpreter with our own arguments
        [sys.executable, *arguments], cwd=ROOT, env=environment, start_new_session=os.name == "posix"
    )


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    try:
        if os.name == "posix":
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
    except ProcessLookupError:
        pass  # nobody of the group is left


def _refuse_taken_port(settings: Settings) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, int(settings.port)))
        except OSError as taken:
            raise Stop(
                _("Порт %(port)s занят. Остановите то, что на нём работает, или задайте PORT=8001.", port=settings.port)
            ) from taken


def _answers(settings: Settings) -> bool:
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104 — a comparison
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, int(settings.port))) == 0


def _say_sign_ins(settings: Settings) -> None:
    if not settings.is_demo or settings.is_production:
        return
    from portal.demo.cast import PASSWORD
    from portal.demo.sign_ins import demo_sign_ins

    say(_("Демонстрационные входы, пароль для всех: %(password)s", password=PASSWORD))
    for sign_in in demo_sign_ins():
        say(f"  {sign_in.login:28} {sign_in.label}")
