"""Ticking a list: what a curator holds in hand goes on record for a whole crowd at once, all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.consents.actions.ending import refuse_consent
from portal.consents.actions.giving import record_consent
from portal.consents.actions.marks import decided_items, receive_sheet, refuse_sheet
from portal.consents.kinds import Evidence
from portal.consents.models import ConsentSheet
from portal.consents.paper_kinds import SheetState
from portal.consents.queries.needs import Signature
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.models import Organization


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What the list says about one signature: it is there, or it was refused.

    `items` are allowed for publication, those with `conditions` only so.
    """

    signature: Signature
    state: SheetState
    items: Sequence[str] = ()
    conditions: Mapping[str, str] = field(default_factory=dict)


def tick(actor: Actor, organization: Organization, marks: Sequence[Mark], *, on: date) -> int:
    """Record every mark as a sheet seen by the curator, signed on the day; returns how many consents that makes.

    A printed sheet of the signature is marked with it. Raises Refusal for the first mark that may not be recorded,
    naming the person; nothing is kept then.
    """
    sheets = _open_sheets(organization.id, marks)
    for mark in marks:
        one = mark.signature
        if one.is_given or one.problem or one.signer is None or one.text is None:
            raise Refusal(_("%(name)s: отметить нельзя. Обновите страницу.", name=one.person.full_name))
        sheet = sheets.get((one.person.id, one.signer.id, one.text.id))
        try:
            _record(actor, mark, sheet, on)
        except Refusal as refusal:
            raise Refusal(f"{one.person.full_name}: {refusal.message}") from refusal
    if marks:
        audit.record(actor, AuditEvent.CONSENTS_TICKED, organization, changes={"marks": len(marks)})
    return sum(mark.state is SheetState.RECEIVED for mark in marks)


def _record(actor: Actor, mark: Mark, sheet: ConsentSheet | None, on: date) -> None:
    one = mark.signature
    assert one.text and one.signer  # noqa: S101, PT018 — asked above
    items = decided_items(one.text, mark.items, mark.conditions)
    if mark.state is SheetState.RECEIVED and sheet:
        receive_sheet(actor, sheet, evidence=Evidence.PAPER, on=on, items=items)
    elif mark.state is SheetState.RECEIVED:
        record_consent(
            actor, one.person, one.text, given_by=one.signer, evidence=Evidence.PAPER, starts_on=on, items=items
        )
    elif sheet:
        refuse_sheet(actor, sheet, evidence=Evidence.PAPER, on=on)
    else:
        refuse_consent(actor, one.person, one.text, refused_by=one.signer, evidence=Evidence.PAPER, refused_on=on)


def _open_sheets(organization_id: int, marks: Sequence[Mark]) -> dict[tuple[int, int, int], ConsentSheet]:
    """The last printed sheet of each signature, locked for this transaction."""
    found = db.session.scalars(
        sa.select(ConsentSheet)
        .where(
            ConsentSheet.organization_id == organization_id,
            ConsentSheet.person_id.in_({mark.signature.person.id for mark in marks}),
            ConsentSheet.state == SheetState.PRINTED,
        )
        .options(joinedload(ConsentSheet.person), joinedload(ConsentSheet.signer), joinedload(ConsentSheet.text))
        .order_by(ConsentSheet.id)
        .with_for_update(of=ConsentSheet)
        .execution_options(populate_existing=True)
    )
    return {(sheet.person_id, sheet.signer_id, sheet.text_id): sheet for sheet in found}
