"""Printing blanks: one sheet for each person, purpose and signature that is still missing."""

from collections.abc import Sequence

from portal.access.actor import Actor
from portal.consents.kinds import Purpose
from portal.consents.models import ConsentSheet, ConsentText, SheetBatch
from portal.consents.queries.needs import Signature, signatures_of
from portal.consents.queries.sheets import own_sheet
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.people.models import Group, Organization, Person


def print_sheets(
    actor: Actor,
    organization: Organization,
    people: Sequence[Person],
    purposes: Sequence[Purpose],
    *,
    group: Group | None = None,
) -> SheetBatch:
    """Make the sheets of everyone whose signature is missing and can be asked for; between 14 and 17 that is two.

    Raises Refusal where nothing is left to print. People without a birth date or a representative get no sheet: the
    page says what to put right.
    """
    on = clock.today(organization.time_zone)
    wanted = [each for each in signatures_of(organization.id, people, purposes, on) if is_printable(each)]
    if not wanted:
        raise Refusal(_("Печатать нечего: согласия есть у всех, кого можно спросить."))
    batch = SheetBatch(
        organization_id=organization.id, group_id=group.id if group else None, printed_by_id=actor.person_id,
        people=len({each.person.id for each in wanted}), sheets=len(wanted),
    )  # fmt: skip
    db.session.add(batch)
    db.session.flush()
    db.session.add_all(_sheet(batch, place, each) for place, each in enumerate(wanted, 1))
    db.session.flush()
    audit.record(actor, AuditEvent.SHEETS_PRINTED, batch, changes={"sheets": batch.sheets, "people": batch.people})
    return batch


def print_own_sheet(actor: Actor, organization: Organization, person: Person, text: ConsentText) -> ConsentSheet:
    """The blank of one's own signature under one's own consent or a child's; what was printed before is given again.

    The caller has asked whether the signature of the actor is missing. Raises Refusal for who is no person.
    """
    if actor.person_id is None:
        raise Refusal(_("Печатать нечего: согласия есть у всех, кого можно спросить."))
    found = own_sheet(actor.person_id, person.id, text.id)
    if found is not None:
        return found
    batch = SheetBatch(organization_id=organization.id, printed_by_id=actor.person_id, people=1, sheets=1)
    db.session.add(batch)
    db.session.flush()
    made = ConsentSheet(
        batch_id=batch.id, organization_id=organization.id, person_id=person.id, signer_id=actor.person_id,
        text_id=text.id, purpose=text.purpose, place=1,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.SHEETS_PRINTED, batch, changes={"sheets": 1, "people": 1})
    return made


def is_printable(signature: Signature) -> bool:
    """Whether the signature is missing and nothing stands in the way of asking for it."""
    return not signature.is_given and signature.problem is None


def _sheet(batch: SheetBatch, place: int, wanted: Signature) -> ConsentSheet:
    assert wanted.signer  # noqa: S101 — printable
    assert wanted.text  # noqa: S101
    return ConsentSheet(
        batch_id=batch.id, organization_id=batch.organization_id, person_id=wanted.person.id,
        signer_id=wanted.signer.id, text_id=wanted.text.id, purpose=wanted.purpose, place=place,
    )  # fmt: skip
