"""Which wording is in force for whom, and how an organisation collects consents."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.consents.kinds import Category, Evidence, Minors, Purpose, Term
from portal.consents.models import ConsentPolicy, ConsentText
from portal.core.db import db
from portal.people.ages import ADULT_FROM
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import age_on, in_force

CLOSER: dict[Category, tuple[Category, ...]] = {
    Category.ANY: (Category.ANY,),
    Category.ADULT: (Category.ADULT, Category.ANY),
    Category.TEACHER: (Category.TEACHER, Category.ADULT, Category.ANY),
    Category.EMPLOYER: (Category.EMPLOYER, Category.ADULT, Category.ANY),
    Category.LEARNER: (Category.LEARNER, Category.ANY),
    Category.REPRESENTATIVE: (Category.REPRESENTATIVE, Category.ANY),
    Category.CANDIDATE: (Category.CANDIDATE, Category.TEACHER, Category.ADULT, Category.ANY),
}


def policy_of(organization: Organization) -> ConsentPolicy:
    """How the organisation collects consents; the strict defaults where nobody settled it, not yet stored."""
    stored = db.session.scalars(
        sa.select(ConsentPolicy).where(ConsentPolicy.organization_id == organization.id)
    ).one_or_none()
    return stored or ConsentPolicy(
        organization_id=organization.id, evidence=[Evidence.SCAN.value], minors=Minors.BOTH, term=Term.MONTHS,
        term_months=12, operator_name=organization.name, operator_address="", operator_contact="", version=0,
    )  # fmt: skip


def texts_in_force(organization_id: int, on: date) -> Sequence[ConsentText]:
    """Wordings in force on the day, one for each purpose and category."""
    return db.session.scalars(
        sa.select(ConsentText)
        .where(ConsentText.organization_id == organization_id, in_force(ConsentText, on))
        .order_by(ConsentText.purpose, ConsentText.category, ConsentText.number)
    ).all()


def text_for(organization_id: int, purpose: Purpose, category: Category, on: date) -> ConsentText | None:
    """The wording that this person signs on the day: the closest category that has one, None where there is none."""
    return closest([text for text in texts_in_force(organization_id, on) if text.purpose == purpose], category)


def closest(texts: Sequence[ConsentText], category: Category) -> ConsentText | None:
    """Of wordings of one purpose, the one for the category; the latest edition where two begin on a day."""
    found = {Category(text.category): text for text in texts}
    return next((found[one] for one in CLOSER[category] if one in found), None)


def category_of(person: Person, organization_id: int, on: date, *, by_representative: bool = False) -> Category:
    """With whose voice the text speaks for this signature: an adult learner signs as an adult."""
    if by_representative:
        return Category.REPRESENTATIVE
    kinds = db.session.scalars(
        sa.select(Membership.kind).where(
            Membership.person_id == person.id,
            Membership.organization_id == organization_id,
            in_force(Membership, on),
        )
    ).all()
    return category_by(kinds, person.birth_on, on)


def category_by(kinds: Sequence[str], birth_on: date | None, on: date) -> Category:
    """The same by kinds of membership already at hand."""
    if MembershipKind.LEARNER in kinds:
        is_adult = birth_on is not None and age_on(birth_on, on) >= ADULT_FROM
        return Category.ADULT if is_adult else Category.LEARNER
    if MembershipKind.EMPLOYEE in kinds:
        return Category.TEACHER
    return Category.EMPLOYER if MembershipKind.SPECIALIST in kinds else Category.ADULT
