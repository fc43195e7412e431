"""The end of the sealed journal, noted in a file outside the database: a tail that was cut off is noticed.

The chain of hashes shows an edit in the middle, but says nothing about entries missing at its end. The note is written
after each sealing; bringing a copy back moves it on purpose, and then it keeps what it said before.
"""

import json
import os
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import current_app

from portal.core import clock
from portal.core.audit import AuditEntry
from portal.core.db import db
from portal.core.i18n import _

FILE = "audit-tail.json"
MOST_EARLIER = 50


def tail_path() -> Path:
    """Where the note lies; like the journal of erasures it is no part of a copy."""
    path: Path = current_app.extensions["settings"].var / FILE
    return path


def note_tail(*, is_restored: bool = False) -> None:
    """Note the last sealed entry; call it after the commit. `is_restored` keeps what was noted before."""
    last, before = _last(), _noted()
    earlier = list(before.get("earlier", []))
    if is_restored and before.get("sealed_no"):
        earlier.append({name: before[name] for name in ("sealed_no", "chain", "at") if name in before})
    number, chain = last or (0, "")
    said = {"sealed_no": number, "chain": chain, "at": clock.now().isoformat(), "earlier": earlier[-MOST_EARLIER:]}
    path = tail_path()
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(said, file)
        file.flush()
        os.fsync(file.fileno())
    fresh.chmod(0o600)
    fresh.replace(path)


def is_noted() -> bool:
    """Whether there is a note at all: a portal from before there were notes begins with the next sealing."""
    return tail_path().exists()


def tail_problem() -> str:
    """What is wrong with the end of the journal, in words; empty where it reaches as far as was noted."""
    noted = _noted()
    number = int(noted.get("sealed_no") or 0)
    if not number:
        return ""
    last = _last()
    if last is None or last[0] < number:
        return _("Конец журнала удалён: запечатано было %(noted)s, осталось до № %(left)s.",
                 noted=number, left=last[0] if last else 0)  # fmt: skip
    chain = db.session.scalar(sa.select(AuditEntry.chain).where(AuditEntry.sealed_no == number))
    if chain is not None and chain != noted.get("chain"):
        return _("Конец журнала переписан: запись № %(n)s не та, что была запечатана.", n=number)
    return ""


def _last() -> tuple[int, str] | None:
    row = db.session.execute(
        sa.select(AuditEntry.sealed_no, AuditEntry.chain)
        .where(AuditEntry.sealed_no.is_not(None))
        .order_by(AuditEntry.sealed_no.desc())
        .limit(1)
    ).one_or_none()
    return (row.sealed_no or 0, row.chain or "") if row else None


def _noted() -> dict[str, Any]:
    try:
        said = json.loads(tail_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}
