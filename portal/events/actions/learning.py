"""Records of training written down by hand, with the certificate."""

from typing import IO, Any

from portal.access.actor import Actor
from portal.core import audit, files
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.events.models import TrainingRecord
from portal.people.models import Person

Upload = tuple[IO[bytes], str]


def record_training(
    actor: Actor, person: Person, organization_id: int, *, upload: Upload | None = None, **facts: Any
) -> TrainingRecord:
    """Write it down. `facts` are columns; `upload` is (stream, name). Raises Refusal for a file that is not taken."""
    made = TrainingRecord(person_id=person.id, organization_id=organization_id, recorded_by_id=actor.person_id, **facts)
    if upload is not None:
        made.file_id = files.store(*upload).id
    db.session.add(made)
    db.session.flush()
    audit.record(actor, AuditEvent.TRAINING_RECORDED, made)
    return made


def change_training(actor: Actor, record: TrainingRecord, *, upload: Upload | None = None, **facts: Any) -> None:
    """Save it; a new certificate takes the place of the old one. Raises Refusal for one that a course issued."""
    _refuse_issued(record)
    for name, value in facts.items():
        setattr(record, name, value)
    if upload is not None:
        old, record.file_id = record.file, files.store(*upload).id
        db.session.flush()
        if old is not None:
            files.erase(old)
    record.version += 1
    audit.record(actor, AuditEvent.TRAINING_CHANGED, record)


def remove_training(actor: Actor, record: TrainingRecord) -> None:
    """It was written down by mistake; the certificate goes with it. Raises Refusal for one that a course issued."""
    _refuse_issued(record)
    old = record.file
    audit.record(actor, AuditEvent.TRAINING_REMOVED, record)
    db.session.delete(record)
    db.session.flush()
    if old is not None:
        files.erase(old)


def _refuse_issued(record: TrainingRecord) -> None:
    if record.number:
        raise Refusal(_("Этот сертификат выдан порталом по итогам курса: запись не меняется."))
