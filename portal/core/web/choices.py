"""What was chosen above a list, read from its address: nonsense means that nothing was chosen."""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

LONGEST_KEY = 22
_KEY = re.compile(rf"[A-Za-z0-9_-]{{{LONGEST_KEY}}}")


def one_of(args: Mapping[str, Any], name: str, known: Collection[str]) -> str:
    """The value of this field if it is a known one, else nothing."""
    said = str(args.get(name, ""))
    return said if said in known else ""


def key_of(args: Mapping[str, Any], name: str) -> str:
    """A public id; the query finds nothing where there is no such row."""
    return str(args.get(name, ""))[:LONGEST_KEY]


def link_key_of(args: Mapping[str, Any], name: str) -> str | None:
    """A public id that a page carries along only to lead back there; None for anything that is not spelled as one."""
    said = str(args.get(name, ""))
    return said if _KEY.fullmatch(said) else None


def day_of(args: Mapping[str, Any], name: str) -> date | None:
    """01.10.2026 as people type it, or 2026-10-01 as an address has it."""
    said = str(args.get(name, "")).strip()[:10]
    for spelling in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(said, spelling).date()  # noqa: DTZ007 — a day has no zone
        except ValueError:
            continue
    return None


def chosen(said: Mapping[str, str]) -> dict[str, str]:
    """Fields of an address: what is chosen, without the rest."""
    return {name: value for name, value in said.items() if value}
