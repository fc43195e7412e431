"""The journal of erasures: a file beside the database, outside its backups, that is only ever added to.

After a restore every line is done again, so that nobody who was erased comes back (reliability 5.3). It holds public
ids and no names; each line is on disk before the erasure is committed, for the decision stands even if the machine
falls in between.
"""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import current_app

from portal.core import clock

FILE = "erasures.jsonl"


@dataclass(frozen=True, kw_only=True)
class JournalLine:
    """One erasure: whose, how far, by which act."""

    at: str
    act: str
    person: str
    scope: str
    purpose: str = ""
    organization: str = ""
    with_papers: bool = False


def journal_path() -> Path:
    """Where the journal lies; keep it when the database is replaced, and copy it apart from the backups."""
    path: Path = current_app.extensions["settings"].var / FILE
    return path


def note_erasure(
    *, act: str, person: str, scope: str, purpose: str = "", organization: str = "", with_papers: bool = False
) -> None:
    """Add a line and wait until it is on disk; call it right before the commit of the erasure."""
    line = JournalLine(
        at=clock.now().isoformat(), act=act, person=person, scope=scope, purpose=purpose, organization=organization,
        with_papers=with_papers,
    )  # fmt: skip
    path = journal_path()
    is_new = not path.exists()
    with path.open("a+", encoding="utf-8") as journal:
        if _was_cut(path):
            journal.write("\n")
        journal.write(json.dumps(asdict(line), ensure_ascii=False) + "\n")
        journal.flush()
        os.fsync(journal.fileno())
    if is_new:
        path.chmod(0o600)
        _fsync_folder(path.parent)


def journal_lines() -> list[JournalLine]:
    """All lines, oldest first; a line that was cut by a fall of the machine is left out."""
    path = journal_path()
    if not path.exists():
        return []
    lines = []
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            lines.append(JournalLine(**json.loads(text)))
        except (ValueError, TypeError):
            continue
    return lines


def _was_cut(path: Path) -> bool:
    """Whether the machine fell while the last line was written."""
    with path.open("rb") as journal:
        size = journal.seek(0, os.SEEK_END)
        journal.seek(max(size - 1, 0))
        return journal.read(1) not in (b"", b"\n")


def _fsync_folder(folder: Path) -> None:
    if os.name != "posix":
        return  # Windows has no handle for a folder
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
