"""A real server for measures and faults: granian with two processes of four threads, on a free loopback port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
LAYOUT = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "4", "--no-ws", "--log-level", "error",
          "--workers-kill-timeout", "2")  # fmt: skip
PATIENCE = 40.0


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A WSGI application behind granian in a process group of its own; may be killed and started again."""

    def __init__(self, target: str, environ: Mapping[str, str]) -> None:
        self.target = target
        self.port = free_port()
        self._environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **environ}
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.stop()

    @property
    def environ(self) -> dict[str, str]:
        """What its processes find in their environment: for a worker beside it."""
        return dict(self._environ)

    def start(self) -> None:
        """Start and wait until a worker answers."""
        command = [sys.executable, "-m", "granian", *LAYOUT, "--host", "127.0.0.1", "--port", str(self.port)]
        if self.target.endswith(":create_app"):
            command.append("--factory")
        self._process = subprocess.Popen([*command, self.target], cwd=ROOT, env=self._environ, start_new_session=True)
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"{self.target} did not start")
            time.sleep(0.05)

    def kill(self) -> None:
        """`kill -9` for the server and all of its workers at once."""
        if self._process is None:
            return
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it has ended on its own
        self._process.wait()
        self._process = None

    def stop(self) -> None:
        """End it politely; by force if it does not listen."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            pass  # the group is killed next
        self.kill()

    def workers(self) -> list[int]:
        """Process ids of the web workers (Linux); the supervisor is not one of them."""
        if self._process is None:
            return []
        group = str(self._process.pid)
        stats = [(int(p.name), _stat(p)) for p in Path("/proc").iterdir() if p.name.isdigit()]
        return [pid for pid, stat in stats if stat and stat[2] == group and pid != self._process.pid]

    def memory(self) -> int:
        """Bytes of memory that the whole group holds, each shared page counted in shares (Linux), else 0."""
        if self._process is None:
            return 0
        return sum(_share_of_memory(pid) for pid in [self._process.pid, *self.workers()])

    def cpu(self) -> float:
        """Seconds of processor that the workers have used so far (Linux)."""
        ticks = [(int(stat[11]), int(stat[12])) for pid in self.workers() if (stat := _stat(Path(f"/proc/{pid}")))]
        return sum(user + system for user, system in ticks) / os.sysconf("SC_CLK_TCK")

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.settimeout(10)
                line.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                return line.recv(12).startswith(b"HTTP/1.")
        except OSError:
            return False


def _stat(process: Path) -> list[str]:
    """The fields of /proc/<pid>/stat after the name: state, parent, group, …"""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _share_of_memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
