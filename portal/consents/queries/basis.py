"""The one question before any processing: is there a basis for it today, and whose signature is missing."""

from datetime import date

import sqlalchemy as sa

from portal.consents.kinds import Purpose
from portal.consents.models import Consent
from portal.core.db import db
from portal.core.personal_data import Basis
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person
from portal.people.periods import age_on, in_force

OWN_SIGNATURE_FROM = 14
ADULT_FROM = 18


def signatures(
    person_id: sa.ColumnElement[int], organization_id: sa.ColumnElement[int], purpose: Purpose, on: date
) -> tuple[sa.ColumnElement[bool], sa.ColumnElement[bool]]:
    """Two EXISTS clauses: the person's own consent in force on the day, and a representative's."""

    def signed(by_representative: bool) -> sa.ColumnElement[bool]:
        return sa.exists().where(
            Consent.person_id == person_id,
            Consent.organization_id == organization_id,
            Consent.purpose == purpose,
            Consent.by_representative.is_(by_representative),
            Consent.starts_on <= on,
            sa.or_(Consent.ends_on.is_(None), Consent.ends_on >= on),
            sa.or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > on),
        )

    return signed(False), signed(True)


def missing_signatures(birth_on: date | None, is_learner: bool, own: bool, representative: bool, on: date) -> list[str]:
    """Whose signature is still needed: «own», «representative», both or none.

    Under 14 the representative signs, from 14 to 17 both, from 18 the person (ГК РФ ст. 26, 28; 152-ФЗ ст. 9 ч. 6).
    A learner without a birth date is treated as 14–17; others without one as adults.
    """
    age = age_on(birth_on, on) if birth_on else (OWN_SIGNATURE_FROM if is_learner else ADULT_FROM)
    needed = []
    if age >= OWN_SIGNATURE_FROM and not own:
        needed.append("own")
    if age < ADULT_FROM and not representative:
        needed.append("representative")
    return needed


def basis_for(person_id: int, organization_id: int, purpose: Purpose, on: date) -> Basis | None:
    """The ground on which data of the person may be processed for the purpose on the day, or None."""
    own, representative = signatures(sa.literal(person_id), sa.literal(organization_id), purpose, on)
    learner = sa.exists().where(
        Membership.person_id == person_id, Membership.kind == MembershipKind.LEARNER, in_force(Membership, on)
    )
    row = db.session.execute(
        sa.select(Person.birth_on, learner.label("learner"), own.label("own"), representative.label("rep")).where(
            Person.id == person_id
        )
    ).one()
    return None if missing_signatures(row.birth_on, row.learner, row.own, row.rep, on) else Basis.CONSENT
