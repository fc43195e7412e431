"""Acquaintance: asking people to read a document, their «Ознакомлен», reminders."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.digest import over_when, subject_of
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.mail import For
from portal.core.notices import notify
from portal.documents import letters
from portal.documents.kinds import DocumentState
from portal.documents.labels import document_label
from portal.documents.models import Acquaintance, Document
from portal.documents.queries import acquaintances_of
from portal.people.models import Person

FIRST_AFTER, THEN_EVERY, MOST_REMINDERS = timedelta(days=3), timedelta(days=7), 3
BATCH = 500


def ask_to_read(actor: Actor, document: Document, people: Sequence[Person]) -> int:
    """Ask these people to read a signed document; nobody is asked twice. Returns how many are new."""
    if document.state != DocumentState.SIGNED:
        raise Refusal(_("Знакомят с подписанным документом."))
    known = set(db.session.scalars(sa.select(Acquaintance.person_id).where(Acquaintance.document_id == document.id)))
    fresh = [person for person in dict.fromkeys(people) if person.id not in known]
    made = [Acquaintance(document_id=document.id, document=document, person_id=one.id, person=one) for one in fresh]
    db.session.add_all(made)
    db.session.flush()
    for each in made:
        _tell(each, "asked")
    if made:
        audit.record(actor, AuditEvent.ACQUAINTANCE_ASKED, document, changes={"people": len(made)})
    return len(made)


def acknowledge(actor: Actor, asked: Acquaintance) -> None:
    """«Ознакомлен»: said once; saying it again changes nothing. Raises Refusal for a document that is over."""
    if asked.read_at is not None:
        return
    if asked.document.state != DocumentState.SIGNED:
        raise Refusal(_("Документ уже не действует: знакомиться с ним не нужно."))
    asked.read_at = clock.now()
    db.session.flush()
    audit.record(actor, AuditEvent.ACQUAINTANCE_DONE, asked, organization_id=asked.document.organization_id)


def remind(actor: Actor, document: Document) -> int:
    """Remind everybody who has not read it, once a day at most; returns how many were."""
    if document.state != DocumentState.SIGNED:
        raise Refusal(_("Документ не действует: напоминать о нём не нужно."))
    today = clock.today(document.organization.time_zone)
    waiting = [
        each for each in acquaintances_of(document)
        if each.read_at is None
        and (each.reminded_at is None or clock.day_of(each.reminded_at, document.organization.time_zone) < today)
    ]  # fmt: skip
    for each in waiting:
        _remind(each)
    if waiting:
        audit.record(actor, AuditEvent.ACQUAINTANCE_REMINDED, document, changes={"people": len(waiting)})
    return len(waiting)


def remind_due() -> int:
    """Remind whoever was asked three days ago, then every week, three times in all; returns how many were."""
    now = clock.now()
    due = db.session.scalars(
        sa.select(Acquaintance)
        .join(Document, Document.id == Acquaintance.document_id)
        .where(
            Acquaintance.read_at.is_(None), Document.state == DocumentState.SIGNED,
            Acquaintance.reminders < MOST_REMINDERS, Acquaintance.asked_at <= now - FIRST_AFTER,
            sa.or_(Acquaintance.reminded_at.is_(None), Acquaintance.reminded_at <= now - THEN_EVERY),
        )
        .options(joinedload(Acquaintance.person), joinedload(Acquaintance.document).joinedload(Document.organization))
        .order_by(Acquaintance.id)
        .limit(BATCH)
    ).all()  # fmt: skip
    for each in due:
        _remind(each)
    return len(due)


def _remind(each: Acquaintance) -> None:
    each.reminded_at = clock.now()
    each.reminders += 1
    db.session.flush()
    _tell(each, f"reminder-{each.reminders}")


def _tell(each: Acquaintance, occasion: str) -> None:
    """A line on the portal, and a letter where there is an address; neither says whom the paper names."""
    path, what = f"/my/documents/{each.public_id}", document_label(each.document)
    notify([each.person_id], "document", _("Прочитайте документ: %(what)s", what=what), path)
    if each.person.email and each.person.erased_on is None:
        letters.document_to_read(
            each.person.email, what=what, organization=each.document.organization.short_name, path=path,
            event_key=f"acquaintance:{each.public_id}:{occasion}",
            reader=For(person_id=each.person_id, zone=each.document.organization.time_zone),
        )  # fmt: skip


@over_when("document_to_read")
def read_already(event_keys: Sequence[str]) -> list[str]:
    """Which letters ask to read what was read meanwhile."""
    asked = sa.select(Acquaintance.public_id).where(
        Acquaintance.public_id.in_([subject_of(key) for key in event_keys]), Acquaintance.read_at.is_(None)
    )
    waits = set(db.session.scalars(asked))
    return [key for key in event_keys if subject_of(key) not in waits]
