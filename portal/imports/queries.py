"""Reads of imports: the list, the rows of a preview, the errors as a table to correct."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.export import Book, Column, Sheet
from portal.core.i18n import _
from portal.imports.models import Decision, ImportBatch, ImportChange, ImportRow, Outcome
from portal.imports.previews import kind_of
from portal.imports.registry import KINDS, Importable, Place

VIEWS = ("attention", "error", "skip", "changed", "new", "same")


def find_batches(actor: Actor) -> sa.Select[ImportBatch]:
    """Imports of the reader's organisations, newest first."""
    return (
        select_allowed(actor, Permission.IMPORT, ImportBatch)
        .options(joinedload(ImportBatch.job))
        .order_by(ImportBatch.created_at.desc(), ImportBatch.id.desc())
    )


def made_by(batch: str, table: str) -> sa.Select[int]:
    """Ids of the rows of `table` that the import with this public id made."""
    return (
        sa.select(ImportChange.ref_id)
        .join(ImportBatch, ImportBatch.id == ImportChange.batch_id)
        .where(ImportBatch.public_id == batch, ImportChange.table_name == table, ImportChange.is_created)
    )


def kinds_for(actor: Actor) -> list[tuple[Importable, Sequence[Place]]]:
    """What the reader may import and where."""
    found = [(kind, kind.places(actor)) for kind in KINDS.values()]
    return [(kind, places) for kind, places in found if places]


def rows_to_show(batch: ImportBatch, view: str) -> sa.Select[ImportRow]:
    """Rows of a preview: those that need eyes first, or those of one decision, in the order of the file."""
    query = sa.select(ImportRow).where(ImportRow.batch_id == batch.id)
    if view == "attention":
        weight = sa.case(
            (ImportRow.decision == Decision.ERROR, 0), (ImportRow.decision == Decision.SKIP, 1),
            (ImportRow.decision == Decision.CHANGED, 2), else_=3,
        )  # fmt: skip
        query = query.where(ImportRow.decision.in_([Decision.ERROR, Decision.SKIP, Decision.CHANGED]))
        return query.order_by(weight, ImportRow.number)
    if view == "kept":
        return query.where(ImportRow.outcome == Outcome.KEPT).order_by(ImportRow.number)
    return query.where(ImportRow.decision == view).order_by(ImportRow.number)


def errors_book(batch: ImportBatch) -> Book:
    """The rows that were left out, with the same headings and what to put right: to be corrected and loaded again."""
    columns = [column for column in kind_of(batch).columns if column.key in batch.mapping]
    return Book(
        title=_("Строки с ошибками"),
        sheets=[
            Sheet(
                name=_("Исправить"),
                columns=[*(Column(title=each.label, width=each.width) for each in columns),
                         Column(title=_("Что исправить"), width=60), Column(title=_("Строка"), width=10)],
                rows=_error_rows(batch, [each.key for each in columns]),
                freeze_columns=1,
            )
        ],
    )  # fmt: skip


def worded(problem: Mapping[str, str], labels: Mapping[str, str]) -> str:
    """«Почта: не похоже на адрес»: a remark with the column that it is about."""
    label = labels.get(problem["column"], "")
    return f"{label}: {problem['text']}" if label else problem["text"]


def _error_rows(batch: ImportBatch, keys: list[str]) -> Iterator[list[Any]]:
    labels = {column.key: column.label for column in kind_of(batch).columns}
    wanted = rows_to_show(batch, "attention").where(ImportRow.decision.in_([Decision.ERROR, Decision.SKIP]))
    for row in db.session.scalars(wanted.order_by(None).order_by(ImportRow.number)).all():
        said = "; ".join(worded(problem, labels) for problem in row.problems)
        yield [*(row.cells.get(key, "") for key in keys), said, row.number]


def template_book(kind: Importable) -> Book:
    """An empty table with the right headings and one example."""
    return Book(
        title=kind.title,
        sheets=[
            Sheet(
                name=kind.title,
                columns=[Column(title=each.label, width=each.width, comment=each.hint) for each in kind.columns],
                rows=[[each.example for each in kind.columns]],
                freeze_columns=1,
            )
        ],
    )


def place_name(actor: Actor, batch: ImportBatch) -> str:
    """The organisation of the batch, as its kind calls it."""
    places = kind_of(batch).places(actor)
    return next((place.name for place in places if place.id == batch.organization_id), "")


def rows_by_number(batch: ImportBatch, numbers: Sequence[int]) -> dict[int, str]:
    """The beginnings of rows as the file has them, so that a person knows them again."""
    query = sa.select(ImportRow.number, ImportRow.cells)
    found = db.session.execute(query.where(ImportRow.batch_id == batch.id, ImportRow.number.in_(numbers)))
    return {row.number: summary(kind_of(batch), row.cells) for row in found}


def summary(kind: Importable, cells: dict[str, Any]) -> str:
    """The first filled columns of a row: «Лебедев Марк Ильич»."""
    said = [str(cells[key]) for key in kind.shown_by if cells.get(key)]
    return " ".join(said)
