"""What changes of one row have in common: its fields, and the file that it carries."""

from typing import IO, Any

from portal.core import files
from portal.core.db import db

Upload = tuple[IO[bytes], str]


def change(row: Any, wanted: dict[str, Any], upload: Upload | None = None) -> list[str]:
    """Give a versioned row these values and, if there is one, a new file; returns the names of what changed.

    The former file is erased. Raises Refusal for a file that is not taken.
    """
    changed = [field for field, value in wanted.items() if getattr(row, field) != value]
    for field in changed:
        setattr(row, field, wanted[field])
    former = None
    if upload is not None:
        former, row.file = row.file, files.store(*upload)
        changed.append("file")
    row.version += 1
    db.session.flush()
    if former is not None:
        files.erase(former)
    return changed
