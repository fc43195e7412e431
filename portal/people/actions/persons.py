"""Persons, their places in organisations and their representatives."""

from datetime import date

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, sort_key
from portal.people.kinds import MembershipKind
from portal.people.models import Group, Membership, Organization, Person, Representation


def add_person(
    actor: Actor,
    *,
    family_name: str,
    given_name: str,
    patronymic: str = "",
    birth_on: date | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> Person:
    """Enter a person in the register: name and contact rest on law or contract (152-ФЗ ст. 6)."""
    names = [clean_line(part) for part in (family_name, given_name, patronymic)]
    if not names[0] or not names[1]:
        raise Refusal(_("Укажите фамилию и имя."))
    person = Person(
        family_name=names[0],
        given_name=names[1],
        patronymic=names[2],
        sort_name=sort_key(" ".join(names)),
        birth_on=birth_on,
        email=email,
        phone=phone,
    )
    db.session.add(person)
    db.session.flush()
    audit.record(actor, AuditEvent.PERSON_ADDED, person)
    return person


def add_membership(
    actor: Actor,
    person: Person,
    organization: Organization,
    *,
    kind: MembershipKind,
    starts_on: date,
    ends_on: date | None = None,
    post: str = "",
    subject: str = "",
    group: Group | None = None,
) -> Membership:
    """Record as what the person belongs to the organisation, from a day. The group must be of the same organisation."""
    if group and group.organization_id != organization.id:
        raise Refusal(_("Группа относится к другой организации."))
    membership = Membership(
        person_id=person.id,
        organization_id=organization.id,
        group_id=group.id if group else None,
        kind=kind,
        post=clean_line(post),
        subject=clean_line(subject),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(membership)
    db.session.flush()
    audit.record(actor, AuditEvent.MEMBERSHIP_ADDED, person, organization_id=organization.id)
    return membership


def add_representation(
    actor: Actor, person: Person, representative: Person, *, relation: str, starts_on: date
) -> Representation:
    """Record who represents the person by law and as whom."""
    representation = Representation(
        person_id=person.id, representative_id=representative.id, relation=relation, starts_on=starts_on
    )
    db.session.add(representation)
    db.session.flush()
    audit.record(actor, AuditEvent.REPRESENTATION_ADDED, person)
    return representation
