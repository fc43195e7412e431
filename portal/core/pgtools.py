"""pg_dump and pg_restore, found on the PATH; the password goes through the environment, never the command line."""

import os
import shutil
import subprocess
from pathlib import Path

import sqlalchemy as sa

from portal.core.errors import Refusal
from portal.core.i18n import _


def dump(url: sa.URL, target: Path, *, snapshot: str) -> None:
    """A dump in the custom format, of the snapshot that another transaction holds."""
    _run("pg_dump", url, "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")


def restore(url: sa.URL, source: Path) -> None:
    """Replace the database's content by the dump: all of it or nothing."""
    _run("pg_restore", url, "--clean", "--if-exists", "--no-owner", "--single-transaction",
         f"--dbname={url.database}", str(source))  # fmt: skip


def _run(program: str, url: sa.URL, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise Refusal(_("Не найдена программа %(program)s: установите клиент PostgreSQL.", program=program))
    done = subprocess.run(  # noqa: S603 — a program of PostgreSQL with our own arguments
        [path, "--no-password", *arguments], env={**os.environ, **_environment(url)}, capture_output=True, check=False
    )
    if done.returncode:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or [""])[-1]
        raise Refusal(_("%(program)s: %(last)s", program=program, last=last))


def _environment(url: sa.URL) -> dict[str, str]:
    host = url.host or url.query.get("host")
    said = {
        "PGHOST": str(host or ""),
        "PGPORT": str(url.port or ""),
        "PGUSER": url.username or "",
        "PGPASSWORD": url.password or "",
        "PGDATABASE": url.database or "",
    }
    return {name: value for name, value in said.items() if value}
