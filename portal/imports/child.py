"""Reading in a process of its own, with a ceiling on memory, processor and time, so that no file can harm the portal.

`python -m portal.imports.child PATH NAME MOST` writes the table, or the reason of the refusal, as JSON.
"""

import json
import sys
from pathlib import Path

from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.restraint import restrain, spoken_by
from portal.imports.reading import MOST_ROWS, Table, read_table

MEMORY = 1_200 * 2**20
SECONDS = 60


def read_apart(path: Path, name: str, *, most: int = MOST_ROWS) -> Table:
    """As `read_table`, but in a child process; a file that needs more than its share is refused."""
    said = spoken_by("portal.imports.child", str(path), name, str(most), seconds=SECONDS)
    if said is None:
        raise _too_heavy()
    if "refused" in said:
        raise Refusal(said["refused"])
    return Table(said["sheet"], said["headings"], [(number, cells) for number, cells in said["rows"]])


def _too_heavy() -> Refusal:
    return Refusal(_("Файл слишком тяжёлый или повреждён. Сохраните таблицу заново, только с нужными столбцами."))


def main(path: str, name: str, most: str) -> None:
    """Be the child."""
    restrain(memory=MEMORY, seconds=SECONDS)
    try:
        table = read_table(Path(path), name, most=int(most))
        said: dict[str, object] = {"sheet": table.sheet, "headings": table.headings, "rows": table.rows}
    except Refusal as refusal:
        said = {"refused": refusal.message}
    sys.stdout.buffer.write(json.dumps(said, ensure_ascii=False).encode("utf-8", errors="replace"))


if __name__ == "__main__":
    main(*sys.argv[1:4])
