"""Undoing an import: what it made goes, what it changed comes back, and whatever was used since stays, row by row.

Whether something was used is asked of the foreign keys of the whole house, so rooms to come are heard without a word.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock, mail
from portal.core.audit_words import AuditEvent
from portal.core.db import Base, db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.jobs import Job, request_job
from portal.core.search.index import SearchDocument
from portal.imports.actions.uploads import already_over
from portal.imports.models import BatchState, ImportBatch, ImportChange, ImportRow, Outcome
from portal.imports.previews import kind_of
from portal.imports.tracking import restored, rows_of, seal, table_named

IN_THE_REQUEST = 300
UNDO = "import_undo"
Thing = tuple[str, int]


@dataclass
class Undoing:
    """What undoing would do: changes in the order in which they were made, and reasons of the rows that must stay."""

    changes: list[ImportChange]
    numbers: dict[int, int]
    reasons: dict[int, list[str]] = field(default_factory=dict)
    bonds: dict[int, set[int]] = field(default_factory=dict)
    """Row → rows without which it cannot be undone."""

    @property
    def going(self) -> list[int]:
        """Ids of rows that will be undone, in the order of the file."""
        return [row for row in self.numbers if row not in self.reasons]

    @property
    def staying(self) -> list[tuple[int, list[str]]]:
        """Pairs (number in the file, reasons) of the rows that stay."""
        return [(self.numbers[row], self.reasons[row]) for row in self.numbers if row in self.reasons]

    def keep(self, row: int, reason: str) -> None:
        said = self.reasons.setdefault(row, [])
        if reason not in said:
            said.append(reason)


def plan_undoing(batch: ImportBatch) -> Undoing:
    """Look what can be undone now; writes nothing."""
    if batch.state not in (BatchState.DONE, BatchState.UNDOING):
        raise already_over()
    if batch.blanked_at is not None:
        raise Refusal(_("Прошло больше 30 дней: загрузка уже не отменяется. Поправьте записи в реестре."))
    changes = list(
        db.session.scalars(sa.select(ImportChange).where(ImportChange.batch_id == batch.id).order_by(ImportChange.id))
    )
    rows = db.session.execute(
        sa.select(ImportRow.id, ImportRow.number)
        .where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.APPLIED)
        .order_by(ImportRow.number)
    ).all()
    plan = Undoing(changes, {row.id: row.number for row in rows})
    _look_for_edits(plan)
    _look_for_users(plan, batch)
    _spread(plan)
    return plan


def begin_undoing(actor: Actor, batch: ImportBatch) -> Job:
    """Leave a large undoing to the worker."""
    batch.state = BatchState.UNDOING
    batch.version += 1
    title = _("Отмена загрузки: %(name)s", name=kind_of(batch).title)
    job = request_job(actor, UNDO, {"batch": batch.public_id}, title=title, organization_id=batch.organization_id)
    batch.job_id = job.id
    db.session.flush()
    return job


def undo_import(actor: Actor, batch: ImportBatch, plan: Undoing) -> None:
    """Undo what the plan lets go, in the current transaction. Refuses where nothing can be undone."""
    going = set(plan.going)
    if not going:
        raise Refusal(_("Отменить нечего: всё загруженное уже используется или изменено."))
    mine = [change for change in plan.changes if change.row_id in going]
    _restore([change for change in reversed(mine) if not change.is_created])
    _delete([change for change in mine if change.is_created])
    db.session.expire_all()
    kind_of(batch).undone(*(_ids_of(mine, is_created=is_created) for is_created in (True, False)))
    _mark(plan, going)
    batch.state, batch.undone_at = BatchState.UNDONE, clock.now()
    batch.counts = {**batch.counts, "undone": len(going), "kept": len(plan.reasons)}
    batch.version += 1
    db.session.flush()
    db.session.expire_all()
    audit.record(actor, AuditEvent.IMPORT_UNDONE, batch, changes={"undone": len(going), "kept": len(plan.reasons)})


def _look_for_edits(plan: Undoing) -> None:
    """Rows whose things differ from how the import left them, or are gone, or share a thing with another row."""
    by_thing: dict[Thing, list[ImportChange]] = {}
    for change in plan.changes:
        by_thing.setdefault((change.table_name, change.ref_id), []).append(change)
    for name in {table for table, _id in by_thing}:
        stands = rows_of(name, {ref_id for table, ref_id in by_thing if table == name})
        for (table, ref_id), changes in by_thing.items():
            if table != name:
                continue
            rows = {change.row_id for change in changes}
            for row in rows:
                plan.bonds.setdefault(row, set()).update(rows - {row})
            reason = _edited(stands.get(ref_id), changes)
            if reason:
                for row in rows:
                    plan.keep(row, reason)


def _edited(row: Any, changes: list[ImportChange]) -> str:
    if row is None:
        return _("запись с тех пор удалена")
    if seal(row) != changes[-1].seal_after:
        return _("запись с тех пор изменена")
    if any(not change.is_created and change.before is None for change in changes):
        return _("прежние сведения уже не хранятся")
    return ""


def _look_for_users(plan: Undoing, batch: ImportBatch) -> None:
    """Rows whose new things somebody refers to: another row of the same file binds, anything else keeps."""
    made = {(change.table_name, change.ref_id): change.row_id for change in plan.changes if change.is_created}
    moved = {
        (change.table_name, change.ref_id, name): change.row_id
        for change in plan.changes if not change.is_created for name in change.before or ()
    }  # fmt: skip
    words = kind_of(batch).used_by
    for name in sorted({table for table, _id in made}):
        for column in _columns_leading_to(name):
            for user, ref_id in _users(column, name, batch.id):
                row = made[name, ref_id]
                other = made.get((column.table.name, user), moved.get((column.table.name, user, column.name)))
                if other is None:
                    plan.keep(row, words.get(column.table.name) or _("уже используется на портале"))
                elif other != row:
                    plan.bonds.setdefault(row, set()).add(other)


def _columns_leading_to(name: str) -> Iterable[sa.Column[Any]]:
    target = table_named(name).c.id
    return [
        column for table in Base.metadata.sorted_tables for column in table.columns
        if any(key.column is target for key in column.foreign_keys)
    ]  # fmt: skip


def _users(column: sa.Column[Any], name: str, batch_id: int) -> Iterable[tuple[int, int]]:
    """Pairs (key of the row that refers, id of what it refers to), for things that the batch made."""
    key = next(iter(column.table.primary_key.columns))
    made = sa.select(ImportChange.ref_id).where(
        ImportChange.batch_id == batch_id, ImportChange.table_name == name, ImportChange.is_created.is_(True)
    )
    found = db.session.execute(sa.select(key, column).where(column.in_(made)).order_by(key)).all()
    return [(row[0], row[1]) for row in found]


def _spread(plan: Undoing) -> None:
    """A row stays where a row that it cannot go without stays."""
    leaning: dict[int, set[int]] = {}
    for row, others in plan.bonds.items():
        for other in others:
            leaning.setdefault(other, set()).add(row)
    waiting = list(plan.reasons)
    while waiting:
        stays = waiting.pop()
        for row in leaning.get(stays, ()):
            if row not in plan.reasons:
                number = plan.numbers.get(stays, 0)
                plan.keep(row, _("связана со строкой %(number)s, которая остаётся", number=number))
                waiting.append(row)


def _restore(changes: list[ImportChange]) -> None:
    for change in changes:
        table = table_named(change.table_name)
        values = restored(table, change.before or {})
        if "version" in table.c:
            values["version"] = table.c.version + 1
        if "updated_at" in table.c:
            values["updated_at"] = clock.now()
        db.session.execute(sa.update(table).where(table.c.id == change.ref_id).values(values))
        if table.name == "person" and "email" in values:
            mail.redirect(change.ref_id, values["email"])


def _delete(changes: list[ImportChange]) -> None:
    """Those who refer go before those whom they refer to."""
    ids: dict[str, list[int]] = {}
    for change in changes:
        ids.setdefault(change.table_name, []).append(change.ref_id)
    for table in reversed(Base.metadata.sorted_tables):
        gone = sorted(ids.get(table.name, ()), reverse=True)
        for start in range(0, len(gone), 500):
            some = gone[start : start + 500]
            found = sa.delete(SearchDocument)  # search names its documents by tables
            db.session.execute(found.where(SearchDocument.kind == table.name, SearchDocument.ref_id.in_(some)))
            db.session.execute(sa.delete(table).where(table.c.id.in_(some)))


def _ids_of(changes: list[ImportChange], *, is_created: bool) -> dict[str, list[int]]:
    """Table → ids of the rows that the import made, or changed."""
    found: dict[str, list[int]] = {}
    for change in changes:
        if change.is_created is is_created:
            found.setdefault(change.table_name, []).append(change.ref_id)
    return found


def _mark(plan: Undoing, going: set[int]) -> None:
    rows = {row.id: row for row in db.session.scalars(
        sa.select(ImportRow).where(ImportRow.id.in_(sa.select(ImportChange.row_id).where(
            ImportChange.batch_id == plan.changes[0].batch_id)))
    )}  # fmt: skip
    for row_id, row in rows.items():
        row.outcome = Outcome.UNDONE if row_id in going else Outcome.KEPT
        if row_id not in going:
            text = _("Не отменено: %(why)s.", why="; ".join(plan.reasons.get(row_id, [])))
            row.problems = [*row.problems, {"text": text, "column": "", "level": "warning"}]
    db.session.flush()
