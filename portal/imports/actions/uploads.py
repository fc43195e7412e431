"""A file comes in, its columns get their meaning, its rows are judged, or it is put aside."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import StoredFile
from portal.core.i18n import _
from portal.core.jobs import Job, request_job
from portal.imports.actions.forgetting import blank
from portal.imports.headings import checked_mapping, is_never_read, recognised
from portal.imports.models import BatchState, Decision, ImportBatch, ImportRow
from portal.imports.previews import judged, kind_of, lines_of, register_of, row_values, write_rows
from portal.imports.reading import Table
from portal.imports.registry import KINDS, Line

SAMPLES = 3
LARGE_BOOK, LARGE_TEXT = 150 * 2**10, 300 * 2**10
PREVIEW = "import_preview"


def upload_table(actor: Actor, kind: str, organization_id: int, file: StoredFile, look: Table) -> ImportBatch:
    """Begin a batch with a file that was looked into; columns that must not be read leave no example behind."""
    headings, storable = [heading[:200] for heading in look.headings], KINDS[kind].storable
    samples = [
        [storable(cells[place])[:80] for _number, cells in look.rows[:SAMPLES]]
        if not is_never_read(KINDS[kind], heading)
        else []
        for place, heading in enumerate(headings)
    ]
    batch = ImportBatch(
        organization_id=organization_id, kind=kind, person_id=actor.person_id, file_id=file.id, file_name=file.name,
        sheet=look.sheet, headings=headings, samples=samples, mapping=recognised(KINDS[kind], headings),
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    audit.record(actor, AuditEvent.IMPORT_UPLOADED, batch, changes={"kind": kind})
    return batch


def choose_columns(actor: Actor, batch: ImportBatch, chosen: Mapping[int, str], options: Mapping[str, bool]) -> None:
    """Say what the columns mean. Raises Refusal where a required one is missing or one is named twice."""
    if batch.state not in (BatchState.UPLOADED, BatchState.PREVIEWED):
        raise already_over()
    known = {option.key for option in kind_of(batch).options}
    batch.mapping = checked_mapping(kind_of(batch), batch.headings, chosen)
    batch.options = {key: bool(value) for key, value in options.items() if key in known}
    batch.state = BatchState.MATCHED
    batch.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.IMPORT_MATCHED, batch, changes={"columns": sorted(batch.mapping)})


def is_large(file: StoredFile) -> bool:
    """Whether its preview is the worker's work."""
    return file.size > (LARGE_BOOK if file.name.lower().endswith("xlsx") else LARGE_TEXT)


def ask_for_preview(actor: Actor, batch: ImportBatch) -> Job:
    """Let the worker judge the rows."""
    title = _("Проверка таблицы: %(name)s", name=kind_of(batch).title)
    job = request_job(actor, PREVIEW, {"batch": batch.public_id}, title=title, organization_id=batch.organization_id)
    batch.job_id = job.id
    db.session.flush()
    return job


def make_preview(actor: Actor, batch: ImportBatch, table: Table) -> None:
    """Judge every row of the table and keep the verdicts."""
    if batch.state != BatchState.MATCHED:
        raise already_over()
    write_rows(batch, judged(register_of(actor, batch), lines_of(batch, table)))
    batch.state = BatchState.PREVIEWED
    batch.samples = []
    db.session.flush()


def answer_question(actor: Actor, batch: ImportBatch, number: int, answer: str) -> None:
    """Say who a person is whom the row leaves open, and judge all rows anew: one answer may settle others."""
    if batch.state != BatchState.PREVIEWED:
        raise already_over()
    if answer not in ("same", "new", "skip"):
        raise Refusal(_("Выберите один из ответов."))
    rows = db.session.scalars(
        sa.select(ImportRow).where(ImportRow.batch_id == batch.id).order_by(ImportRow.number)
    ).all()
    asked = next((row for row in rows if row.number == number), None)
    if asked is None or not (asked.answer or any(problem["level"] == "question" for problem in asked.problems)):
        raise Refusal(_("В этой строке спрашивать не о чем."))
    asked.answer = answer
    rejudge(actor, batch, rows)
    audit.record(actor, AuditEvent.IMPORT_MATCHED, batch, changes={"row": number, "answer": answer})


def rejudge(actor: Actor, batch: ImportBatch, rows: Any) -> None:
    """Judge stored rows again as the register is now."""
    from portal.imports.previews import counts_of

    lines = (Line(number=row.number, values=row.cells, answer=row.answer) for row in rows)
    for row, (_line, verdict) in zip(rows, judged(register_of(actor, batch), lines), strict=True):
        for name, value in row_values(verdict).items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    batch.counts = counts_of({"decision": Decision(row.decision), "problems": row.problems} for row in rows)
    db.session.flush()


def resume(actor: Actor, batch: ImportBatch) -> Job:
    """Give the work of a batch to the worker again after its job gave up. Refuses while a job is under way."""
    from portal.imports.actions.confirming import ask_for_loading
    from portal.imports.actions.undoing import begin_undoing

    again = {
        BatchState.MATCHED: ask_for_preview, BatchState.RUNNING: ask_for_loading, BatchState.UNDOING: begin_undoing,
    }.get(batch.state)  # fmt: skip
    if again is None or batch.job is None or not batch.job.is_over:
        raise already_over()
    return again(actor, batch)


def put_aside(actor: Actor, batch: ImportBatch) -> None:
    """Give up a file that was not confirmed: nothing of it stays."""
    if batch.state not in (BatchState.UPLOADED, BatchState.PREVIEWED, BatchState.MATCHED):
        raise already_over()
    refuse_batch(batch, _("Файл убран, ничего не загружено."))
    audit.record(actor, AuditEvent.IMPORT_CANCELLED, batch)


def refuse_batch(batch: ImportBatch, reason: str) -> None:
    """End a batch that brought nothing; its rows and its file go at once."""
    batch.state, batch.refusal = BatchState.REFUSED, reason
    batch.version += 1
    db.session.flush()
    blank([batch.id], at=clock.now())


def already_over() -> Refusal:
    """The refusal for a deed that came too late."""
    return Refusal(_("С этой загрузкой уже что-то сделано. Откройте её страницу заново."))
