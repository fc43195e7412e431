"""Persons: entering one and changing what stands on the card."""

from datetime import date
from typing import Any

from portal.access.actor import Actor
from portal.core import audit, mail
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.core.text import clean_line, sort_key
from portal.people.models import Person
from portal.people.search_persons import index_person
from portal.people.signals import contact_changing


def add_person(
    actor: Actor,
    *,
    family_name: str,
    given_name: str,
    patronymic: str = "",
    birth_on: date | None = None,
    career_began_on: date | None = None,
    email: str | None = None,
    phone: str | None = None,
) -> Person:
    """Enter a person in the register: name and contact rest on law or contract (152-ФЗ ст. 6)."""
    person = Person(birth_on=birth_on, career_began_on=career_began_on)
    _name(person, family_name, given_name, patronymic)
    person.email, person.phone = _line(email), _line(phone)
    db.session.add(person)
    db.session.flush()
    index_person(person)
    audit.record(actor, AuditEvent.PERSON_ADDED, person)
    return person


def change_person(
    actor: Actor,
    person: Person,
    *,
    family_name: str,
    given_name: str,
    patronymic: str,
    birth_on: date | None,
    career_began_on: date | None,
    email: str | None,
    phone: str | None,
) -> None:
    """Put what stands on the card right. The trail names the fields, never their values.

    Raises Refusal where the e-mail leads to an account that is not the actor's to give.
    """
    before = _said_of(person)
    if _line(email) != person.email:
        contact_changing.send(actor, person=person)
    _name(person, family_name, given_name, patronymic)
    person.birth_on, person.career_began_on = birth_on, career_began_on
    person.email, person.phone = _line(email), _line(phone)
    changed = [name for name, value in _said_of(person).items() if before[name] != value]
    if not changed:
        return
    person.version += 1
    db.session.flush()
    if "email" in changed:
        mail.redirect(person.id, person.email)
    index_person(person)
    audit.record(actor, AuditEvent.PERSON_CHANGED, person, changes={"fields": changed})


def _name(person: Person, family_name: str, given_name: str, patronymic: str) -> None:
    names = [clean_line(part or "") for part in (family_name, given_name, patronymic)]
    if not names[0] or not names[1]:
        raise Refusal(_("Укажите фамилию и имя."))
    person.family_name, person.given_name, person.patronymic = names
    person.sort_name = sort_key(" ".join(names))


def _line(text: str | None) -> str | None:
    return clean_line(text or "") or None


def _said_of(person: Person) -> dict[str, Any]:
    names = ("family_name", "given_name", "patronymic", "birth_on", "career_began_on", "email", "phone")
    return {name: getattr(person, name) for name in names}
