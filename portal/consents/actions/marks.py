"""A signature on paper is on record, or refused, or was marked by mistake: sheets and consents change together."""

from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.actions.giving import record_consent
from portal.consents.kinds import Evidence
from portal.consents.models import Consent, ConsentSheet
from portal.consents.paper_kinds import SheetState
from portal.core import audit, clock
from portal.core.audit import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _


def receive_sheet(actor: Actor, sheet: ConsentSheet, *, evidence: Evidence, on: date) -> Consent:
    """Record the consent that the signed sheet proves; other blanks for the same signature are void from now on.

    Raises Refusal where the sheet is not awaited any more or the consent may not be recorded.
    """
    _refuse_unless_awaited(sheet)
    consent = record_consent(
        actor, sheet.person, sheet.text, given_by=sheet.signer, evidence=evidence, starts_on=on
    )  # fmt: skip
    sheet.state, sheet.consent_id = SheetState.RECEIVED, consent.id
    _check(actor, sheet)
    db.session.execute(
        sa.update(ConsentSheet)
        .where(*_same_signature(sheet), ConsentSheet.state == SheetState.PRINTED)
        .values(state=SheetState.VOID)
        .execution_options(synchronize_session=False)
    )
    return consent


def refuse_sheet(actor: Actor, sheet: ConsentSheet) -> None:
    """Note that the person put a refusal on the sheet. Raises Refusal where the sheet is not awaited any more."""
    _refuse_unless_awaited(sheet)
    sheet.state = SheetState.REFUSED
    _check(actor, sheet)
    audit.record(actor, AuditEvent.CONSENT_REFUSED, sheet)


def take_back(actor: Actor, sheet: ConsentSheet) -> None:
    """Undo a mark made by mistake: the sheet waits again, the consent that rested on it is gone."""
    consent_id, sheet.consent_id = sheet.consent_id, None
    sheet.state, sheet.file_id, sheet.checked_at, sheet.checked_by_id = SheetState.PRINTED, None, None, None
    db.session.flush()
    if consent_id is not None:
        db.session.execute(sa.delete(Consent).where(Consent.id == consent_id))
        db.session.execute(
            sa.update(ConsentSheet)
            .where(*_same_signature(sheet), ConsentSheet.state == SheetState.VOID)
            .values(state=SheetState.PRINTED)
            .execution_options(synchronize_session=False)
        )
    audit.record(actor, AuditEvent.SHEET_TAKEN_BACK, sheet)


def _refuse_unless_awaited(sheet: ConsentSheet) -> None:
    if sheet.state != SheetState.PRINTED:
        raise Refusal(_("Лист уже отмечен: %(state)s. Обновите страницу.", state=SheetState(sheet.state).label.lower()))


def _check(actor: Actor, sheet: ConsentSheet) -> None:
    sheet.checked_by_id, sheet.checked_at = actor.person_id, clock.now()
    db.session.flush()


def _same_signature(sheet: ConsentSheet) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        ConsentSheet.organization_id == sheet.organization_id,
        ConsentSheet.person_id == sheet.person_id,
        ConsentSheet.purpose == sheet.purpose,
        (ConsentSheet.person_id == ConsentSheet.signer_id) == (not sheet.by_representative),
        ConsentSheet.id != sheet.id,
    )
