"""What an import keeps of people is kept for a term: rows, names of files and the files themselves go after it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.db import db
from portal.core.files import StoredFile, erase
from portal.core.i18n import _
from portal.imports.models import BatchState, ImportBatch, ImportChange, ImportRow

KEPT_FOR = timedelta(days=30)
ABANDONED_AFTER = timedelta(days=7)
UNCONFIRMED = (BatchState.UPLOADED, BatchState.MATCHED, BatchState.PREVIEWED)


def blank_old(limit: int = 50) -> int:
    """Blank batches whose term is over: 30 days after confirmation or undoing, 7 days where nobody confirmed."""
    now = clock.now()
    last = sa.func.coalesce(ImportBatch.undone_at, ImportBatch.confirmed_at)
    over = sa.or_(
        sa.and_(ImportBatch.state.in_((BatchState.DONE, BatchState.UNDONE)), last <= now - KEPT_FOR),
        sa.and_(ImportBatch.state.in_(UNCONFIRMED), ImportBatch.updated_at <= now - ABANDONED_AFTER),
        ImportBatch.state == BatchState.REFUSED,
    )
    wanted = sa.select(ImportBatch.id).where(ImportBatch.blanked_at.is_(None), over).order_by(ImportBatch.id)
    ids = list(db.session.scalars(wanted.limit(limit)))
    if ids:
        db.session.execute(
            sa.update(ImportBatch)
            .where(ImportBatch.id.in_(ids), ImportBatch.state.in_(UNCONFIRMED))
            .values(state=BatchState.REFUSED, refusal=_("Файл не подтверждён за неделю и убран."))
        )
        blank(ids, at=now)
    return len(ids)


def blank(ids: Sequence[int], *, at: datetime) -> None:
    """Take everything that came from the files out of these batches; counts and moments stay."""
    db.session.execute(
        sa.update(ImportRow).where(ImportRow.batch_id.in_(ids)).values(cells={}, problems=[], changes=[], answer="")
    )
    db.session.execute(sa.update(ImportChange).where(ImportChange.batch_id.in_(ids)).values(before=None))
    _drop_files(ids)
    db.session.execute(
        sa.update(ImportBatch)
        .where(ImportBatch.id.in_(ids))
        .values(file_name="", sheet="", headings=[], samples=[], blanked_at=at)
    )
    for batch in db.session.scalars(sa.select(ImportBatch).where(ImportBatch.id.in_(ids))):
        db.session.refresh(batch)


def forget_row(table: str, ref_id: int) -> int:
    """Blank every row of every import that made or met this row of `table`, and the files they came from.

    For the erasure of a person: undoing such a row is refused afterwards. Returns how many rows were blanked.
    """
    made = sa.select(ImportChange.row_id).where(ImportChange.table_name == table, ImportChange.ref_id == ref_id)
    ids = set(db.session.scalars(made))
    if table == "person":
        ids |= set(db.session.scalars(sa.select(ImportRow.id).where(ImportRow.matched_id == ref_id)))
    if ids:
        forget_rows(sorted(ids))
    return len(ids)


def forget_rows(ids: Sequence[int]) -> None:
    """Blank these rows, what undoing would need of them, the samples of their batches, and the files."""
    batches = list(db.session.scalars(sa.select(ImportRow.batch_id).where(ImportRow.id.in_(ids)).distinct()))
    db.session.execute(
        sa.update(ImportRow).where(ImportRow.id.in_(ids)).values(cells={}, problems=[], changes=[], answer="")
    )
    db.session.execute(sa.update(ImportChange).where(ImportChange.row_id.in_(ids)).values(before=None))
    db.session.execute(sa.update(ImportBatch).where(ImportBatch.id.in_(batches)).values(samples=[]))
    _drop_files(batches)


def drop_file(batch: ImportBatch) -> None:
    """Erase the file of one batch: its rows have been read."""
    _drop_files([batch.id])
    db.session.refresh(batch)


def _drop_files(ids: Sequence[int]) -> None:
    files = db.session.scalars(
        sa.select(StoredFile).join(ImportBatch, ImportBatch.file_id == StoredFile.id).where(ImportBatch.id.in_(ids))
    ).all()
    db.session.execute(sa.update(ImportBatch).where(ImportBatch.id.in_(ids)).values(file_id=None))
    for file in files:
        erase(file)
