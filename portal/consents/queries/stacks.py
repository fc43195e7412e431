"""Reads about scanned stacks: the list, and the pages of one by what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.consents.models import ConsentSheet, ScanFile, ScanPage, ScanStack
from portal.consents.paper_kinds import Outcome, Verdict
from portal.core.db import db


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a stack is: pages by outcome, those that were put aside apart, and how many wait for a person."""

    pages: int
    found: int
    unread: int
    duplicate: int
    foreign: int
    waiting: int
    accepted: int
    refused: int
    skipped: int

    @property
    def is_done(self) -> bool:
        return self.pages > 0 and self.waiting == 0


def progress_columns() -> list[Any]:
    """The figures of `Progress` as aggregates over pages."""

    def count(clause: sa.ColumnElement[bool], name: str) -> sa.Label[int]:
        return sa.func.count(ScanPage.id).filter(clause).label(name)

    return [
        sa.func.count(ScanPage.id).label("pages"),
        *(
            count(sa.and_(ScanPage.outcome == outcome, ScanPage.decision.is_distinct_from(Verdict.SKIPPED)), outcome)
            for outcome in Outcome
        ),
        count(sa.and_(ScanPage.decision.is_(None), ScanPage.outcome.in_([Outcome.FOUND, Outcome.UNREAD])), "waiting"),
        count(ScanPage.decision == Verdict.SIGNED, "accepted"),
        count(ScanPage.decision == Verdict.REFUSED, "refused"),
        count(ScanPage.decision == Verdict.SKIPPED, "skipped"),
    ]


def find_stacks(actor: Actor) -> sa.Select[Any]:
    """Stacks that the reader may see, newest first, with their figures."""
    return (
        sa.select(ScanStack, *progress_columns())
        .outerjoin(ScanPage, ScanPage.stack_id == ScanStack.id)
        .where(allowed(actor, Permission.CONSENT_RECORD, ScanStack))
        .options(selectinload(ScanStack.organization), selectinload(ScanStack.uploaded_by))
        .group_by(ScanStack.id)
        .order_by(ScanStack.created_at.desc(), ScanStack.id.desc())
    )


def progress_of(stack: ScanStack) -> Progress:
    """The figures of one stack."""
    row = db.session.execute(sa.select(*progress_columns()).where(ScanPage.stack_id == stack.id)).mappings().one()
    return Progress(**row)


def files_of(stack: ScanStack) -> Sequence[ScanFile]:
    """The uploads of a stack, in order."""
    return db.session.scalars(
        sa.select(ScanFile)
        .where(ScanFile.stack_id == stack.id)
        .options(joinedload(ScanFile.file))
        .order_by(ScanFile.id)
    ).all()


def pages_to_check(stack: ScanStack) -> sa.Select[Any]:
    """Pages that belong to a sheet and wait for a look, in the order of the stack."""
    return _with_sheets(stack).where(ScanPage.outcome == Outcome.FOUND, ScanPage.decision.is_(None))


def pages_with(stack: ScanStack, *outcomes: Outcome) -> Sequence[ScanPage]:
    """Pages of these outcomes about which nothing is decided."""
    return db.session.scalars(
        _with_sheets(stack).where(ScanPage.outcome.in_(outcomes), ScanPage.decision.is_(None)).limit(100)
    ).all()


def decided_pages(stack: ScanStack) -> sa.Select[Any]:
    """Pages about which somebody decided, the last decisions first."""
    return (
        _with_sheets(stack)
        .where(ScanPage.decision.is_not(None), ScanPage.sheet_id.is_not(None))
        .order_by(None)
        .order_by(ScanPage.decided_at.desc(), ScanPage.id)
    )


def _with_sheets(stack: ScanStack) -> sa.Select[Any]:
    sheet = joinedload(ScanPage.sheet)
    return (
        sa.select(ScanPage)
        .where(ScanPage.stack_id == stack.id)
        .options(*(sheet.joinedload(part) for part in (ConsentSheet.person, ConsentSheet.signer, ConsentSheet.text)))
        .order_by(ScanPage.scan_file_id, ScanPage.place)
    )
