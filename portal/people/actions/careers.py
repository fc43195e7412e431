"""Qualifications and dated facts of a career: added, put right, removed for a month, then gone."""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit, clock
from portal.core.audit_words import AuditEvent
from portal.core.db import db, run
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, clean_text
from portal.people.kinds import FactKind, QualificationKind
from portal.people.models import CareerFact, Organization, Person, Qualification
from portal.people.signals import career_fact_added

KEPT_FOR = timedelta(days=30)


def add_qualification(
    actor: Actor,
    person: Person,
    *,
    kind: QualificationKind,
    title: str,
    issuer: str = "",
    hours: int | None = None,
    issued_on: date | None = None,
    valid_until: date | None = None,
) -> Qualification:
    """Record a category, course, degree or certificate."""
    qualification = Qualification(person_id=person.id)
    _fill(
        qualification, kind=kind, title=title, issuer=issuer, hours=hours, issued_on=issued_on, valid_until=valid_until
    )
    db.session.add(qualification)
    db.session.flush()
    audit.record(actor, AuditEvent.QUALIFICATION_ADDED, qualification, changes={"person": person.public_id})
    return qualification


def change_qualification(
    actor: Actor,
    qualification: Qualification,
    *,
    kind: QualificationKind,
    title: str,
    issuer: str,
    hours: int | None,
    issued_on: date | None,
    valid_until: date | None,
) -> None:
    """Put a qualification right."""
    _fill(
        qualification, kind=kind, title=title, issuer=issuer, hours=hours, issued_on=issued_on, valid_until=valid_until
    )
    qualification.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.QUALIFICATION_CHANGED, qualification)


def add_career_fact(
    actor: Actor, person: Person, organization: Organization, *, kind: FactKind, happened_on: date, note: str = ""
) -> CareerFact:
    """Record what happened on a day: hired, attested, left, graduated, employed, admitted (ORG-9)."""
    fact = CareerFact(
        person_id=person.id, organization_id=organization.id, kind=kind, happened_on=happened_on, note=clean_text(note)
    )
    db.session.add(fact)
    db.session.flush()
    audit.record(actor, AuditEvent.CAREER_FACT_ADDED, fact, changes={"person": person.public_id})
    career_fact_added.send(actor, fact=fact)
    return fact


def change_career_fact(actor: Actor, fact: CareerFact, *, kind: FactKind, happened_on: date, note: str) -> None:
    """Put a fact right."""
    fact.kind, fact.happened_on, fact.note = kind, happened_on, clean_text(note)
    fact.version += 1
    db.session.flush()
    audit.record(actor, AuditEvent.CAREER_FACT_CHANGED, fact)


def remove_record(actor: Actor, record: Qualification | CareerFact) -> None:
    """Take the record off the card; it can be brought back for KEPT_FOR. Twice changes nothing."""
    if record.removed_at is None:
        record.removed_at = clock.now()
        db.session.flush()
        audit.record(actor, _events(record)[0], record)


def return_record(actor: Actor, record: Qualification | CareerFact) -> None:
    """Bring a removed record back to the card."""
    if record.removed_at is not None:
        record.removed_at = None
        db.session.flush()
        audit.record(actor, _events(record)[1], record)


def forget_removed() -> int:
    """Delete what was removed longer than KEPT_FOR ago; the worker calls it nightly."""
    before = clock.now() - KEPT_FOR
    return sum(run(sa.delete(model).where(model.removed_at < before)) for model in (Qualification, CareerFact))


def _fill(
    qualification: Qualification,
    *,
    kind: QualificationKind,
    title: str,
    issuer: str,
    hours: int | None,
    issued_on: date | None,
    valid_until: date | None,
) -> None:
    if not clean_line(title):
        raise Refusal(_("Назовите квалификацию."))
    if issued_on and valid_until and valid_until < issued_on:
        raise Refusal(_("Срок действия кончается раньше, чем документ выдан."))
    qualification.kind, qualification.title, qualification.issuer = kind, clean_line(title), clean_line(issuer)
    qualification.hours, qualification.issued_on, qualification.valid_until = hours, issued_on, valid_until


def _events(record: Qualification | CareerFact) -> tuple[AuditEvent, AuditEvent]:
    if isinstance(record, Qualification):
        return AuditEvent.QUALIFICATION_REMOVED, AuditEvent.QUALIFICATION_RETURNED
    return AuditEvent.CAREER_FACT_REMOVED, AuditEvent.CAREER_FACT_RETURNED
