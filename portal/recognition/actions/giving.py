"""An award is given: it gets its number and the code by which anybody may check it; an order gives many at once."""

import secrets
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.documents.actions import Named, issue_document
from portal.documents.models import Document
from portal.documents.numbering import next_serial
from portal.recognition.kinds import CODE_LENGTH, NominationState
from portal.recognition.models import HonorEntry, Nomination
from portal.recognition.papers import nominations_of, order_content
from portal.recognition.queries import ORDER, TABLE, in_open_order

SERIES = "awards"
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no letters that look like digits: the code is typed from paper


def give(actor: Actor, nomination: Nomination, on: date, document: Document | None = None) -> None:
    """From this day it is an award. Call with the row locked."""
    nomination.state, nomination.awarded_on = NominationState.AWARDED, on
    nomination.document_id = document.id if document else None
    nomination.year, nomination.serial = on.year, next_serial(nomination.organization_id, SERIES, on.year)
    nomination.check_code = "".join(secrets.choice(ALPHABET) for _letter in range(CODE_LENGTH))
    nomination.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.AWARD_GIVEN, nomination)


def draft_order(actor: Actor, nominations: Sequence[Nomination]) -> Document:
    """Draft one order on these awards, with an appendix; they are given when it is signed. Call with them locked.

    Raises Refusal for none, for one that was not decided, needs no order, stands in such an order already or belongs to
    another organisation than the rest.
    """
    if not nominations:
        raise Refusal(_("Выберите хотя бы одно поощрение."))
    organization = nominations[0].organization
    for each in nominations:
        if each.state != NominationState.APPROVED or not each.kind.needs_order:
            raise Refusal(_("Одно из поощрений не ждёт приказа. Откройте страницу заново."))
        if each.organization_id != organization.id:
            raise Refusal(_("В одном приказе поощрения одной организации. Выберите их отдельно."))
    ids = [each.id for each in nominations]
    if db.session.scalar(sa.select(Nomination.id).where(Nomination.id.in_(ids), in_open_order()).limit(1)):
        raise Refusal(_("Одно из поощрений уже стоит в проекте приказа: подпишите его или отмените."))
    people = {each.person_id: each.person for each in nominations if each.person is not None}
    made = issue_document(
        actor, ORDER, organization, content=order_content(nominations),
        people=[Named(person=one) for one in people.values()],
        subjects=[(TABLE, each.public_id) for each in nominations],
    )  # fmt: skip
    audit.record_each(
        actor, AuditEvent.AWARD_ORDERED, [(each, {"document": made.public_id}) for each in nominations]
    )  # fmt: skip
    return made


def order_signed(actor: Actor, document: Document) -> None:
    """What the signed order names is given from its day; what was decided otherwise meanwhile stays."""
    day = document.registered_on or clock.today(document.organization.time_zone)
    for each in nominations_of(document, lock=True):
        if each.state == NominationState.APPROVED:
            give(actor, each, day, document)


def order_repealed(actor: Actor, document: Document) -> None:
    """The order is repealed: what it gave is decided but not given, numbers and codes end, the board loses it."""
    for each in nominations_of(document, lock=True):
        if each.state != NominationState.AWARDED or each.document_id != document.id:
            continue
        each.state, each.awarded_on, each.document_id = NominationState.APPROVED, None, None
        each.year = each.serial = each.check_code = None
        each.version += 1
        db.session.flush()
        audit.record(actor, AuditEvent.AWARD_REVOKED, each)
        entry = db.session.scalar(sa.select(HonorEntry).where(HonorEntry.nomination_id == each.id))
        if entry is not None:
            photo = entry.photo
            db.session.delete(entry)
            db.session.flush()
            if photo is not None:
                files.erase(photo)
