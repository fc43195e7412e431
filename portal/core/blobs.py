"""Contents under their SHA-256: in a folder, or in an object store (`s3://bucket`) through obstore.

A blob is complete and on disk before it gets its name, so a name never leads to half a file.
"""

import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Protocol

try:
    import fcntl
except ImportError:  # Windows: one process, the lock inside it is enough
    fcntl = None  # type: ignore[assignment]


class Blobs(Protocol):
    """Where contents are kept."""

    workshop: Path
    """A folder for temporary files of this store."""

    def put(self, path: Path, digest: str) -> None: ...
    def open(self, digest: str) -> IO[bytes]: ...
    def delete_unless_fresh(self, digest: str, age: timedelta) -> bool: ...
    def older_than(self, age: timedelta) -> Iterator[str]: ...
    def digests(self) -> Iterator[str]: ...


def open_blobs(url: str, folder: Path) -> Blobs:
    """The store at `url`; `folder` is the absolute one of a `file:` address, or of temporary files otherwise."""
    if url.startswith("file:"):
        return FolderBlobs(folder)
    from obstore.store import from_url

    return ObjectBlobs(from_url(url), folder)


class FolderBlobs:
    """Blobs in `folder/ab/abcdef…`; a lock keeps a deletion from meeting a fresh upload of the same content."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workshop = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._guard = threading.Lock()

    def put(self, path: Path, digest: str) -> None:
        """Take the content of `path`. Written again even where it exists: a fresh blob is not swept away."""
        target = self._path(digest)
        target.parent.mkdir(exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix="half-", delete=False) as half:
            try:
                with path.open("rb") as source:
                    while chunk := source.read(1 << 20):
                        half.write(chunk)
                half.flush()
                os.fsync(half.fileno())
            except BaseException:
                Path(half.name).unlink(missing_ok=True)
                raise
        with self._alone():
            Path(half.name).replace(target)
        for folder in (target.parent, self.folder):
            _fsync_folder(folder)

    def open(self, digest: str) -> IO[bytes]:
        return self._path(digest).open("rb")

    def delete_unless_fresh(self, digest: str, age: timedelta) -> bool:
        """Delete the blob if nobody wrote it within `age`; says whether it went."""
        path = self._path(digest)
        with self._alone():
            if not path.exists() or path.stat().st_mtime > time.time() - age.total_seconds():
                return False
            path.unlink()
        return True

    def older_than(self, age: timedelta) -> Iterator[str]:
        edge = time.time() - age.total_seconds()
        return (path.name for path in self._paths() if path.stat().st_mtime <= edge)

    def digests(self) -> Iterator[str]:
        return (path.name for path in self._paths())

    def _paths(self) -> Iterator[Path]:
        return (path for path in sorted(self.folder.glob("??/*")) if len(path.name) == 64)

    def _path(self, digest: str) -> Path:
        return self.folder / digest[:2] / digest

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._guard, (self.folder / ".lock").open("ab") as lock:
            if fcntl:
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class ObjectBlobs:
    """Blobs in an object store; a put there is whole or not at all."""

    def __init__(self, store: Any, workshop: Path) -> None:
        self._store = store
        self.workshop = workshop
        workshop.mkdir(parents=True, exist_ok=True)

    def put(self, path: Path, digest: str) -> None:
        with path.open("rb") as source:
            self._store.put(_key(digest), source)

    def open(self, digest: str) -> IO[bytes]:
        return BytesIO(bytes(self._store.get(_key(digest)).bytes()))

    def delete_unless_fresh(self, digest: str, age: timedelta) -> bool:
        modified = self._store.head(_key(digest))["last_modified"].timestamp()
        if modified > time.time() - age.total_seconds():
            return False
        self._store.delete(_key(digest))
        return True

    def older_than(self, age: timedelta) -> Iterator[str]:
        edge = time.time() - age.total_seconds()
        return (_digest(item["path"]) for item in self._items() if item["last_modified"].timestamp() <= edge)

    def digests(self) -> Iterator[str]:
        return (_digest(item["path"]) for item in self._items())

    def _items(self) -> Iterator[Any]:
        return (item for batch in self._store.list("blobs") for item in batch)


def _key(digest: str) -> str:
    return f"blobs/{digest[:2]}/{digest}"


def _digest(key: str) -> str:
    return key.rsplit("/", 1)[-1]


def _fsync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows has no handle for a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
