"""Papers of the demo town: wordings of every purpose, and consents in every state that a register can show."""

from datetime import date, timedelta

import sqlalchemy as sa

from portal.consents import actions as consents
from portal.consents.kinds import Category, Decision, Evidence, Item, Minors, Purpose, Term
from portal.consents.models import Consent, ConsentText
from portal.consents.queries import text_for
from portal.core import clock
from portal.core.db import db
from portal.demo.town import SYSTEM, ZONE, Town
from portal.people.models import Person

OPERATOR = "Северный многопрофильный колледж, ИНН 3800000000, ОГРН 1023800000000"
ALLOWED = {item.value: {"decision": Decision.ALLOW.value} for item in Item}


def add_consents(town: Town) -> None:
    """In the college: all wordings, publication by items, a refusal, a withdrawal, a term that ends, a click.

    The consents to take part that the town began with stay as they are.
    """
    college, today = town.schools[1], clock.today(ZONE)
    consents.save_policy(
        SYSTEM, college, evidence=[Evidence.SCAN, Evidence.PAPER], minors=Minors.BOTH, term=Term.MONTHS, term_months=12,
        operator_name=OPERATOR, operator_address="г. Северный, ул. Лесная, 1", operator_contact="consent@demo.example",
    )  # fmt: skip
    consents.adopt_wordings(SYSTEM, college, starts_on=today - timedelta(days=400))
    _publication(town, today)
    _families(town, today)
    _mentors(town, today)


def _publication(town: Town, today: date) -> None:
    """Нина allows everything, Миша his name only and the photo on a condition; the learners mostly wait."""
    nina, misha = town.people["nina"], town.people["misha"]
    _sign(town, nina, Purpose.PUBLICATION, today - timedelta(days=30), items=ALLOWED)
    chosen = {item.value: {"decision": Decision.DENY.value} for item in Item}
    chosen |= {"name": {"decision": "allow"}, "photo": {"decision": "condition", "condition": "только со спины"}}
    _sign(town, misha, Purpose.PUBLICATION, today - timedelta(days=20), items=chosen)


def _families(town: Town, today: date) -> None:
    """Мария has clicked for Паша and brings the sheet next week; she refused to let a psychologist talk to him."""
    pasha, maria = town.people["pasha"], town.people["maria"]
    text = _text(town, Purpose.OPERATOR, today, by_representative=True)
    consents.confirm_on_portal(SYSTEM, pasha, text, given_by=maria, device="Chrome, Android")
    _sign(town, pasha, Purpose.OPERATOR, today - timedelta(days=3))
    psychologist = _text(town, Purpose.PSYCHOLOGIST, today, by_representative=True)
    consents.refuse_consent(
        SYSTEM, pasha, psychologist, refused_by=maria, evidence=Evidence.PAPER, refused_on=today - timedelta(days=14)
    )
    _sign(town, maria, Purpose.REPRESENTATIVE, today - timedelta(days=60))


def _mentors(town: Town, today: date) -> None:
    """Mentors agree of their own will; the term of some ends this month, one has changed their mind."""
    people = _signed_of(town)
    for order, person in enumerate(people[:8]):
        days = 350 if order % 3 == 0 else 100
        _sign(town, person, Purpose.VOLUNTARY, today - timedelta(days=days))
    for person in people[:4]:
        _sign(town, person, Purpose.APPLICATION, today - timedelta(days=90))
    consents.withdraw_consent(
        SYSTEM, people[1], town.schools[1], Purpose.VOLUNTARY, by=people[1], reason="Перехожу в другую организацию."
    )


def _signed_of(town: Town) -> list[Person]:
    """Teachers of the college who consented to take part, by name; the same for the same seed."""
    teachers = (
        sa.select(Person)
        .join(Consent, Consent.person_id == Person.id)
        .where(Consent.organization_id == town.schools[1].id, Person.birth_on < date(1990, 1, 1))
        .order_by(Person.sort_name, Person.id)
        .distinct()
    )
    return list(db.session.scalars(teachers))


def _text(town: Town, purpose: Purpose, on: date, *, by_representative: bool = False) -> ConsentText:
    category = Category.REPRESENTATIVE if by_representative else Category.ANY
    text = text_for(town.schools[1].id, purpose, category, on)
    assert text, purpose  # noqa: S101 — all model wordings have just been put in force
    return text


def _sign(town: Town, person: Person, purpose: Purpose, on: date, **more: object) -> None:
    text = _text(town, purpose, on)
    consents.record_consent(
        SYSTEM, person, text, given_by=person, evidence=Evidence.SCAN, starts_on=on, **more,  # type: ignore[arg-type]
    )  # fmt: skip
