"""Reference data: rooms register a function that upserts what stands in their files; `portal reference sync` runs all.

A function is safe to repeat, retires what left the files and never deletes; it returns how many records it changed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db

Sync = Callable[[], int]


@dataclass(frozen=True)
class System:
    """Nobody in particular: the portal itself brings its reference data up to date."""

    person_id: int | None = None


SYNCS: dict[str, Sync] = {}


def reference(name: str) -> Callable[[Sync], Sync]:
    """Register a function under the name that the command line shows; order of registration is order of running."""

    def register(sync: Sync) -> Sync:
        SYNCS[name] = sync
        return sync

    return register


def sync_all() -> dict[str, int]:
    """Run every function, each in its own transaction; returns changed records by name."""
    changed = {}
    for name, sync in SYNCS.items():
        changed[name] = sync()
        if changed[name]:
            audit.record(System(), AuditEvent.REFERENCE_SYNCED, None, changes={"name": name, "n": changed[name]})
        db.session.commit()
    return changed
