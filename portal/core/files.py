"""Files: a row per upload, the content once, under its own hash, on disk before the row is committed.

A file has no address of its own: its owner's view serves it through `send`, so the owner's gate decides.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import sqlalchemy as sa
from flask import current_app
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response
from werkzeug.wsgi import FileWrapper

from portal.core import clock
from portal.core.blobs import Blobs
from portal.core.db import Base, Key, PublicId, UtcDateTime, db
from portal.core.errors import Refusal
from portal.core.file_kinds import IMAGES, LARGEST, kind_of
from portal.core.i18n import _
from portal.core.personal_data import CONTENT, TECHNICAL, holds
from portal.core.text import clean_line

CHUNK = 256 * 1024
LONGEST_NAME = 150
FRESH = timedelta(minutes=10)
Upload = tuple[IO[bytes], str]  # what came with a form: the content and the name that it bore
SANDBOX = "default-src 'none'; sandbox"


@holds(sha256=TECHNICAL, size=TECHNICAL, media_type=TECHNICAL, name=CONTENT)
class StoredFile(Base):
    """One upload or one file that the portal made. Equal contents share one blob, never a row."""

    __tablename__ = "stored_file"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    sha256: Mapped[str] = mapped_column(sa.String(64), index=True)
    size: Mapped[int] = mapped_column(sa.BigInteger)
    media_type: Mapped[str] = mapped_column(sa.String(100))
    name: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)


def store(stream: IO[bytes], name: str, *, made_here: bool = False, largest: int = LARGEST) -> StoredFile:
    """Keep the content of `stream`: first on disk, then as a row in the current transaction.

    Raises Refusal when the content is not what the name promises, too large or of a kind that is not taken.
    `made_here` is for files that the portal wrote itself: they are not examined.
    """
    name = safe_name(name)
    with _received(stream, largest) as (path, digest, size):
        media_type = kind_of(name, path, made_here=made_here)
        blobs().put(path, digest)
    kept = StoredFile(sha256=digest, size=size, media_type=media_type, name=name)
    db.session.add(kept)
    db.session.flush()
    return kept


def digest_of(stream: IO[bytes]) -> str:
    """SHA-256 of what is left of the stream, as rows of files keep it."""
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


def open_file(file: StoredFile) -> IO[bytes]:
    """The content, to be closed by the caller."""
    return blobs().open(file.sha256)


def send(file: StoredFile) -> Response:
    """The answer with this file: a download, except pictures; never sniffed, never run."""
    headers = {
        "Content-Disposition": f"{disposition_of(file)}; {name_header(file.name)}",
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Content-Length": str(file.size),
        "ETag": f'"{file.sha256[:32]}"',
    }
    stream = open_file(file)
    if file.size <= CHUNK:  # no open file has to wait for the reader of a small one
        with stream:
            return Response(stream.read(), headers=headers, mimetype=file.media_type)
    body = FileWrapper(stream, CHUNK)  # closed with the answer, read or not
    return Response(body, headers=headers, mimetype=file.media_type, direct_passthrough=True)


def erase(file: StoredFile) -> None:
    """Remove the row; the blob goes after the commit when no other row needs it (at once, or by `sweep`)."""
    digest = file.sha256
    db.session.delete(file)
    db.session.flush()
    if not _is_needed(digest):
        db.session.info.setdefault("unneeded_blobs", set()).add(digest)


def sweep() -> int:
    """Delete blobs that no row needs and that nobody has just written; the worker calls it."""
    unneeded = [digest for digest in blobs().older_than(FRESH) if not _is_needed(digest)]
    return sum(blobs().delete_unless_fresh(digest, FRESH) for digest in unneeded)


def safe_name(name: str) -> str:
    """The last part of the name, on one line, without what file systems and headers trip over."""
    last = clean_line(name.replace("\\", "/").rsplit("/", 1)[-1])
    last = "".join("_" if char in '<>:"|?*%' else char for char in last).strip(". ")
    stem, dot, ending = last.rpartition(".")
    short = f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else last[:LONGEST_NAME]
    return short or _("файл")


def disposition_of(file: StoredFile) -> str:
    return "inline" if file.media_type in IMAGES else "attachment"


def blobs() -> Blobs:
    """Where contents are kept; the application opened it by `PORTAL_FILES_URL`."""
    kept: Blobs = current_app.extensions["blobs"]
    return kept


def _is_needed(digest: str) -> bool:
    return bool(db.session.scalar(sa.select(sa.exists().where(StoredFile.sha256 == digest))))


def _drop_unneeded(session: Any) -> None:
    if session.in_nested_transaction():
        return  # a savepoint was released: the row is not gone yet
    for digest in session.info.pop("unneeded_blobs", ()):
        blobs().delete_unless_fresh(digest, FRESH)


def _forget_unneeded(session: Any) -> None:
    session.info.pop("unneeded_blobs", None)


sa.event.listen(db.session, "after_commit", _drop_unneeded)
sa.event.listen(db.session, "after_rollback", _forget_unneeded)


@contextmanager
def _received(stream: IO[bytes], largest: int) -> Iterator[tuple[Path, str, int]]:
    """The stream in a temporary file beside the blobs, with its hash and size."""
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=blobs().workshop, prefix="incoming-") as temporary:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > largest:
                raise Refusal(_("Файл больше %(n)s МБ. Выберите файл поменьше.", n=largest // 2**20))
            digest.update(chunk)
            temporary.write(chunk)
        temporary.flush()
        if size == 0:
            raise Refusal(_("Файл пустой."))
        yield Path(temporary.name), digest.hexdigest(), size


def name_header(name: str) -> str:
    """RFC 6266: a plain name for old programs and the real one in UTF-8 (RFC 5987)."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\' else "_" for char in name)
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
