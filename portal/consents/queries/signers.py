"""Who may sign for whom: oneself from 14, a legal representative until 18."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from portal.consents.kinds import Category, Purpose
from portal.consents.models import ConsentText
from portal.consents.queries.basis import facts, missing_in
from portal.consents.queries.texts import category_by, closest, texts_in_force
from portal.core.db import db
from portal.people.ages import ADULT_FROM, OWN_SIGNATURE_FROM
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person, Representation
from portal.people.periods import age_on, in_force


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A paper that is still to be signed: about whom, by whom (None: no representative is recorded), which wording."""

    person: Person
    signer: Person | None
    by_representative: bool
    text: ConsentText | None


def represents(representative_id: int, person_id: int, on: date) -> bool:
    """Whether this is a legal representative of the person on the day."""
    clause = sa.exists().where(
        Representation.person_id == person_id,
        Representation.representative_id == representative_id,
        in_force(Representation, on),
    )
    return bool(db.session.scalar(sa.select(clause)))


def representatives_of(person_ids: Sequence[int], on: date) -> dict[int, list[Person]]:
    """Who represents each of these on the day, in the order in which they were entered."""
    rows = db.session.execute(
        sa.select(Representation.person_id, Person)
        .join(Person, Person.id == Representation.representative_id)
        .where(Representation.person_id.in_(person_ids), in_force(Representation, on), Person.erased_on.is_(None))
        .order_by(Representation.person_id, Representation.id)
    )
    found: dict[int, list[Person]] = {}
    for person_id, representative in rows:
        found.setdefault(person_id, []).append(representative)
    return found


def children_of(representative_id: int, on: date) -> Sequence[Person]:
    """Whom this person may sign for on the day: represented and not yet of age."""
    children = db.session.scalars(
        sa.select(Person)
        .join(Representation, Representation.person_id == Person.id)
        .where(
            Representation.representative_id == representative_id,
            in_force(Representation, on),
            Person.erased_on.is_(None),
        )
        .order_by(Person.sort_name, Person.id)
        .distinct()
    ).all()  # fmt: skip
    return [child for child in children if not is_adult(child, on)]


def is_adult(person: Person, on: date) -> bool:
    """Eighteen or more; who has no birth date in the register is not known to be."""
    return person.birth_on is not None and age_on(person.birth_on, on) >= ADULT_FROM


def may_sign_alone(person: Person, on: date) -> bool:
    """Fourteen or more, or of unknown age."""
    return person.birth_on is None or age_on(person.birth_on, on) >= OWN_SIGNATURE_FROM


def sheets_due(organization_id: int, purpose: Purpose, on: date, person_ids: Sequence[int]) -> list[Sheet]:
    """Every paper that these people still have to sign for the purpose, in the order of names: what a blank prints.

    Five statements however many people there are. Where several represent a child, the first by name is named: any
    of them may sign.
    """
    asked = facts(Person.id, sa.literal(organization_id), purpose, on)
    columns = [clause.label(name) for name, clause in asked.items()]
    rows = db.session.execute(
        sa.select(Person, *columns).where(Person.id.in_(person_ids)).order_by(Person.sort_name, Person.id)
    ).mappings()
    texts = [text for text in texts_in_force(organization_id, on) if text.purpose == purpose]
    kin, kinds = representatives_of(person_ids, on), _kinds_of(organization_id, on, person_ids)
    sheets = []
    for row in rows:
        person: Person = row["Person"]
        for whose in missing_in({**row}, person.birth_on, on):
            if whose == "own":
                category = category_by(kinds.get(person.id, []), person.birth_on, on)
                sheets.append(
                    Sheet(person=person, signer=person, by_representative=False, text=closest(texts, category))
                )
            elif whose == "representative":
                signer = next(iter(kin.get(person.id, [])), None)
                text = closest(texts, Category.REPRESENTATIVE)
                sheets.append(Sheet(person=person, signer=signer, by_representative=True, text=text))
    return sheets


def _kinds_of(organization_id: int, on: date, person_ids: Sequence[int]) -> dict[int, list[MembershipKind]]:
    found: dict[int, list[MembershipKind]] = {}
    rows = db.session.execute(
        sa.select(Membership.person_id, Membership.kind).where(
            Membership.organization_id == organization_id,
            Membership.person_id.in_(person_ids),
            in_force(Membership, on),
        )
    )
    for person_id, kind in rows:
        found.setdefault(person_id, []).append(kind)
    return found
