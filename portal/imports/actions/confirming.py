"""Confirmation: rows without errors go into the register through the actions of their room, each exactly once."""

from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.jobs import Job, request_job
from portal.imports.actions.forgetting import drop_file
from portal.imports.actions.uploads import already_over
from portal.imports.models import BatchState, Decision, ImportBatch, ImportRow, Outcome
from portal.imports.previews import judged, kind_of, register_of
from portal.imports.registry import Line, Verdict
from portal.imports.tracking import Tracker

IN_THE_REQUEST = 300
CHUNK = 50
LOAD = "import_load"
WRITTEN = (Decision.NEW, Decision.CHANGED)


def begin_loading(actor: Actor, batch: ImportBatch) -> None:
    """Take the preview as it was shown; from here on the rows go in and the file is not needed any more."""
    if batch.state != BatchState.PREVIEWED:
        raise already_over()
    if not writable_rows(batch):
        raise Refusal(_("В таблице нет строк, которые можно загрузить."))
    batch.state, batch.confirmed_at = BatchState.RUNNING, clock.now()
    batch.version += 1
    drop_file(batch)
    db.session.flush()
    audit.record(actor, AuditEvent.IMPORT_CONFIRMED, batch, changes={"rows": writable_rows(batch)})


def writable_rows(batch: ImportBatch) -> int:
    """How many rows the preview would write."""
    return sum(batch.count(decision.value) for decision in WRITTEN)


def ask_for_loading(actor: Actor, batch: ImportBatch) -> Job:
    """Let the worker write the rows."""
    title = _("Загрузка таблицы: %(name)s", name=kind_of(batch).title)
    job = request_job(actor, LOAD, {"batch": batch.public_id}, title=title, organization_id=batch.organization_id)
    batch.job_id = job.id
    db.session.flush()
    return job


class Loading:
    """The rows of a batch on their way in. Each gets its marker in the transaction that writes it."""

    def __init__(self, actor: Actor, batch: ImportBatch) -> None:
        if batch.state != BatchState.RUNNING:
            raise already_over()
        self._actor, self._batch_id = actor, batch.id
        self._register = register_of(actor, batch)
        self._tracker = Tracker(batch.id)

    def step(self, most: int = CHUNK) -> int:
        """Write the next rows, at most so many; returns how many were looked at. The caller commits."""
        waiting = db.session.scalars(
            sa.select(ImportRow)
            .where(
                ImportRow.batch_id == self._batch_id,
                ImportRow.outcome == Outcome.WAITING,
                ImportRow.decision.in_(WRITTEN),
            )
            .order_by(ImportRow.number)
            .limit(most)
        ).all()
        for row in waiting:
            self._write(row)
        self._tracker.write()
        return len(waiting)

    def _write(self, row: ImportRow) -> None:
        line = Line(number=row.number, values=row.cells, answer=row.answer)
        _line, verdict = next(judged(self._register, [line]))
        if verdict.decision != row.decision or verdict.matched_id != row.matched_id:
            row.decision = Decision.ERROR
            row.problems = [*row.problems, _changed_since(verdict)]
            db.session.flush()
            return
        try:
            with db.session.begin_nested(), self._tracker.row(row.id):
                self._register.apply(line, verdict)
        except (Refusal, sa.exc.IntegrityError) as fault:
            self._leave_out(row, fault)
            return
        row.outcome = Outcome.APPLIED
        db.session.flush()

    def _leave_out(self, row: ImportRow, fault: Exception) -> None:
        """A rule of the register said no: the row stays out, and what was remembered of it is read anew."""
        self._tracker.drop(row.id)
        said = fault.message if isinstance(fault, Refusal) else _("Такая запись уже есть.")
        row.decision = Decision.ERROR
        row.problems = [*row.problems, {"text": said, "column": "", "level": "error"}]
        self._tracker.write()
        batch = db.session.scalars(sa.select(ImportBatch).where(ImportBatch.id == self._batch_id)).one()
        self._register = register_of(self._actor, batch)


def finish_loading(actor: Actor, batch: ImportBatch) -> None:
    """Mark the rest as passed by, count what came out, and end the batch."""
    db.session.execute(
        sa.update(ImportRow)
        .where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.WAITING)
        .values(outcome=Outcome.PASSED)
    )
    batch.counts = {**batch.counts, **_result_counts(batch.id)}
    batch.state = BatchState.DONE
    batch.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.IMPORT_DONE, batch, changes={"rows": batch.count("applied")})


def _result_counts(batch_id: int) -> dict[str, int]:
    found = db.session.execute(
        sa.select(ImportRow.outcome, ImportRow.decision, sa.func.count())
        .where(ImportRow.batch_id == batch_id)
        .group_by(ImportRow.outcome, ImportRow.decision)
    ).all()
    counts = {"applied": 0, "applied_new": 0, "applied_changed": 0, "left_out": 0}
    for outcome, decision, number in found:
        if outcome == Outcome.APPLIED:
            counts["applied"] += number
            counts["applied_new" if decision == Decision.NEW else "applied_changed"] += number
        elif decision != Decision.SAME:
            counts["left_out"] += number
    return counts


def _changed_since(verdict: Verdict) -> dict[str, Any]:
    why = next((problem.text for problem in verdict.problems if problem.level == "error"), "")
    text = _("После проверки в реестре что-то изменилось, строка не загружена. %(why)s", why=why)
    return {"text": text.strip(), "column": "", "level": "error"}
