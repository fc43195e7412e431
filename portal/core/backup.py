"""Copies of the whole portal: one tar with the database, the files and a manifest that says what must be inside.

A plain copy of a SQLite file under writers loses rows and still passes its integrity check; the backup API does not.
"""

import hashlib
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from portal.core import clock, pgtools, sqlite
from portal.core.blobs import Blobs
from portal.core.db import Base, db, is_sqlite
from portal.core.errors import Refusal
from portal.core.files import StoredFile, blobs
from portal.core.i18n import _
from portal.core.migrations import current_revision, known_revisions

MANIFEST, SQLITE_PART, POSTGRES_PART, FILES = "manifest.json", "portal.db", "portal.dump", "files"


@dataclass(frozen=True)
class Manifest:
    """What a copy holds; a restored database must show the same counts."""

    made_at: str
    database: str
    revision: str
    sha256: str
    counts: dict[str, int]
    files: list[str]
    missing_files: list[str]


def write_backup(target: Path) -> Manifest:
    """Make and verify a copy; the file appears under its name only when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="portal-backup-", dir=target.parent) as folder:
        part = Path(folder) / (SQLITE_PART if is_sqlite() else POSTGRES_PART)
        counts, digests, revision = _copy_sqlite(part) if is_sqlite() else _dump_postgres(part)
        stored = set(blobs().digests())
        manifest = Manifest(
            made_at=clock.now().isoformat(), database=db.engine.dialect.name, revision=revision, sha256=_hash(part),
            counts=counts, files=[one for one in digests if one in stored],
            missing_files=[one for one in digests if one not in stored],
        )  # fmt: skip
        whole = Path(folder) / "whole.tar"
        _pack(whole, part, manifest, blobs())
        whole.chmod(0o600)
        whole.replace(target)
    _fsync(target)
    return manifest


def read_backup(source: Path) -> Manifest:
    """The manifest of a copy. Raises Refusal when the file is none."""
    try:
        with tarfile.open(source) as tar:
            said = json.loads(_member(tar, MANIFEST).read())
            return Manifest(**said)
    except (OSError, tarfile.TarError, KeyError, TypeError, ValueError) as wrong:
        raise Refusal(_("%(file)s: это не копия портала или она повреждена.", file=source.name)) from wrong


def restore_backup(source: Path) -> Manifest:
    """Replace database and files by those of the copy, verified before and after. The caller migrates then."""
    manifest = read_backup(source)
    if manifest.database != db.engine.dialect.name:
        raise Refusal(_("Копия сделана на %(made)s, а портал настроен на %(here)s.",
                        made=manifest.database, here=db.engine.dialect.name))  # fmt: skip
    if manifest.revision not in known_revisions():
        raise Refusal(_("Копия сделана более новой программой. Обновите программу и повторите."))
    with tempfile.TemporaryDirectory(prefix="portal-restore-") as folder, tarfile.open(source) as tar:
        part = Path(folder) / (SQLITE_PART if is_sqlite() else POSTGRES_PART)
        _extract(tar, part.name, part)
        if _hash(part) != manifest.sha256:
            raise Refusal(_("Копия повреждена: база в ней не та, что записана в описи."))
        _put_files(tar, manifest, Path(folder))
        db.session.remove()
        if is_sqlite():
            _load_sqlite(part, manifest)
        else:
            pgtools.restore(db.engine.url, part)
    counts = _live_counts()
    if counts != manifest.counts:
        raise Refusal(_("После восстановления строк не столько, сколько в описи. Проверьте копию."))
    return manifest


def _copy_sqlite(part: Path) -> tuple[dict[str, int], list[str], str]:
    with closing(sqlite.driver().connect(str(part))) as copy:
        source = db.engine.raw_connection()
        try:
            source.driver_connection.backup(copy)  # type: ignore[union-attr]
        finally:
            source.close()
        copy.execute("PRAGMA journal_mode=DELETE")
        _verify_sqlite(copy)
        digests = [row[0] for row in copy.execute("SELECT DISTINCT sha256 FROM stored_file ORDER BY sha256")]
        revision = copy.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        return _sqlite_counts(copy), digests, revision


def _verify_sqlite(copy: Any) -> None:
    said = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if said != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone():
        raise Refusal(_("База в копии повреждена, копия не сделана. Выполните portal check."))


def _sqlite_counts(copy: Any) -> dict[str, int]:
    here = {row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    names = [name for name in _tables() if name in here]
    return {name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _dump_postgres(part: Path) -> tuple[dict[str, int], list[str], str]:
    """Counts and dump of the same snapshot, so that they agree under writers."""
    with db.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(sa.text("SELECT pg_export_snapshot()"))
        counts = {name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
                  for name in _tables()}  # fmt: skip
        digests = list(connection.scalars(sa.select(StoredFile.sha256).distinct().order_by(StoredFile.sha256)))
        revision = connection.scalar(sa.text("SELECT version_num FROM alembic_version")) or ""
        pgtools.dump(db.engine.url, part, snapshot=str(snapshot))
    return counts, digests, str(revision)


def _load_sqlite(part: Path, manifest: Manifest) -> None:
    """Copy the pages into the live file; open connections see the new content with their next transaction."""
    with closing(sqlite.driver().connect(str(part))) as copy:
        _verify_sqlite(copy)
        if _sqlite_counts(copy) != manifest.counts:
            raise Refusal(_("Копия повреждена: строк в ней не столько, сколько в описи."))
        live = db.engine.raw_connection()
        try:
            with sqlite.alone(str(db.engine.url.database)):
                copy.backup(live.driver_connection)
        finally:
            live.close()
    db.engine.dispose()


def _live_counts() -> dict[str, int]:
    with sqlite.reading(), db.engine.connect() as connection:  # noqa: TID251 — its own connection
        here = set(sa.inspect(connection).get_table_names())
        return {name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name))) or 0
                for name in _tables() if name in here}  # fmt: skip


def _tables() -> list[str]:
    return sorted(Base.metadata.tables)


def _pack(whole: Path, part: Path, manifest: Manifest, kept: Blobs) -> None:
    listing = part.with_name(MANIFEST)
    listing.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    with tarfile.open(whole, "w") as tar:
        tar.add(listing, MANIFEST)
        tar.add(part, part.name)
        for digest in manifest.files:
            with _as_file(kept, digest) as path:
                tar.add(path, f"{FILES}/{digest}")


@contextmanager
def _as_file(kept: Blobs, digest: str) -> Iterator[Path]:
    with kept.open(digest) as stream, tempfile.NamedTemporaryFile(dir=kept.workshop, prefix="incoming-") as copy:
        while chunk := stream.read(1 << 20):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)


def _put_files(tar: tarfile.TarFile, manifest: Manifest, folder: Path) -> None:
    for digest in manifest.files:
        path = folder / "blob"
        _extract(tar, f"{FILES}/{digest}", path)
        if _hash(path) != digest:
            raise Refusal(_("Копия повреждена: файл в ней не тот, что записан в описи."))
        blobs().put(path, digest)


def _extract(tar: tarfile.TarFile, name: str, path: Path) -> None:
    """Only members that we name are read, and to a path of ours: nothing in the archive chooses where it lands."""
    with _member(tar, name) as stream, path.open("wb") as target:
        while chunk := stream.read(1 << 20):
            target.write(chunk)


def _member(tar: tarfile.TarFile, name: str) -> Any:
    try:
        stream = tar.extractfile(name)
    except KeyError:
        stream = None
    if stream is None:
        raise Refusal(_("Копия повреждена: в ней нет части %(name)s.", name=name))
    return stream


def _hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _fsync(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def is_empty() -> bool:
    """Whether there is nothing to lose: no tables yet, or no person in them."""
    if current_revision() is None:
        return True
    people = sa.table("person")
    return not db.session.scalar(sa.select(sa.exists().select_from(people)))
