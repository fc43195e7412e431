"""All purposes of one person in one organisation: where each stands, what may be signed and by whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.consents.kinds import Category, Purpose, State
from portal.consents.models import Consent, ConsentRefusal, ConsentText
from portal.consents.queries.basis import OWN, REPRESENTATIVE, facts, missing_in, needed_signatures
from portal.consents.queries.papers import paper_words
from portal.consents.queries.register import SOON, state_of
from portal.consents.queries.texts import category_by, closest, texts_in_force
from portal.core.db import db
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One purpose: its state, the missing paper in words, both wordings, signatures that stand or wait, refusals."""

    person: Person
    organization: Organization
    purpose: Purpose
    state: State
    missing: tuple[str, ...]
    needs_own: bool
    needs_representative: bool
    own_text: ConsentText | None
    representative_text: ConsentText | None
    signatures: tuple[Consent, ...]
    refusals: tuple[ConsentRefusal, ...]

    @property
    def words(self) -> str:
        """«Не хватает: …», or nothing."""
        return paper_words(self.missing, self.purpose)

    @property
    def ends_on(self) -> date | None:
        """The first day on which one of the signatures ends."""
        return min((each.ends_on for each in self.signatures if each.ends_on), default=None)

    @property
    def waiting(self) -> list[Consent]:
        """Confirmations on the portal that wait for a signed sheet."""
        return [each for each in self.signatures if each.waits_for_sheet]

    def text_for(self, signer: Person) -> ConsentText | None:
        """The wording that this signer signs, None where their signature is not asked for or there is none."""
        if signer.id == self.person.id:
            return self.own_text if self.needs_own else None
        return self.representative_text if self.needs_representative else None

    def asks(self, signer: Person) -> bool:
        """Whether this signer's signature is missing and not yet confirmed on the portal."""
        has_waiting = any(each.given_by_id == signer.id for each in self.waiting)
        return self.lacks(signer) and not has_waiting

    def lacks(self, signer: Person) -> bool:
        """Whether this signer's signature is missing, also where it waits for its sheet of paper."""
        side = OWN if signer.id == self.person.id else REPRESENTATIVE
        return side in self.missing and self.text_for(signer) is not None


def organizations_of(person_id: int, on: date) -> Sequence[Organization]:
    """Where the person has a place on the day; by name."""
    places = sa.select(Membership.organization_id).where(
        Membership.person_id == person_id, in_force(Membership, on), Membership.kind != MembershipKind.ALUMNUS
    )
    found = sa.select(Organization).where(Organization.id.in_(places))
    return db.session.scalars(found.order_by(Organization.sort_name, Organization.id)).all()


def papers_of(person: Person, organization: Organization, on: date) -> list[Paper]:
    """Every purpose that has a wording for this person or a signature already; five statements."""
    texts, kinds = texts_in_force(organization.id, on), _kinds(person.id, organization.id, on)
    given, refused = _signatures(person.id, organization.id, on), _refusals(person.id, organization.id)
    voices = (category_by(kinds, person.birth_on, on), Category.REPRESENTATIVE)
    offered = {
        purpose: [closest([text for text in texts if text.purpose == purpose], voice) for voice in voices]
        for purpose in Purpose
    }
    shown = [
        purpose
        for purpose in Purpose
        if purpose in given or purpose in refused or (any(offered[purpose]) and _concerns(purpose, kinds))
    ]
    if not shown:
        return []
    told = _told(person.id, organization.id, shown, on)
    papers = []
    for purpose in shown:
        asked = _Asked(person, organization, purpose, on)
        papers.append(_paper(asked, told, offered[purpose], given.get(purpose, []), refused.get(purpose, [])))
    return papers


@dataclass(frozen=True)
class _Asked:
    person: Person
    organization: Organization
    purpose: Purpose
    on: date


def _paper(
    asked: _Asked,
    told: Mapping[str, Any],
    texts: Sequence[ConsentText | None],
    signatures: Sequence[Consent],
    refusals: Sequence[ConsentRefusal],
) -> Paper:
    prefix = f"{asked.purpose}_"
    row = {name.removeprefix(prefix): value for name, value in told.items() if name.startswith(prefix)}
    needed = needed_signatures(asked.person.birth_on, row["learner"], asked.on, row["minors"])
    return Paper(
        person=asked.person, organization=asked.organization, purpose=asked.purpose, state=State(row["state"]),
        missing=tuple(missing_in(row, asked.person.birth_on, asked.on)), needs_own=needed.own,
        needs_representative=needed.representative, own_text=texts[0], representative_text=texts[1],
        signatures=tuple(signatures), refusals=tuple(refusals),
    )  # fmt: skip


def _told(person_id: int, organization_id: int, purposes: Sequence[Purpose], on: date) -> Mapping[str, Any]:
    """Facts and state of every purpose, in one statement."""
    who, where = sa.literal(person_id), sa.literal(organization_id)
    columns: list[Any] = []
    for purpose in purposes:
        asked = {**facts(who, where, purpose, on), "state": state_of(who, where, purpose, on, on + SOON)}
        columns += [clause.label(f"{purpose}_{name}") for name, clause in asked.items()]
    return {**db.session.execute(sa.select(*columns)).mappings().one()}


def _signatures(person_id: int, organization_id: int, on: date) -> dict[Purpose, list[Consent]]:
    """Signatures that stand or wait on the day."""
    rows = db.session.scalars(
        sa.select(Consent)
        .where(
            Consent.person_id == person_id, Consent.organization_id == organization_id,
            Consent.withdrawn_on.is_(None), in_force(Consent, on),
        )
        .options(joinedload(Consent.given_by), joinedload(Consent.text))
        .order_by(Consent.starts_on, Consent.id)
    )  # fmt: skip
    found: dict[Purpose, list[Consent]] = {}
    for row in rows:
        found.setdefault(Purpose(row.purpose), []).append(row)
    return found


def _refusals(person_id: int, organization_id: int) -> dict[Purpose, list[ConsentRefusal]]:
    rows = db.session.scalars(
        sa.select(ConsentRefusal)
        .where(ConsentRefusal.person_id == person_id, ConsentRefusal.organization_id == organization_id)
        .options(joinedload(ConsentRefusal.refused_by))
        .order_by(ConsentRefusal.refused_on.desc(), ConsentRefusal.id.desc())
    )
    found: dict[Purpose, list[ConsentRefusal]] = {}
    for row in rows:
        found.setdefault(Purpose(row.purpose), []).append(row)
    return found


def _kinds(person_id: int, organization_id: int, on: date) -> Sequence[str]:
    return db.session.scalars(
        sa.select(Membership.kind).where(
            Membership.person_id == person_id, Membership.organization_id == organization_id, in_force(Membership, on)
        )
    ).all()


def _concerns(purpose: Purpose, kinds: Sequence[str]) -> bool:
    """A parent is asked about the parent's own data only, everybody else about the rest."""
    if purpose == Purpose.REPRESENTATIVE:
        return MembershipKind.PARENT in kinds
    return any(kind != MembershipKind.PARENT for kind in kinds)
