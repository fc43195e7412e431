"""The file of an import as a path on this machine, wherever the portal keeps its files."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from portal.core.errors import Refusal
from portal.core.file_kinds import LARGEST
from portal.core.files import StoredFile, blobs, open_file
from portal.core.i18n import _
from portal.imports.child import read_apart
from portal.imports.reading import Table, ending_of, refuse_unreadable_name

LOOK = 20


@contextmanager
def _on_disk(stream: IO[bytes]) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(dir=blobs().workshop, prefix="table-") as copy:
        shutil.copyfileobj(stream, copy, 256 * 1024)
        copy.flush()
        yield Path(copy.name)


def look_into(stream: IO[bytes], name: str) -> Table:
    """Headings and the first rows of an upload; leaves the stream at its beginning. Raises Refusal at a bad file."""
    refuse_unreadable_name(name)
    size = stream.seek(0, 2)
    stream.seek(0)
    if size == 0:
        raise Refusal(_("Файл пустой."))
    if size > LARGEST:
        raise Refusal(_("Файл больше %(n)s МБ. Выберите файл поменьше.", n=LARGEST // 2**20))
    with _on_disk(stream) as path:
        table = read_apart(path, f"table.{ending_of(name)}", most=LOOK)
    stream.seek(0)
    return table


def read_file(file: StoredFile) -> Table:
    """All rows of a stored file. No transaction should be open: a large file takes seconds."""
    with open_file(file) as stream, _on_disk(stream) as path:
        return read_apart(path, f"table.{ending_of(file.name)}")
