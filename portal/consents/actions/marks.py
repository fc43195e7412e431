"""A signature on paper is on record, or refused, or was marked by mistake: sheets and consents change together."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.consents.actions.ending import refuse_consent
from portal.consents.actions.giving import record_consent
from portal.consents.kinds import Decision, Evidence
from portal.consents.models import Consent, ConsentRefusal, ConsentSheet, ConsentText
from portal.consents.paper_kinds import SheetState
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.files import StoredFile
from portal.core.i18n import _

Items = dict[str, Any]


def decided_items(text: ConsentText, allowed: Sequence[str], conditions: Mapping[str, str] | None = None) -> Items:
    """Decisions on publication by what was ticked: what is not allowed is banned (152-ФЗ ст. 10.1).

    An item with a condition written beside it is allowed on that condition, ticked or not.
    """
    said = {code: condition for code, condition in (conditions or {}).items() if condition.strip()}
    return {code: _decided(code in allowed, said.get(code, "")) for code in text.items or []}


def _decided(is_allowed: bool, condition: str) -> dict[str, str]:
    if condition:
        return {"decision": Decision.CONDITION.value, "condition": condition}
    return {"decision": Decision.ALLOW.value if is_allowed else Decision.DENY.value}


def receive_sheet(
    actor: Actor,
    sheet: ConsentSheet,
    *,
    evidence: Evidence,
    on: date,
    file: StoredFile | None = None,
    items: Items | None = None,
) -> Consent:
    """Record the consent that the signed sheet proves; other blanks for the same signature are void from now on.

    Raises Refusal where the sheet is not awaited any more or the consent may not be recorded.
    """
    _refuse_unless_awaited(sheet)
    consent = record_consent(
        actor, sheet.person, sheet.text, given_by=sheet.signer, evidence=evidence, starts_on=on, file=file, items=items
    )
    sheet.state, sheet.consent_id = SheetState.RECEIVED, consent.id
    _check(actor, sheet, file)
    db.session.execute(
        sa.update(ConsentSheet)
        .where(*_same_signature(sheet), ConsentSheet.state == SheetState.PRINTED)
        .values(state=SheetState.VOID)
        .execution_options(synchronize_session=False)
    )
    return consent


def refuse_sheet(
    actor: Actor, sheet: ConsentSheet, *, evidence: Evidence, on: date, file: StoredFile | None = None
) -> None:
    """Record the refusal that stands on the sheet. Raises Refusal where the sheet is not awaited any more."""
    _refuse_unless_awaited(sheet)
    refusal = refuse_consent(
        actor, sheet.person, sheet.text, refused_by=sheet.signer, evidence=evidence, refused_on=on, file=file
    )
    sheet.state, sheet.refusal_id = SheetState.REFUSED, refusal.id
    _check(actor, sheet, file)


def take_back(actor: Actor, sheet: ConsentSheet) -> None:
    """Undo a mark made by mistake today: the sheet waits again, the consent or refusal that rested on it is gone.

    Raises Refusal on a later day: then the consent has been relied upon and is withdrawn, not forgotten.
    """
    zone = sheet.batch.organization.time_zone
    if sheet.checked_at is None or sheet.checked_at.astimezone(ZoneInfo(zone)).date() != clock.today(zone):
        raise Refusal(_("Отменить можно только сегодняшнюю отметку. Согласие, данное раньше, отзывают."))
    gone = ((Consent, sheet.consent_id), (ConsentRefusal, sheet.refusal_id))
    sheet.consent_id = sheet.refusal_id = None
    sheet.state, sheet.file_id, sheet.checked_at, sheet.checked_by_id = SheetState.PRINTED, None, None, None
    db.session.flush()
    for model, key in gone:
        if key is not None:
            db.session.execute(sa.delete(model).where(model.id == key))
    db.session.execute(
        sa.update(ConsentSheet)
        .where(*_same_signature(sheet), ConsentSheet.state == SheetState.VOID)
        .values(state=SheetState.PRINTED)
        .execution_options(synchronize_session=False)
    )
    audit.record(actor, AuditEvent.SHEET_TAKEN_BACK, sheet)


def _refuse_unless_awaited(sheet: ConsentSheet) -> None:
    if sheet.state != SheetState.PRINTED:
        state = SheetState(sheet.state).label.lower()
        raise Refusal(_("Лист уже отмечен: %(state)s. Обновите страницу.", state=state))


def _check(actor: Actor, sheet: ConsentSheet, file: StoredFile | None) -> None:
    sheet.checked_by_id, sheet.checked_at = actor.person_id, clock.now()
    sheet.file_id = file.id if file else None
    db.session.flush()


def _same_signature(sheet: ConsentSheet) -> tuple[sa.ColumnElement[bool], ...]:
    whose = ConsentSheet.person_id != ConsentSheet.signer_id
    return (
        ConsentSheet.organization_id == sheet.organization_id,
        ConsentSheet.person_id == sheet.person_id,
        ConsentSheet.purpose == sheet.purpose,
        whose if sheet.by_representative else ~whose,
        ConsentSheet.id != sheet.id,
    )
