"""Judging the rows of a batch: every line is shown to its kind in order, and what it said is kept beside the line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core.db import db
from portal.imports.models import Decision, ImportBatch, ImportChange, ImportRow, Outcome
from portal.imports.reading import Table
from portal.imports.registry import KINDS, Importable, Level, Line, Register, Verdict

WARNED, ASKED = "warned", "asked"


def kind_of(batch: ImportBatch) -> Importable:
    """The kind of tables that this batch brings."""
    return KINDS[batch.kind]


def register_of(actor: Actor, batch: ImportBatch) -> Register:
    """The register as it is now."""
    rows = db.session.execute(
        sa.select(ImportChange.table_name, ImportChange.ref_id, ImportRow.number)
        .join(ImportRow, ImportRow.id == ImportChange.row_id)
        .where(ImportChange.batch_id == batch.id, ImportChange.is_created.is_(True))
    )
    made = {(table, ref_id): number for table, ref_id, number in rows}
    return kind_of(batch).open(actor, batch.organization_id, dict(batch.options or {}), made)


def lines_of(batch: ImportBatch, table: Table) -> Iterator[Line]:
    """The lines of the table with the columns that were matched; all others are left behind here."""
    places, storable = {key: int(place) for key, place in batch.mapping.items()}, kind_of(batch).storable
    for number, cells in table.rows:
        values = {key: storable(cells[place]) for key, place in places.items() if cells[place]}
        if values:
            yield Line(number=number, values=values)


def judged(register: Register, lines: Iterable[Line]) -> Iterator[tuple[Line, Verdict]]:
    """Every line with its verdict; an error weighs more than any decision."""
    for line in lines:
        verdict = register.judge(line)
        if any(problem.level is Level.ERROR for problem in verdict.problems):
            verdict.decision = Decision.ERROR
        yield line, verdict


def row_values(verdict: Verdict) -> dict[str, Any]:
    """The columns of an import row that hold its verdict."""
    problems = sorted(verdict.problems, key=lambda each: list(Level).index(each.level))
    return {
        "decision": verdict.decision,
        "problems": [{"text": each.text, "column": each.column, "level": each.level.value} for each in problems],
        "changes": verdict.changes,
        "matched_id": verdict.matched_id,
    }


def write_rows(batch: ImportBatch, found: Iterable[tuple[Line, Verdict]]) -> None:
    """Put the judged lines in place of what the batch had, and count them; the caller commits."""
    db.session.execute(sa.delete(ImportRow).where(ImportRow.batch_id == batch.id))
    rows = [
        {"batch_id": batch.id, "number": line.number, "cells": dict(line.values), "answer": line.answer,
         "outcome": Outcome.WAITING, **row_values(verdict)}
        for line, verdict in found
    ]  # fmt: skip
    if rows:
        db.session.execute(sa.insert(ImportRow), rows)
    batch.counts = counts_of(rows)


def counts_of(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many rows there are of each decision, with warnings and with questions."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[str(Decision(row["decision"]).value)] += 1
        levels = {problem["level"] for problem in row["problems"]}
        counts[WARNED] += Level.WARNING.value in levels
        counts[ASKED] += Level.QUESTION.value in levels
        counts["total"] += 1
    return dict(counts)
