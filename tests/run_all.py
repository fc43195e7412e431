"""Every test of the house, two parts side by side until none is left; one closing line for all of it.

The longest parts begin; the browser comes last, so that it never runs beside the kills. Run as a script (`make test`
does). Ends with 1 when anything failed, could not start, or found nothing to run.
"""

import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Part:
    """One run of pytest."""

    title: str
    options: tuple[str, ...]


LANES = 2
PARTS = (
    Part("kills and faults", ("-m", "slow and not browser")),
    Part("PostgreSQL", ("-m", "not browser and not slow", "--db=postgres")),
    Part("SQLite", ("-m", "not browser and not slow")),
    Part("browser", ("-m", "browser")),
)


class Running:
    """A part under way: pytest writes to a file, so that two of them do not speak at once."""

    def __init__(self, part: Part, folder: Path) -> None:
        self.part = part
        self._began = time.monotonic()
        self._report = folder / f"{part.title}.xml"
        self._log = folder / f"{part.title}.log"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *part.options]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, f"--junitxml={self._report}"], cwd=ROOT, stdout=log, stderr=subprocess.STDOUT
            )

    def finish(self) -> Counter[str]:
        """Wait, show what pytest said, and count."""
        code = self._process.wait()
        told = self._log.read_text(encoding="utf-8", errors="replace").rstrip()
        say(f"── {self.part.title}, {time.monotonic() - self._began:.0f} s ──\n{told}")  # one line of two lanes: whole
        counts = read_report(self._report)
        if code and not counts["failed"]:
            counts["failed"] += 1  # it did not start, found nothing, or was killed: never silent
            say(f"{self.part.title}: pytest ended with {code}")
        return counts


def read_report(report: Path) -> Counter[str]:
    """Passed, failed (errors among them) and skipped, out of pytest's report."""
    if not report.exists():
        return Counter()
    counts: Counter[str] = Counter()
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        number = {name: int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped")}
        bad = number["failures"] + number["errors"]
        counts.update(failed=bad, skipped=number["skipped"], passed=number["tests"] - bad - number["skipped"])
    return counts


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201 — a command speaks


def main() -> int:
    """Run all parts; 0 only when every test passed."""
    began = time.monotonic()
    total: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(LANES) as lanes:
        for counts in lanes.map(lambda part: Running(part, Path(folder)).finish(), PARTS):
            total += counts
    took = time.monotonic() - began
    words = ", ".join(f"{total[name]} {name}" for name in ("passed", "failed", "skipped"))
    say(f"{total['passed']} passed, {total['failed']} failed")
    say(f"{f' {words} in {took:.2f}s ':=^80}")
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
