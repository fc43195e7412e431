"""Reads about printed sheets: batches, the sheets of one, and the sheet that a code names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.consents.models import ConsentSheet, SheetBatch
from portal.consents.paper_kinds import SheetState
from portal.core.db import db
from portal.people.models import Person, Representation


@dataclass(frozen=True)
class Printed:
    """A sheet with what is printed on it besides the wording."""

    sheet: ConsentSheet
    relation: str


def find_batches(actor: Actor) -> sa.Select[Any]:
    """Batches that the reader may see, newest first, each with the number of sheets that are back."""
    back = (
        sa.select(sa.func.count())
        .select_from(ConsentSheet)
        .where(
            ConsentSheet.batch_id == SheetBatch.id, ConsentSheet.state.in_([SheetState.RECEIVED, SheetState.REFUSED])
        )
        .correlate(SheetBatch)
        .scalar_subquery()
    )
    return (
        sa.select(SheetBatch, back.label("back"))
        .where(allowed(actor, Permission.CONSENT_RECORD, SheetBatch))
        .options(joinedload(SheetBatch.organization), joinedload(SheetBatch.group), joinedload(SheetBatch.printed_by))
        .order_by(SheetBatch.created_at.desc(), SheetBatch.id.desc())
    )


def sheets_of(batch: SheetBatch) -> list[Printed]:
    """The sheets of a batch in the order of printing, in two questions."""
    sheets = db.session.scalars(
        sa.select(ConsentSheet)
        .where(ConsentSheet.batch_id == batch.id)
        .options(joinedload(ConsentSheet.person), joinedload(ConsentSheet.signer), joinedload(ConsentSheet.text))
        .order_by(ConsentSheet.place)
    ).all()
    relations = {
        (row.person_id, row.representative_id): row.relation
        for row in db.session.execute(
            sa.select(Representation.person_id, Representation.representative_id, Representation.relation).where(
                Representation.person_id.in_({sheet.person_id for sheet in sheets})
            )
        )
    }
    return [Printed(sheet, relations.get((sheet.person_id, sheet.signer_id), "")) for sheet in sheets]


def own_sheet(signer_id: int, person_id: int, text_id: int) -> ConsentSheet | None:
    """The blank that waits for this signer's hand under this wording; the latest of several."""
    return db.session.scalar(
        sa.select(ConsentSheet)
        .where(
            ConsentSheet.signer_id == signer_id, ConsentSheet.person_id == person_id, ConsentSheet.text_id == text_id,
            ConsentSheet.state == SheetState.PRINTED,
        )
        .order_by(ConsentSheet.id.desc())
        .limit(1)
    )  # fmt: skip


def relation_of(sheet: ConsentSheet) -> str:
    """As what the signer represents the person: «мать»; empty for one's own signature."""
    return (
        db.session.scalar(
            sa.select(Representation.relation).where(
                Representation.person_id == sheet.person_id, Representation.representative_id == sheet.signer_id
            ).order_by(Representation.id.desc()).limit(1)
        )
        or ""
    )  # fmt: skip


def sheets_by_name(actor: Actor, public_ids: Sequence[str]) -> dict[str, ConsentSheet]:
    """Sheets with these names among those that the reader may record; the names come from QR codes."""
    rows = db.session.scalars(
        select_allowed(actor, Permission.CONSENT_RECORD, ConsentSheet).where(ConsentSheet.public_id.in_(public_ids))
    )
    return {row.public_id: row for row in rows}


def sheet_by_code(actor: Actor, organization_id: int, code: str) -> ConsentSheet | None:
    """The sheet with this code in digits among those that the reader may record."""
    return db.session.scalar(
        select_allowed(actor, Permission.CONSENT_RECORD, ConsentSheet).where(
            ConsentSheet.organization_id == organization_id, ConsentSheet.code == code
        )
    )


def awaited_sheets(actor: Actor, organization_id: int) -> Sequence[ConsentSheet]:
    """Sheets that are still out, by the names of people, for choosing one by hand."""
    return db.session.scalars(
        select_allowed(actor, Permission.CONSENT_RECORD, ConsentSheet)
        .join(Person, Person.id == ConsentSheet.person_id)
        .where(ConsentSheet.organization_id == organization_id, ConsentSheet.state == SheetState.PRINTED)
        .options(joinedload(ConsentSheet.person), joinedload(ConsentSheet.signer))
        .order_by(Person.sort_name, ConsentSheet.id)
    ).all()
