"""Which signatures a crowd of people needs for some purposes, all of it in a fixed number of questions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa

from portal.consents.kinds import Category, Purpose
from portal.consents.models import Consent, ConsentSheet, ConsentText
from portal.consents.paper_kinds import SheetState
from portal.consents.queries.basis import missing_signatures
from portal.core.db import db
from portal.core.i18n import _
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person, Representation
from portal.people.periods import in_force


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
    signer: Person | None = None
    relation: str = ""
    text: ConsentText | None = None
    consent: Consent | None = None
    is_printed: bool = False
    is_refused: bool = False
    problem: Problem | None = None

    @property
    def field(self) -> str:
        """The name of its field in the form of a group."""
        return f"{self.purpose}.{self.person.public_id}.{'r' if self.by_representative else 'o'}"

    @property
    def is_given(self) -> bool:
        return self.consent is not None


def signatures_of(
    organization_id: int, people: Sequence[Person], purposes: Sequence[Purpose], on: date
) -> list[Signature]:
    """Every signature that these people need for these purposes, given or not, in the order of people and purposes.

    Costs the same number of questions for two people and for three hundred.
    """
    ids = [person.id for person in people]
    facts = _Facts(
        learners=_learners(organization_id, ids, on),
        representatives=_representatives(ids, on),
        consents=_consents(organization_id, ids, on),
        sheets=_sheets(organization_id, ids),
        texts=_texts(organization_id, on),
    )
    return [
        signature
        for person in people
        for purpose in purposes
        for by_representative in _needed(person, person.id in facts.learners, on)
        for signature in [_signature(person, purpose, by_representative, facts)]
    ]


@dataclass(frozen=True, kw_only=True)
class _Facts:
    learners: frozenset[int]
    representatives: Mapping[int, tuple[Person, str]]
    consents: Mapping[tuple[int, str, bool], Consent]
    sheets: Mapping[tuple[int, str, bool], str]
    texts: Mapping[tuple[str, str], ConsentText]


def _needed(person: Person, is_learner: bool, on: date) -> list[bool]:
    whose = missing_signatures(person.birth_on, is_learner, False, False, on)
    return [word == "representative" for word in whose]


def _signature(person: Person, purpose: Purpose, by_representative: bool, facts: _Facts) -> Signature:
    key = (person.id, str(purpose), by_representative)
    is_learner = person.id in facts.learners
    signer, relation = facts.representatives.get(person.id, (None, "")) if by_representative else (person, "")
    text = _text_for(purpose, is_learner, by_representative, facts.texts)
    problem = None
    if is_learner and person.birth_on is None:
        problem = Problem.BIRTH_DATE
    elif signer is None:
        problem = Problem.REPRESENTATIVE
    elif text is None:
        problem = Problem.TEXT
    state = facts.sheets.get(key)
    return Signature(
        person=person, purpose=purpose, by_representative=by_representative, signer=signer, relation=relation,
        text=text, consent=facts.consents.get(key), problem=problem,
        is_printed=state == SheetState.PRINTED, is_refused=state == SheetState.REFUSED,
    )  # fmt: skip


def _text_for(
    purpose: Purpose, is_learner: bool, by_representative: bool, texts: Mapping[tuple[str, str], ConsentText]
) -> ConsentText | None:
    """The closest wording: of the signer's own voice, then the one for all."""
    closest = Category.REPRESENTATIVE if by_representative else Category.LEARNER if is_learner else Category.TEACHER
    tried = (closest, Category.ANY) if by_representative or is_learner else (closest, Category.ADULT, Category.ANY)
    return next((texts[purpose, category] for category in tried if (purpose, category) in texts), None)


def _learners(organization_id: int, ids: Sequence[int], on: date) -> frozenset[int]:
    found = db.session.scalars(
        sa.select(Membership.person_id).where(
            Membership.organization_id == organization_id, Membership.kind == MembershipKind.LEARNER,
            Membership.person_id.in_(ids), in_force(Membership, on),
        )
    )  # fmt: skip
    return frozenset(found)


def _representatives(ids: Sequence[int], on: date) -> dict[int, tuple[Person, str]]:
    """The representative recorded first, with the word for whom the person is to the child."""
    rows = db.session.execute(
        sa.select(Representation.person_id, Representation.relation, Person)
        .join(Person, Person.id == Representation.representative_id)
        .where(Representation.person_id.in_(ids), in_force(Representation, on), Person.erased_on.is_(None))
        .order_by(Representation.id.desc())
    )
    return {row.person_id: (row.Person, row.relation) for row in rows}


def _consents(organization_id: int, ids: Sequence[int], on: date) -> dict[tuple[int, str, bool], Consent]:
    rows = db.session.scalars(
        sa.select(Consent)
        .where(
            Consent.organization_id == organization_id, Consent.person_id.in_(ids), Consent.starts_on <= on,
            sa.or_(Consent.ends_on.is_(None), Consent.ends_on >= on),
            sa.or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > on),
        )
        .order_by(Consent.id)
    )  # fmt: skip
    return {(row.person_id, str(row.purpose), row.by_representative): row for row in rows}


def _sheets(organization_id: int, ids: Sequence[int]) -> dict[tuple[int, str, bool], str]:
    """The state of the last sheet of each signature that is not received."""
    rows = db.session.execute(
        sa.select(ConsentSheet.person_id, ConsentSheet.signer_id, ConsentSheet.purpose, ConsentSheet.state)
        .where(
            ConsentSheet.organization_id == organization_id, ConsentSheet.person_id.in_(ids),
            ConsentSheet.state.in_([SheetState.PRINTED, SheetState.REFUSED]),
        )
        .order_by(ConsentSheet.id)
    )  # fmt: skip
    return {(row.person_id, str(row.purpose), row.person_id != row.signer_id): row.state for row in rows}


def _texts(organization_id: int, on: date) -> dict[tuple[str, str], ConsentText]:
    rows = db.session.scalars(
        sa.select(ConsentText)
        .where(ConsentText.organization_id == organization_id, in_force(ConsentText, on))
        .order_by(ConsentText.starts_on, ConsentText.id)
    )
    return {(str(row.purpose), row.category): row for row in rows}


def purposes_on_paper(organization_id: int, on: date) -> list[Purpose]:
    """Purposes for which the organisation has a wording in force, in the order of the catalogue."""
    found = {purpose for purpose, _category in _texts(organization_id, on)}
    return [purpose for purpose in Purpose if str(purpose) in found]
