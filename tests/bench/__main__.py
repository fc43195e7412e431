"""`make bench`: build both, measure in turns, print one table, write var/bench.json; stops by itself."""

import json
import platform
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from tests.bench.matching import matching
from tests.bench.measures import GROUPS, Row, Scene, run_group
from tests.bench.places import build_portal, environ_of, served_floor
from tests.serving import ROOT, Served


def main() -> int:
    """Measure everything; 0 when every row was measured, whatever the ratios are."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        print("Собираются база портала и основа для сравнения…", file=sys.stderr, flush=True)
        portal = build_portal(folder)
        with served_floor(folder) as (floor, cookies), Served("wsgi:app", environ_of(portal.settings)) as web:
            scene = Scene(portal, web, floor, cookies)
            rows = [row for group in (*GROUPS, matching) for row in run_group(group, scene)]
    print(table(rows))
    print(f"\n{len(rows)} строк за {time.monotonic() - began:.0f} с; {sum(row.is_met for row in rows)} достигли цели")
    keep(rows)
    return 0 if all(row.goal for row in rows) else 1


def table(rows: list[Row]) -> str:
    """The rows in columns of equal width."""
    lines = [("мера", "портал", "рядом", "отношение", "цель", "процессор", "")]
    lines += [_line(row) for row in rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(lines[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)


def _line(row: Row) -> tuple[str, ...]:
    missed = "" if row.is_met else "← не достигнута"
    return row.measure, row.portal, row.reference, f"{row.ratio:.2f}", row.goal, processor(row), missed


def processor(row: Row) -> str:
    """Milliseconds of processor a turn, ours and theirs: what stays the same when the machine does other work too."""
    if not row.details or not row.details["reference"]["cpu_ms"]:
        return ""
    return " / ".join(f"{row.details[side]['cpu_ms']:.2f}" for side in ("portal", "reference"))


def keep(rows: list[Row]) -> None:
    """Write var/bench.json."""
    file = ROOT / "var" / "bench.json"
    file.parent.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine(), "system": platform.system()}
    text = json.dumps({"on": machine, "rows": [asdict(row) for row in rows]}, ensure_ascii=False, indent=1)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
