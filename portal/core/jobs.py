"""Long work: asked for by a row in the transaction of the deed, done by the worker, shown on a page of its own.

A room registers `@job("kind")`; the function receives a `Run` and may commit in small steps, so it must be safe to
begin again: whoever was killed is taken up by another worker once the lease runs out.
"""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol

import sqlalchemy as sa
from flask import Flask, current_app
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core import clock
from portal.core.db import Base, Json, Key, PublicId, UtcDateTime, db, run
from portal.core.errors import Refusal
from portal.core.files import StoredFile
from portal.core.i18n import _
from portal.core.notices import notify
from portal.core.personal_data import TECHNICAL, TRAIL, holds
from portal.core.sqlite import writing

log = logging.getLogger(__name__)
LEASE, HEARTBEAT = timedelta(seconds=45), 15.0
MOST_TRIES = 3
FILES_KEPT = timedelta(days=7)
PAUSES = (timedelta(seconds=10), timedelta(minutes=2))


class JobState(StrEnum):
    """QUEUED waits, RUNNING has a lease, FAILED was refused by a rule, PARKED gave up after MOST_TRIES."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    PARKED = "parked"

    @property
    def is_over(self) -> bool:
        return self not in (JobState.QUEUED, JobState.RUNNING)


class Owner(Protocol):
    """Whoever asks for work; a room's Actor is one."""

    @property
    def person_id(self) -> int | None: ...


@holds(
    kind=TECHNICAL, title=TECHNICAL, args=TECHNICAL, state=TECHNICAL, progress_done=TECHNICAL, progress_total=TECHNICAL,
    message=TECHNICAL, due_at=TECHNICAL, lease_until=TECHNICAL, tries=TECHNICAL, started_at=TRAIL, finished_at=TRAIL,
)  # fmt: skip
class Job(Base):
    """One piece of work. `args` holds ids and choices only, never personal data; `title` is for its page."""

    __tablename__ = "job"
    __table_args__ = (
        sa.CheckConstraint(
            "(state IN ('done', 'failed', 'parked')) = (finished_at IS NOT NULL)", name="finished_has_time"
        ),
        sa.CheckConstraint("(state = 'running') = (lease_until IS NOT NULL)", name="running_has_lease"),
        sa.Index("ix_job_state_due_at", "state", "due_at"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    kind: Mapped[str] = mapped_column(sa.String(60))
    title: Mapped[str] = mapped_column(sa.Text)
    person_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"), index=True)
    organization_id: Mapped[int | None] = mapped_column(sa.ForeignKey("organization.id"), index=True)
    args: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[JobState] = mapped_column(sa.String(10), default=JobState.QUEUED)
    progress_done: Mapped[int] = mapped_column(default=0)
    progress_total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(sa.Text, default="")
    result_file_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime())
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime(), default=clock.now)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime())

    result_file: Mapped[StoredFile | None] = relationship()

    @property
    def is_over(self) -> bool:
        return JobState(self.state).is_over

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/jobs/{self.public_id}"


class Interrupted(Exception):
    """The worker is told to stop: the job goes back to the queue."""


class Run:
    """A job in the hands of its function: arguments, progress, and the file that it makes."""

    def __init__(self, row: "Job", should_stop: Callable[[], bool]) -> None:
        self.job_id, self.args, self.attempt = row.id, row.args, row.tries
        self.person_id, self.organization_id = row.person_id, row.organization_id
        self.message = ""
        self.file: StoredFile | None = None
        self._should_stop = should_stop

    @property
    def actor(self) -> Any:
        """The owner with the rights of this moment, so that a right that ended meanwhile is not used."""
        return current_app.extensions["actor_of"](self.person_id)

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Commit what was done so far and show it. Raises Interrupted when the worker must stop."""
        values: dict[str, Any] = {"progress_done": done, "progress_total": total, "lease_until": clock.now() + LEASE}
        if message:
            values["message"] = message
        if not run(sa.update(Job).where(self._is_mine()).values(values)):
            raise Interrupted
        db.session.commit()
        if self._should_stop():
            raise Interrupted

    def progress_aside(self, done: int, total: int) -> None:
        """Show progress from a connection of its own, where the work itself is one long reading."""
        values = {"progress_done": done, "progress_total": total, "lease_until": clock.now() + LEASE}
        with writing(), db.engine.begin() as beside:
            touched = beside.execute(sa.update(Job).where(self._is_mine()).values(values))
        if not touched.rowcount or self._should_stop():
            raise Interrupted

    def finish(self, message: str, file: StoredFile | None = None) -> None:
        """Say what came out; the job is marked done in the same transaction once its function returns."""
        self.message, self.file = message, file

    def _is_mine(self) -> sa.ColumnElement[bool]:
        return sa.and_(Job.id == self.job_id, Job.state == JobState.RUNNING, Job.tries == self.attempt)


Work = Callable[[Run], None]
KINDS: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register the function that does jobs of `kind`."""

    def register(work: Work) -> Work:
        KINDS[kind] = work
        return work

    return register


def request_job(
    actor: Owner, kind: str, args: dict[str, Any], *, title: str, organization_id: int | None = None
) -> Job:
    """Ask for work, in the current transaction; the worker takes it within two seconds of the commit."""
    wanted = Job(kind=kind, title=title, args=args, person_id=actor.person_id, organization_id=organization_id)
    db.session.add(wanted)
    db.session.flush()
    return wanted


def due_ids(limit: int = 20) -> list[int]:
    """Jobs whose time has come: queued ones, and running ones whose worker died with the lease."""
    return list(db.session.scalars(sa.select(Job.id).where(_is_due()).order_by(Job.due_at, Job.id).limit(limit)))


def claim(job_id: int, should_stop: Callable[[], bool] = lambda: False) -> Run | None:
    """Take the job for LEASE; None when another worker was faster. Commits."""
    now = clock.now()
    taken = run(
        sa.update(Job)
        .where(Job.id == job_id, _is_due())
        .values(
            state=JobState.RUNNING,
            tries=Job.tries + 1,
            lease_until=now + LEASE,
            started_at=sa.func.coalesce(Job.started_at, sa.literal(now, UtcDateTime())),
        )
    )
    db.session.commit()
    if not taken:
        return None
    row = db.session.scalars(sa.select(Job).where(Job.id == job_id)).one()
    mine = Run(row, should_stop)
    db.session.rollback()
    return mine


def run_job(job_id: int, should_stop: Callable[[], bool] = lambda: False) -> bool:
    """Claim and do one job; False when it was taken already. Nothing that the function raises gets out."""
    mine = claim(job_id, should_stop)
    if mine is None:
        return False
    kind = db.session.scalar(sa.select(Job.kind).where(Job.id == job_id)) or ""
    db.session.rollback()
    try:
        if mine.attempt > MOST_TRIES:
            raise RuntimeError("the worker died on every try")
        with _heartbeat(mine):
            KINDS[kind](mine)
        _close(mine, JobState.DONE, mine.message or _("Готово."))
    except Interrupted:
        db.session.rollback()
        _put_back(mine, due_at=clock.now(), tries=mine.attempt - 1)
    except Refusal as refusal:
        db.session.rollback()
        _close(mine, JobState.FAILED, refusal.message)
    except Exception as error:
        db.session.rollback()
        _fail(mine, kind, error)
    return True


def _fail(mine: Run, kind: str, error: Exception) -> None:
    incident = secrets.token_hex(4)
    if isinstance(error, sa.exc.StatementError):
        error.hide_parameters = True  # they may be personal
    log.error("incident %s: job %s of kind %s, try %s", incident, mine.job_id, kind, mine.attempt, exc_info=error)
    if mine.attempt < MOST_TRIES and kind in KINDS:
        _put_back(mine, due_at=clock.now() + PAUSES[mine.attempt - 1], tries=mine.attempt)
        return
    text = _("Не получилось. Номер обращения: %(incident)s. Администратор видит причину.", incident=incident)
    _close(mine, JobState.PARKED, text)


def _close(mine: Run, state: JobState, message: str) -> None:
    """Mark the end and tell the owner, in one transaction with the last work of the function."""
    closing = sa.update(Job).where(mine._is_mine())
    values: dict[str, Any] = {"state": state, "message": message, "lease_until": None, "finished_at": clock.now()}
    if state is JobState.DONE and mine.file:
        db.session.flush()
        values["result_file_id"] = mine.file.id
    if not run(closing.values(values)):
        db.session.rollback()  # the lease ran out and another worker goes on: this work is void
        return
    row = db.session.execute(sa.select(Job.title, Job.public_id).where(Job.id == mine.job_id)).one()
    if mine.person_id:
        text = _("%(title)s: готово", title=row.title) if state is JobState.DONE else _(
            "%(title)s: не получилось", title=row.title
        )  # fmt: skip
        notify([mine.person_id], "job", text, f"/jobs/{row.public_id}")
    db.session.commit()


def _put_back(mine: Run, *, due_at: datetime, tries: int) -> None:
    db.session.execute(
        sa.update(Job)
        .where(mine._is_mine())
        .values(state=JobState.QUEUED, lease_until=None, due_at=due_at, tries=tries)
    )
    db.session.commit()


def _is_due() -> sa.ColumnElement[bool]:
    now = clock.now()
    return sa.or_(
        sa.and_(Job.state == JobState.QUEUED, Job.due_at <= now),
        sa.and_(Job.state == JobState.RUNNING, Job.lease_until < now),
    )


@contextmanager
def _heartbeat(mine: Run) -> Iterator[None]:
    """Renew the lease from a thread while the function works without telling its progress."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    is_over = threading.Event()

    def beat() -> None:
        while not is_over.wait(HEARTBEAT):
            with app.app_context():
                try:
                    db.session.execute(sa.update(Job).where(mine._is_mine()).values(lease_until=clock.now() + LEASE))
                    db.session.commit()
                except Exception:
                    log.warning("job %s: the lease was not renewed", mine.job_id, exc_info=True)

    thread = threading.Thread(target=beat, name=f"lease-{mine.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join(1)
