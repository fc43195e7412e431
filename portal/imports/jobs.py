"""Long work of this room: previews, loads and undoings of large files, with the rights their owner has by then."""

import sqlalchemy as sa

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.core.db import db, read_apart
from portal.core.errors import NotAllowed, NotSeen, Refusal
from portal.core.i18n import _, ngettext
from portal.core.jobs import Run, job
from portal.imports.actions.confirming import LOAD, Loading, finish_loading, writable_rows
from portal.imports.actions.undoing import UNDO, plan_undoing, undo_import
from portal.imports.actions.uploads import PREVIEW, make_preview, refuse_batch
from portal.imports.models import BatchState, ImportBatch, ImportRow, Outcome
from portal.imports.sources import read_file


@job(PREVIEW)
def preview(run: Run) -> None:
    """Read the whole file in a process of its own, then judge its rows; a file that cannot be read ends its batch."""
    with read_apart():
        file = _batch_of(run).file
    if file is None:
        raise Refusal(_("Файла уже нет. Загрузите его снова."))
    try:
        table = read_file(file)
    except Refusal as refusal:
        refuse_batch(_batch_of(run, lock=True), refusal.message)
        run.finish(refusal.message)
        return
    batch = _batch_of(run, lock=True)
    if batch.state == BatchState.MATCHED:
        make_preview(run.actor, batch, table)
    run.finish(ngettext("Проверена %(num)s строка.", "Проверено %(num)s строк.", batch.count("total")))


@job(LOAD)
def load(run: Run) -> None:
    """Write the rows in small steps, each with its marker in its own transaction; may be killed and begun again."""
    batch = _batch_of(run, lock=True)
    if batch.state == BatchState.RUNNING:
        total, done = writable_rows(batch), _applied(batch)
        loading = Loading(run.actor, batch)
        while step := loading.step():
            done += step
            run.progress(min(done, total), total)
        batch = _batch_of(run, lock=True)
        finish_loading(run.actor, batch)
    run.finish(ngettext("Загружена %(num)s строка.", "Загружено %(num)s строк.", batch.count("applied")))


@job(UNDO)
def undo(run: Run) -> None:
    """Undo all that can be undone, in one transaction."""
    batch = _batch_of(run, lock=True)
    if batch.state == BatchState.UNDOING:
        try:
            undo_import(run.actor, batch, plan_undoing(batch))
        except Refusal as refusal:
            db.session.rollback()
            batch = _batch_of(run, lock=True)
            batch.state = BatchState.DONE
            batch.version += 1
            db.session.flush()
            run.finish(refusal.message)
            return
    run.finish(ngettext("Отменена %(num)s строка.", "Отменено %(num)s строк.", batch.count("undone")))


def _batch_of(run: Run, *, lock: bool = False) -> ImportBatch:
    try:
        return get_or_404(run.actor, ImportBatch, run.args["batch"], Permission.IMPORT, lock=lock)
    except (NotSeen, NotAllowed) as fault:  # trying again would not help
        raise Refusal(_("Эта загрузка вам больше не открыта.")) from fault


def _applied(batch: ImportBatch) -> int:
    found = sa.select(sa.func.count()).where(ImportRow.batch_id == batch.id, ImportRow.outcome == Outcome.APPLIED)
    return db.session.scalar(found) or 0
