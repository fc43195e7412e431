"""Which signatures a crowd of people needs for some purposes, all of it in a fixed number of questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.consents.kinds import Category, Minors, Purpose
from portal.consents.models import Consent, ConsentRefusal, ConsentSheet, ConsentText
from portal.consents.paper_kinds import SheetState
from portal.consents.queries.basis import minors_of, needed_signatures, stands
from portal.consents.queries.signers import representatives_of
from portal.consents.queries.texts import category_by, closest, texts_in_force
from portal.core.db import db
from portal.core.i18n import _
from portal.people.ages import OWN_SIGNATURE_FROM, is_of_age
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person, Representation
from portal.people.periods import in_force

Whose = tuple[int, str, bool]


class Problem(StrEnum):
    """Why no blank can be printed."""

    BIRTH_DATE = "birth_date"
    REPRESENTATIVE = "representative"
    TEXT = "text"

    @property
    def label(self) -> str:
        return _PROBLEM_WORDS[self]


_PROBLEM_WORDS = {
    Problem.BIRTH_DATE: _("не указана дата рождения"),
    Problem.REPRESENTATIVE: _("не записан законный представитель"),
    Problem.TEXT: _("нет действующего текста согласия"),
}


@dataclass(frozen=True, kw_only=True)
class Signature:
    """One signature that a person's data needs for a purpose: whose it is, and whether it is there."""

    person: Person
    purpose: Purpose
    by_representative: bool
    signer: Person | None
    text: ConsentText | None
    problem: Problem | None
    given_on: date | None
    is_refused: bool
    is_printed: bool

    @property
    def field(self) -> str:
        """The name of its field in the form of a crowd."""
        return f"{self.purpose}.{self.person.public_id}.{'r' if self.by_representative else 'o'}"

    @property
    def is_given(self) -> bool:
        return self.given_on is not None


@dataclass(frozen=True, kw_only=True)
class _Facts:
    kinds: Mapping[int, list[MembershipKind]]
    representatives: Mapping[int, Person]
    given: Mapping[Whose, date]
    refused: frozenset[Whose]
    printed: frozenset[Whose]
    texts: Sequence[ConsentText]
    minors: Minors
    on: date


def signatures_of(
    organization_id: int, people: Sequence[Person], purposes: Sequence[Purpose], on: date
) -> list[Signature]:
    """Every signature that these people need for these purposes, given or not, in the order of people and purposes.

    Costs the same number of questions for two people and for three hundred.
    """
    ids = [person.id for person in people]
    facts = _Facts(
        kinds=_kinds(organization_id, ids, on), representatives=_representatives(ids, on),
        given=_given(organization_id, ids, purposes, on), refused=_refused(organization_id, ids),
        printed=_printed(organization_id, ids), texts=texts_in_force(organization_id, on),
        minors=_minors(organization_id), on=on,
    )  # fmt: skip
    return [
        _signature(person, purpose, by_representative, facts)
        for person in people
        for purpose in purposes
        for by_representative in _needed(person, facts)
    ]


def _needed(person: Person, facts: _Facts) -> list[bool]:
    is_learner = MembershipKind.LEARNER in facts.kinds.get(person.id, [])
    needed = needed_signatures(person.birth_on, is_learner, facts.on, facts.minors)
    return [False] * needed.own + [True] * needed.representative


def _signature(person: Person, purpose: Purpose, by_representative: bool, facts: _Facts) -> Signature:
    kinds = facts.kinds.get(person.id, [])
    whose = (person.id, str(purpose), by_representative)
    signer = facts.representatives.get(person.id) if by_representative else person
    category = Category.REPRESENTATIVE if by_representative else category_by(kinds, person.birth_on, facts.on)
    text = closest([text for text in facts.texts if text.purpose == purpose], category)
    problem = None
    if MembershipKind.LEARNER in kinds and person.birth_on is None:
        problem = Problem.BIRTH_DATE
    elif signer is None:
        problem = Problem.REPRESENTATIVE
    elif text is None:
        problem = Problem.TEXT
    return Signature(
        person=person, purpose=purpose, by_representative=by_representative, signer=signer, text=text, problem=problem,
        given_on=facts.given.get(whose), is_refused=whose in facts.refused, is_printed=whose in facts.printed,
    )  # fmt: skip


def _minors(organization_id: int) -> Minors:
    """Who signs between 14 and 17 there."""
    settled = db.session.scalar(sa.select(minors_of(sa.literal(organization_id))))
    return Minors(settled or Minors.BOTH)


def _kinds(organization_id: int, ids: Sequence[int], on: date) -> dict[int, list[MembershipKind]]:
    """As what each belongs to the organisation; a learner of any organisation is a learner."""
    found: dict[int, list[MembershipKind]] = {}
    rows = db.session.execute(
        sa.select(Membership.person_id, Membership.kind).where(
            Membership.person_id.in_(ids), in_force(Membership, on),
            sa.or_(Membership.organization_id == organization_id, Membership.kind == MembershipKind.LEARNER),
        )
    )  # fmt: skip
    for row in rows:
        found.setdefault(row.person_id, []).append(MembershipKind(row.kind))
    return found


def _representatives(ids: Sequence[int], on: date) -> dict[int, Person]:
    """Who is asked to sign for each: of several the one entered first; any of them may."""
    return {person_id: found[0] for person_id, found in representatives_of(ids, on).items()}


def _given(organization_id: int, ids: Sequence[int], purposes: Sequence[Purpose], on: date) -> dict[Whose, date]:
    """Signatures that count on the day, by the clauses of the basis itself, with the day of signing."""
    own = sa.and_(
        Consent.by_representative.is_(False),
        sa.or_(Person.birth_on.is_(None), is_of_age(Person.birth_on, OWN_SIGNATURE_FROM, Consent.starts_on)),
    )
    signer = aliased(Person)
    represented = sa.and_(
        Consent.by_representative.is_(True),
        sa.exists().where(
            Representation.person_id == Consent.person_id,
            Representation.representative_id == Consent.given_by_id,
            Representation.starts_on <= Consent.starts_on,
            sa.or_(Representation.ends_on.is_(None), Representation.ends_on >= on),
            signer.id == Consent.given_by_id,
            signer.erased_on.is_(None),
        ),
    )
    rows = db.session.execute(
        sa.select(Consent.person_id, Consent.purpose, Consent.by_representative, Consent.starts_on)
        .join(Person, Person.id == Consent.person_id)
        .join(ConsentText, ConsentText.id == Consent.text_id)
        .where(
            Consent.organization_id == organization_id,
            Consent.person_id.in_(ids),
            Consent.purpose.in_(purposes),
            stands(Consent, ConsentText, on),
            sa.or_(own, represented),
        )
        .order_by(Consent.starts_on)
    )
    return {(row.person_id, str(row.purpose), row.by_representative): row.starts_on for row in rows}


def _refused(organization_id: int, ids: Sequence[int]) -> frozenset[Whose]:
    rows = db.session.execute(
        sa.select(ConsentRefusal.person_id, ConsentRefusal.purpose, ConsentRefusal.by_representative).where(
            ConsentRefusal.organization_id == organization_id, ConsentRefusal.person_id.in_(ids)
        )
    )
    return frozenset((row.person_id, str(row.purpose), row.by_representative) for row in rows)


def _printed(organization_id: int, ids: Sequence[int]) -> frozenset[Whose]:
    rows = db.session.execute(
        sa.select(ConsentSheet.person_id, ConsentSheet.purpose, ConsentSheet.signer_id).where(
            ConsentSheet.organization_id == organization_id,
            ConsentSheet.person_id.in_(ids),
            ConsentSheet.state == SheetState.PRINTED,
        )
    )
    return frozenset((row.person_id, str(row.purpose), row.person_id != row.signer_id) for row in rows)


def purposes_on_paper(organization_id: int, on: date) -> frozenset[Purpose]:
    """Purposes for which the organisation has a wording in force."""
    return frozenset(Purpose(text.purpose) for text in texts_in_force(organization_id, on))
