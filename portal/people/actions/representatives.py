"""Legal representatives: who represents a person by law, as whom, by which kind of document."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line
from portal.people.models import Person, Representation
from portal.people.signals import representation_ended


def add_representation(
    actor: Actor, person: Person, representative: Person, *, relation: str, starts_on: date, document: str = ""
) -> Representation:
    """Record who represents the person and as whom. `document` is the kind of paper, never its number."""
    if person.id == representative.id:
        raise Refusal(_("Человек не может представлять сам себя."))
    if actor.person_id == representative.id:
        raise Refusal(_("Себя представителем записывает другой человек: так портал узнаёт, что документ видели двое."))
    stands = sa.exists().where(
        Representation.person_id == person.id,
        Representation.representative_id == representative.id,
        sa.or_(Representation.ends_on.is_(None), Representation.ends_on >= starts_on),
    )
    if db.session.scalar(sa.select(stands)):
        raise Refusal(_("Этот представитель уже записан."))
    representation = Representation(
        person_id=person.id, representative_id=representative.id, relation=clean_line(relation),
        document=clean_line(document), starts_on=starts_on,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(representation)
    except IntegrityError:
        raise Refusal(_("Этот представитель уже записан.")) from None
    audit.record(actor, AuditEvent.REPRESENTATION_ADDED, person)
    return representation


def end_representation(actor: Actor, representation: Representation, *, ends_on: date) -> None:
    """The last day of the representation; consents and accounts that rest on it follow in the same transaction."""
    if representation.ends_on is not None:
        raise Refusal(_("Это представительство уже завершено."))
    if ends_on < representation.starts_on:
        raise Refusal(_("Последний день стоит раньше первого."))
    representation.ends_on = ends_on
    db.session.flush()
    audit.record(actor, AuditEvent.REPRESENTATION_ENDED, representation, changes={"ends_on": ends_on.isoformat()})
    representation_ended.send(actor, representation=representation)
