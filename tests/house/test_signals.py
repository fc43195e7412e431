"""The table of signals in docs/architecture.md is the truth: every signal with exactly the rooms that listen."""

import re
from pathlib import Path
from types import ModuleType
from typing import Any

from blinker import Signal

import portal.consents.signals
import portal.documents.signals
import portal.matching.signals
import portal.mentorships.signals
import portal.people.signals
import portal.programs.signals
import surveys.signals

ROOMS = (portal.people.signals, portal.consents.signals, portal.documents.signals, portal.matching.signals,
         portal.programs.signals, portal.mentorships.signals, surveys.signals)  # fmt: skip
NOBODY = "nobody yet"


def signals_of(module: ModuleType) -> dict[str, Signal]:
    found = {name: value for name, value in vars(module).items() if isinstance(value, Signal)}
    return {f"{module.__name__}.{name}": value for name, value in found.items()}


def listeners(signal: Signal) -> set[str]:
    """The rooms whose functions are connected: «surveys», «privacy»."""
    modules = [receiver.__module__ for receiver in signal.receivers_for(None) if hasattr(receiver, "__module__")]
    return {name.removeprefix("portal.").split(".")[0] for name in modules if not name.startswith("tests")}


def table(root: Path) -> dict[str, set[str]]:
    """Signal → rooms, as the page says; a room stands in code marks with a colon behind."""
    section = (root / "docs/architecture.md").read_text(encoding="utf-8").split("## Signals")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip(" `"): _rooms(row[2]) for row in rows}


def _rooms(cell: str) -> set[str]:
    return set() if cell.strip() == NOBODY else set(re.findall(r"`(\w+)`:", cell))


def test_the_table_of_signals_names_every_signal_and_who_listens(app: Any, root: Path) -> None:
    connected = {name: listeners(signal) for room in ROOMS for name, signal in signals_of(room).items()}
    assert table(root) == connected
