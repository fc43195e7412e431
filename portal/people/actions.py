"""Changes in the registers of people; each writes its entry in the audit trail."""

import hashlib
from datetime import date

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, sort_key
from portal.people.kinds import Contour, Evidence, MembershipKind, OrganizationKind, Purpose
from portal.people.models import Consent, ConsentText, Group, Membership, Organization, Person, Representation
from portal.people.queries import OWN_SIGNATURE_FROM, age_on


def add_organization(
    actor: Actor,
    *,
    kind: OrganizationKind,
    name: str,
    short_name: str,
    time_zone: str,
    municipality: Organization | None = None,
    contour: Contour = Contour.INTERNAL,
) -> Organization:
    """Enter an organisation in the register; `municipality` is the one it belongs to, if any."""
    organization = Organization(
        kind=kind,
        contour=contour,
        name=clean_line(name),
        short_name=clean_line(short_name),
        sort_name=sort_key(name),
        time_zone=time_zone,
        municipality_id=municipality.id if municipality else None,
    )
    db.session.add(organization)
    db.session.flush()
    audit.record(actor, AuditEvent.ORGANIZATION_ADDED, organization, organization_id=organization.id)
    return organization


def add_group(
    actor: Actor,
    organization: Organization,
    *,
    name: str,
    course: int | None,
    starts_on: date,
    kind: str = "class",
) -> Group:
    """Open a class or a study group from a day."""
    group = Group(
        organization_id=organization.id,
        name=clean_line(name),
        sort_name=sort_key(name),
        course=course,
        starts_on=starts_on,
        kind=kind,
    )
    db.session.add(group)
    db.session.flush()
    audit.record(actor, AuditEvent.GROUP_ADDED, group)
    return group


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


def add_consent_text(
    actor: Actor,
    organization: Organization,
    *,
    purpose: Purpose,
    category: str,
    title: str,
    body: str,
    starts_on: date,
) -> ConsentText:
    """Put a wording of a consent in force; the hash of its body goes into every consent given to it."""
    text = ConsentText(
        organization_id=organization.id,
        purpose=purpose,
        category=category,
        title=title,
        body=body,
        body_hash=hashlib.sha256(body.encode()).hexdigest(),
        starts_on=starts_on,
    )
    db.session.add(text)
    db.session.flush()
    return text


def record_consent(
    actor: Actor,
    person: Person,
    text: ConsentText,
    *,
    given_by: Person,
    evidence: Evidence,
    starts_on: date,
    ends_on: date | None = None,
) -> Consent:
    """Record a consent given to `text` by the person or by a representative.

    Raises Refusal when a child under 14 signs alone or when the signer does not represent the person.
    """
    by_representative = given_by.id != person.id
    if by_representative and not _represents(given_by, person, starts_on):
        raise Refusal(_("Подписавший не записан законным представителем."))
    if not by_representative and person.birth_on and age_on(person.birth_on, starts_on) < OWN_SIGNATURE_FROM:
        raise Refusal(_("До 14 лет согласие подписывает законный представитель."))
    consent = Consent(
        person_id=person.id,
        organization_id=text.organization_id,
        text_id=text.id,
        text_hash=text.body_hash,
        purpose=text.purpose,
        given_by_id=given_by.id,
        recorded_by_id=actor.person_id,
        by_representative=by_representative,
        evidence=evidence,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    db.session.add(consent)
    db.session.flush()
    audit.record(actor, AuditEvent.CONSENT_RECORDED, consent)
    return consent


def _represents(signer: Person, person: Person, on: date) -> bool:
    return bool(
        db.session.scalar(
            sa.select(
                sa.exists().where(
                    Representation.person_id == person.id,
                    Representation.representative_id == signer.id,
                    Representation.starts_on <= on,
                    sa.or_(Representation.ends_on.is_(None), Representation.ends_on >= on),
                )
            )
        )
    )
