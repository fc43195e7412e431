"""The one question before any processing: is there a basis for it on the day, and whose signature is missing.

Said twice, for one person in Python (`missing_signatures`) and for lists in SQL (`has_basis`); a test proves that
both answer the same. A day is the calendar day where the organisation is, so birthdays begin at its midnight.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa

from portal.consents.kinds import WRITTEN, Evidence, Minors, Purpose
from portal.consents.models import Consent, ConsentPolicy, ConsentText
from portal.core.db import db, shared_alias
from portal.core.personal_data import Basis
from portal.people.ages import ADULT_FROM, OWN_SIGNATURE_FROM, is_of_age
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person, Representation
from portal.people.periods import age_on, in_force

OWN, REPRESENTATIVE, RESTRICTED = "own", "representative", "restricted"
# Tables of the inner questions under names of their own, so that the query around may use the same tables; made once,
# because building them costs more than asking.
_PERSON, _SUBJECT, _SIGNER = shared_alias(Person), shared_alias(Person), shared_alias(Person)
_CONSENT, _TEXT, _KINSHIP = shared_alias(Consent), shared_alias(ConsentText), shared_alias(Representation)
_PLACE, _POLICY = shared_alias(Membership), shared_alias(ConsentPolicy)


@dataclass(frozen=True)
class Needed:
    """Whose signatures an age asks for."""

    own: bool
    representative: bool


def needed_signatures(birth_on: date | None, is_learner: bool, on: date, minors: Minors | str = Minors.BOTH) -> Needed:
    """Under 14 the representative signs, from 14 to 17 whom the organisation settled on, from 18 the person.

    ГК РФ ст. 26, 28; 152-ФЗ ст. 9 ч. 6. A learner whose birth date is not known needs both, others count as adults.
    """
    if birth_on is None:
        return Needed(own=True, representative=is_learner)
    age = age_on(birth_on, on)
    if age >= ADULT_FROM:
        return Needed(own=True, representative=False)
    if age < OWN_SIGNATURE_FROM:
        return Needed(own=False, representative=True)
    return Needed(own=minors != Minors.REPRESENTATIVE, representative=minors != Minors.OWN)


def missing_signatures(
    birth_on: date | None,
    is_learner: bool,
    own: bool,
    representative: bool,
    on: date,
    *,
    minors: Minors | str = Minors.BOTH,
) -> list[str]:
    """Whose signature is still needed: «own», «representative», both or none."""
    needed = needed_signatures(birth_on, is_learner, on, minors)
    missing = []
    if needed.own and not own:
        missing.append(OWN)
    if needed.representative and not representative:
        missing.append(REPRESENTATIVE)
    return missing


def signatures(
    person_id: Any, organization_id: Any, purpose: Purpose, on: Any
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Two EXISTS clauses: the person's own signature counts on the day, and a representative's does.

    An own one never counts where it was given before the 14th birthday. A representative's counts while whoever
    signed represents the person: on the day of signing and on the day asked about.
    """
    consent, text, subject, signer, kinship = _CONSENT, _TEXT, _SUBJECT, _SIGNER, _KINSHIP
    standing = [
        consent.person_id == person_id,
        consent.organization_id == organization_id,
        consent.purpose == purpose,
        stands(consent, text, on),
    ]
    own = _exists(consent, text, subject).where(
        *standing,
        consent.by_representative.is_(False),
        subject.id == consent.person_id,
        sa.or_(subject.birth_on.is_(None), is_of_age(subject.birth_on, OWN_SIGNATURE_FROM, consent.starts_on)),
    )
    representative = _exists(consent, text, kinship, signer).where(
        *standing,
        consent.by_representative.is_(True),
        kinship.person_id == consent.person_id,
        kinship.representative_id == consent.given_by_id,
        kinship.starts_on <= consent.starts_on,
        sa.or_(kinship.ends_on.is_(None), kinship.ends_on >= on),
        signer.id == consent.given_by_id,
        signer.erased_on.is_(None),
    )
    return own, representative


def stands(consent: Any, text: Any, on: Any) -> sa.ColumnElement[bool]:
    """The clause of a consent that stands on the day: accepted, in its term, not withdrawn, its wording not replaced.

    A click that was accepted before its purpose came to need a signed sheet does not count.
    `consent` and `text` are the tables, or aliases of them, of a query that has both.
    """
    return sa.and_(
        consent.is_accepted.is_(True),
        sa.or_(consent.evidence != Evidence.PORTAL, consent.purpose.not_in(WRITTEN)),
        in_force(consent, on),
        sa.or_(consent.withdrawn_on.is_(None), consent.withdrawn_on > on),
        text.id == consent.text_id,
        sa.or_(text.void_from.is_(None), text.void_from > on),
    )


def facts(person_id: Any, organization_id: Any, purpose: Purpose, on: Any) -> dict[str, sa.ColumnElement[Any]]:
    """Everything that the answer rests on, as columns for a query of persons; `missing_in` reads a row of them."""
    subject = _PERSON
    own, representative = signatures(person_id, organization_id, purpose, on)
    return {
        OWN: own,
        REPRESENTATIVE: representative,
        "learner": _is_learner(person_id, on),
        "minors": minors_of(organization_id),
        RESTRICTED: _exists(subject).where(subject.id == person_id, ~_is_open(subject, on)),
    }


def missing_in(row: Mapping[str, Any], birth_on: date | None, on: date) -> list[str]:
    """What is missing by a row of `facts`; «restricted» alone where the data may not be processed at all."""
    if row[RESTRICTED]:
        return [RESTRICTED]
    return missing_signatures(birth_on, row["learner"], row[OWN], row[REPRESENTATIVE], on, minors=row["minors"])


def missing_for(person_id: int, organization_id: int, purpose: Purpose, on: date) -> list[str]:
    """Whose signature is missing for one person on the day; empty when there is a basis."""
    named = {"person": person_id, "organization": organization_id, "day": on}
    row = db.session.execute(_facts_of_one(purpose), named).mappings().one()
    return missing_in({**row}, row["birth_on"], on)


@cache
def _facts_of_one(purpose: Purpose) -> sa.Select[Any]:
    """The question about one person, put together once a process."""
    who, where = sa.bindparam("person", type_=sa.Integer), sa.bindparam("organization", type_=sa.Integer)
    asked = facts(who, where, purpose, sa.bindparam("day", type_=sa.Date))
    columns = [clause.label(name) for name, clause in asked.items()]
    query: Any = sa.select(Person.birth_on, *columns).where(Person.id == who)
    statement: sa.Select[Any] = query
    return statement


def basis_for(person_id: int, organization_id: int, purpose: Purpose, on: date) -> Basis | None:
    """The ground on which data of the person may be processed for the purpose on the day, or None."""
    return None if missing_for(person_id, organization_id, purpose, on) else Basis.CONSENT


def has_basis(person_id: Any, organization_id: Any, purpose: Purpose, on: Any) -> sa.ColumnElement[bool]:
    """The clause «there is a basis», for lists: `where(has_basis(Person.id, organization.id, purpose, on))`."""
    subject = _PERSON
    own, representative = signatures(person_id, organization_id, purpose, on)
    needs_own, needs_representative = _needs(person_id, organization_id, on)
    return _exists(subject).where(
        subject.id == person_id,
        _is_open(subject, on),
        sa.or_(sa.not_(needs_own), own),
        sa.or_(sa.not_(needs_representative), representative),
    )


def lacking(
    person_id: Any, organization_id: Any, purpose: Purpose, on: Any
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Two clauses for lists: the person's own signature is needed and missing, and a representative's is."""
    who = _PERSON.id == person_id
    needed = _needs(person_id, organization_id, on)
    own, representative = signatures(person_id, organization_id, purpose, on)
    return (
        sa.and_(_exists(_PERSON).where(who, needed[0]), ~own),
        sa.and_(_exists(_PERSON).where(who, needed[1]), ~representative),
    )


def _needs(person_id: Any, organization_id: Any, on: Any) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Whose signatures the age asks for, inside a question about `_PERSON`; `needed_signatures` in SQL."""
    subject = _PERSON
    learner, minors = _is_learner(person_id, on), minors_of(organization_id)
    is_known = subject.birth_on.is_not(None)
    is_grown, is_teen_or_older = (is_of_age(subject.birth_on, years, on) for years in (ADULT_FROM, OWN_SIGNATURE_FROM))
    needs_own = sa.case(
        (subject.birth_on.is_(None), sa.true()),
        (is_grown, sa.true()),
        (is_teen_or_older, minors != Minors.REPRESENTATIVE),
        else_=sa.false(),
    )
    needs_representative = sa.case(
        (~is_known, learner),
        (is_grown, sa.false()),
        (is_teen_or_older, minors != Minors.OWN),
        else_=sa.true(),
    )
    return needs_own, needs_representative


def minors_of(organization_id: Any) -> Any:
    """Who signs between 14 and 17 in the organisation, as a scalar; two signatures where nobody settled it."""
    policy = _POLICY
    chosen = sa.select(policy.minors).where(policy.organization_id == organization_id).correlate_except(policy)
    return sa.func.coalesce(chosen.scalar_subquery(), Minors.BOTH.value)


def _exists(*own: Any) -> sa.Exists:
    """EXISTS over these tables; whatever else is named belongs to the queries around it, however deep it stands."""
    return sa.exists().select_from(*own).correlate_except(*own)


def _is_learner(person_id: Any, on: Any) -> sa.ColumnElement[bool]:
    place = _PLACE
    return _exists(place).where(place.person_id == person_id, place.kind == MembershipKind.LEARNER, in_force(place, on))


def _is_open(person: Any, on: Any) -> sa.ColumnElement[bool]:
    """Neither erased nor restricted: both stop processing whatever was signed (152-ФЗ ст. 14, 21)."""
    return sa.and_(person.erased_on.is_(None), sa.or_(person.restricted_on.is_(None), person.restricted_on > on))
