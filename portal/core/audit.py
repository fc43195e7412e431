"""The audit trail: who did what to which object, written by actions in the transaction of the deed.

Holds ids and names of fields, never answers or other personal data. Append-only: a chain of hashes shows edits.
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from portal.core import clock
from portal.core.audit_words import AuditEvent
from portal.core.db import Base, Key, UtcDateTime, db, run, run_on_table
from portal.core.personal_data import TECHNICAL, TRAIL, holds


class Actor(Protocol):
    """Whoever acts: anything with a person behind it, or none for a guest or a background job."""

    @property
    def person_id(self) -> int | None: ...


@holds(
    happened_at=TRAIL,
    person_id=TRAIL,
    organization_id=TRAIL,
    event=TRAIL,
    subject_kind=TRAIL,
    subject_id=TRAIL,
    changes=TRAIL,
    sealed_no=TECHNICAL,
    chain=TECHNICAL,
)
class AuditEntry(Base):
    """One deed. Sealed within a minute: `chain` is the hash of this entry together with the one sealed before."""

    __tablename__ = "audit_entry"
    id: Mapped[Key]
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime(), index=True)
    person_id: Mapped[int | None] = mapped_column(index=True)
    organization_id: Mapped[int | None] = mapped_column(index=True)
    event: Mapped[AuditEvent] = mapped_column(sa.String(40), index=True)
    subject_kind: Mapped[str] = mapped_column(sa.String(40))
    subject_id: Mapped[str] = mapped_column(sa.String(40))
    changes: Mapped[dict[str, Any]]
    sealed_no: Mapped[int | None] = mapped_column(unique=True)
    chain: Mapped[str | None] = mapped_column(sa.String(64))


_RECORDING = sa.insert(AuditEntry.__table__)  # type: ignore[arg-type]


def record(
    actor: Actor,
    event: AuditEvent,
    subject: Any,
    *,
    organization_id: int | None = None,
    changes: dict[str, Any] | None = None,
) -> None:
    """Write one entry about `subject` (a row with a `public_id` or `id`, or None for the portal itself).

    `changes` names fields with their codes or ids, never with personal values.
    """
    db.session.flush()
    run_on_table(_RECORDING, _entry(actor, event, subject, organization_id, changes))


def record_each(actor: Actor, event: AuditEvent, subjects: Sequence[tuple[Any, dict[str, Any]]]) -> None:
    """One entry for each pair (subject, changes), all in one statement: for deeds that concern hundreds of people."""
    db.session.flush()
    if subjects:
        entries = [_entry(actor, event, subject, None, changes) for subject, changes in subjects]
        run_on_table(_RECORDING, entries)


def _entry(
    actor: Actor, event: AuditEvent, subject: Any, organization_id: int | None, changes: dict[str, Any] | None
) -> dict[str, Any]:
    kind = subject.__tablename__ if subject is not None else "portal"
    key = str(getattr(subject, "public_id", None) or getattr(subject, "id", "") or "")
    return {
        "happened_at": clock.now(),
        "person_id": actor.person_id,
        "organization_id": organization_id or getattr(subject, "organization_id", None),
        "event": event,
        "subject_kind": kind,
        "subject_id": key,
        "changes": changes or {},
    }


def seal() -> int:
    """Chain the entries that are not chained yet, oldest first; returns how many. The worker calls it each minute.

    Sealing after the deed keeps writers from waiting for each other at one last row.
    """
    last = db.session.execute(
        sa.select(AuditEntry.sealed_no, AuditEntry.chain)
        .where(AuditEntry.sealed_no.is_not(None))
        .order_by(AuditEntry.sealed_no.desc())
        .limit(1)
    ).one_or_none()
    number, previous = (last.sealed_no or 0, last.chain or "") if last else (0, "")
    waiting = db.session.scalars(
        sa.select(AuditEntry).where(AuditEntry.sealed_no.is_(None)).order_by(AuditEntry.id).limit(5_000)
    ).all()
    for entry in waiting:
        number += 1
        previous = link(previous, entry)
        entry.sealed_no, entry.chain = number, previous
    db.session.flush()
    return len(waiting)


def link(previous: str, entry: AuditEntry) -> str:
    """The chain value of `entry` after `previous`: SHA-256 over everything that the entry says."""
    said = [
        previous,
        entry.happened_at.isoformat(),
        entry.person_id,
        entry.organization_id,
        entry.event,
        entry.subject_kind,
        entry.subject_id,
        entry.changes,
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def broken_link() -> int | None:
    """The id of the first entry that does not follow from the one before it, or None when none was edited."""
    previous = _anchor()
    sealed = sa.select(AuditEntry).where(AuditEntry.sealed_no.is_not(None)).order_by(AuditEntry.sealed_no)
    with db.session.execute(sealed.execution_options(yield_per=500)) as found:
        for entry in found.scalars():
            if entry.chain != link(previous, entry):
                return entry.id
            previous = entry.chain or ""
    return None


def trim(actor: Actor, before: datetime) -> int:
    """Forget sealed entries from before the moment; the entry about it keeps the last value of the chain.

    So the rest of the chain still begins where it must. Returns how many entries went.
    """
    last = db.session.execute(
        sa.select(AuditEntry.sealed_no, AuditEntry.chain)
        .where(AuditEntry.happened_at < before, AuditEntry.sealed_no.is_not(None))
        .order_by(AuditEntry.sealed_no.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return 0
    gone = run(sa.delete(AuditEntry).where(AuditEntry.sealed_no <= last.sealed_no))
    record(actor, AuditEvent.TRAIL_TRIMMED, None, changes={"sealed_no": last.sealed_no, "chain": last.chain, "n": gone})
    return gone


def _anchor() -> str:
    """The chain value that the first entry follows: nothing, or what was kept when older entries went."""
    first = db.session.scalar(sa.select(sa.func.min(AuditEntry.sealed_no)))
    trims = db.session.scalars(sa.select(AuditEntry.changes).where(AuditEntry.event == AuditEvent.TRAIL_TRIMMED))
    return next((str(said["chain"]) for said in trims if first and said["sealed_no"] == first - 1), "")
