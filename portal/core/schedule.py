"""Work by the clock: rooms register it here, the worker runs it in an application context."""

from collections.abc import Callable
from dataclasses import dataclass

from portal.core import audit, audit_tail, digest, files, submissions
from portal.core.db import db, gather_statistics


@dataclass(frozen=True)
class Periodic:
    """Work by the clock: `when` are arguments of crontab."""

    name: str
    when: dict[str, str]
    work: Callable[[], object]


PERIODIC: list[Periodic] = []


def every(**when: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register work by the clock: `@every(minute="*")`. It runs in an application context and commits itself."""

    def register(work: Callable[[], object]) -> Callable[[], object]:
        PERIODIC.append(Periodic(work.__name__, when, work))
        return work

    return register


@every(minute="*")
def seal_audit() -> None:
    """Chain the new entries of the audit trail, and note outside the database how far it reaches."""
    sealed = audit.seal()
    db.session.commit()
    if sealed or not audit_tail.is_noted():
        audit_tail.note_tail()
        db.session.rollback()


@every(minute="17", hour="3")
def forget_old_keys() -> None:
    """Keys of forms that nobody will send again."""
    submissions.forget_old()
    db.session.commit()


@every(minute="*/30")
def sweep_files() -> None:
    """Blobs that lost their last row."""
    files.sweep()
    db.session.commit()


@every(minute="23", hour="4")
def count_rows() -> None:
    """What the database plans its work by."""
    gather_statistics()
    db.session.commit()


@every(minute="*/5")
def write_morning_letters() -> None:
    """One letter for each person whose morning has come."""
    digest.compose_due()
    db.session.commit()
