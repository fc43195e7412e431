"""What the wording that somebody signed hands over to the operator besides name, place, role and request.

A wording is kept verbatim and never edited, so it is read: a column is shown where the signed text names it among the
data, in the very words of the model. Who signed an earlier text, or one in other words, keeps the columns of the base.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

import sqlalchemy as sa

from portal.consents.kinds import Purpose
from portal.consents.models import Consent, ConsentText
from portal.consents.queries.basis import stands
from portal.consents.wordings import HEADINGS
from portal.core.db import db
from portal.people.models import Person, Representation


class Extra(StrEnum):
    """A column that only a later wording names."""

    CONTACTS = "contacts"
    BORN = "born"
    ENTERED = "entered"


NAMED_AS = {Extra.CONTACTS: "телефон и почта", Extra.BORN: "год рождения", Extra.ENTERED: "дата вхождения в программу"}
_DATA = f"{dict(HEADINGS)['data']}: "


@dataclass(kw_only=True)
class Covered:
    """What the signatures of one person to one organisation cover together."""

    own: set[Extra] | None = None
    by_representative: set[Extra] | None = None
    signers: list[Person] = field(default_factory=list)
    """Representatives whose own contacts their text hands over."""

    @property
    def extras(self) -> frozenset[Extra]:
        """What every side that signed has named: two signatures reach as far as the narrower one."""
        sides = [each for each in (self.own, self.by_representative) if each is not None]
        return frozenset(set.intersection(*sides)) if sides else frozenset()


@lru_cache(maxsize=256)
def extras_in(body: str) -> frozenset[Extra]:
    """Columns that the wording names among the data; none where it has no such part."""
    data = " ".join(part for part in body.split("\n\n") if part.startswith(_DATA)).casefold()
    return frozenset(extra for extra, words in NAMED_AS.items() if words in data)


def covered_by_person(ids: Collection[int], today: date) -> dict[tuple[int, int], Covered]:
    """(person, organisation) → what the consents that stand today hand over; one statement."""
    rows = db.session.execute(
        sa.select(Consent.person_id, Consent.organization_id, Consent.by_representative, ConsentText.body, Person)
        .join(ConsentText, ConsentText.id == Consent.text_id)
        .join(Person, Person.id == Consent.given_by_id)
        .where(
            Consent.person_id.in_(ids), Consent.purpose == Purpose.OPERATOR, stands(Consent, ConsentText, today),
            Person.erased_on.is_(None), sa.or_(Consent.by_representative.is_(False), _represents(today)),
        )
        .order_by(Consent.id)
    )  # fmt: skip
    found: dict[tuple[int, int], Covered] = {}
    for person_id, organization_id, by_representative, body, signer in rows:
        covered, extras = found.setdefault((person_id, organization_id), Covered()), extras_in(body)
        if by_representative:
            covered.by_representative = (covered.by_representative or set()) | extras
            if Extra.CONTACTS in extras and signer not in covered.signers:
                covered.signers.append(signer)
        else:
            covered.own = (covered.own or set()) | extras
    return found


def _represents(today: date) -> sa.ColumnElement[bool]:
    """Whoever signed for the person represented them on that day and does today, as the basis itself asks."""
    return sa.exists().where(
        Representation.person_id == Consent.person_id,
        Representation.representative_id == Consent.given_by_id,
        Representation.starts_on <= Consent.starts_on,
        sa.or_(Representation.ends_on.is_(None), Representation.ends_on >= today),
    )
