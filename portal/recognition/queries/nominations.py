"""Nominations and awards: the register with its filters, one's own, what waits for a decision or an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import clean_line, sort_key
from portal.core.web.choices import chosen, key_of, one_of
from portal.documents.kinds import OPEN
from portal.documents.models import Document, DocumentSubject
from portal.people.models import Organization, Person
from portal.programs.models import Cycle, Partner
from portal.recognition.kinds import AwardNature, NominationState
from portal.recognition.models import AwardKind, HonorEntry, Nomination

ORDER, TABLE = "order_awards", "nomination"
LONGEST_TEXT = 100
LOADED = (
    joinedload(Nomination.kind), joinedload(Nomination.person), joinedload(Nomination.cycle),
    joinedload(Nomination.organization), joinedload(Nomination.partner).joinedload(Partner.home),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class AwardFilter:
    """What the reader chose above the register; nonsense means nothing was chosen."""

    text: str = ""
    state: str = ""
    nature: str = ""
    kind: str = ""
    year: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the register."""
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT], state=one_of(args, "state", set(NominationState)),
            nature=one_of(args, "nature", set(AwardNature)), kind=key_of(args, "kind"),
            year=clean_line(args.get("year", ""))[:60],
        )  # fmt: skip

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address."""
        return chosen({"q": self.text, "state": self.state, "nature": self.nature, "kind": self.kind,
                       "year": self.year})  # fmt: skip

    @property
    def is_set(self) -> bool:
        """Whether the register is narrowed."""
        return bool(self.as_args)


def find_nominations(actor: Actor, wanted: AwardFilter) -> Any:
    """Nominations of the actor's organisation, the latest first."""
    partner = aliased(Organization)
    query = (
        sa.select(Nomination)
        .join(AwardKind, AwardKind.id == Nomination.award_kind_id).join(Cycle, Cycle.id == Nomination.cycle_id)
        .outerjoin(Person, Person.id == Nomination.person_id).outerjoin(Partner, Partner.id == Nomination.partner_id)
        .outerjoin(partner, partner.id == Partner.home_id)
        .where(allowed(actor, Permission.AWARD_LIST, Nomination), Person.erased_on.is_(None))
        .options(*LOADED).order_by(Nomination.nominated_on.desc(), Nomination.id.desc())
    )  # fmt: skip
    for word in sort_key(wanted.text).split():
        names = (Person.sort_name, partner.sort_name)
        query = query.where(sa.or_(*((sa.literal(" ") + each).contains(f" {word}", autoescape=True) for each in names)))
    clauses = {
        "state": Nomination.state == wanted.state, "nature": AwardKind.nature == wanted.nature,
        "kind": AwardKind.public_id == wanted.kind, "year": Cycle.name == wanted.year,
    }  # fmt: skip
    return query.where(*(clause for name, clause in clauses.items() if getattr(wanted, name)))


def own_awards(person_id: int) -> Sequence[Nomination]:
    """Awards of one person, the latest first."""
    return db.session.scalars(
        sa.select(Nomination).where(Nomination.person_id == person_id, Nomination.state == NominationState.AWARDED)
        .options(*LOADED).order_by(Nomination.awarded_on.desc(), Nomination.id.desc())
    ).all()  # fmt: skip


def in_open_order() -> sa.ColumnElement[bool]:
    """Whether a nomination stands in an order that is not signed yet."""
    return sa.exists().where(
        DocumentSubject.document_id == Document.id, DocumentSubject.kind == TABLE,
        DocumentSubject.ref == Nomination.public_id, Document.kind == ORDER, Document.state.in_(OPEN),
    ).correlate(Nomination)  # fmt: skip


def open_order_of(nomination: Nomination) -> Document | None:
    """The order that is not signed yet in which it stands."""
    return db.session.scalars(
        sa.select(Document).join(DocumentSubject, DocumentSubject.document_id == Document.id)
        .where(DocumentSubject.kind == TABLE, DocumentSubject.ref == nomination.public_id, Document.kind == ORDER,
               Document.state.in_(OPEN))
    ).first()  # fmt: skip


def counted_waiting(actor: Actor, permission: Permission, *clauses: Any) -> sa.Select[int]:
    """How many nominations of the actor's are so; no row where there are none."""
    return (
        sa.select(sa.func.count()).select_from(Nomination).join(AwardKind, AwardKind.id == Nomination.award_kind_id)
        .where(allowed(actor, permission, Nomination), *clauses).having(sa.func.count() > 0)
    )  # fmt: skip


def waits_for_order() -> tuple[Any, ...]:
    """The clauses of those that were decided and stand in no order yet."""
    return (Nomination.state == NominationState.APPROVED, AwardKind.needs_order, ~in_open_order())


def entry_of(nomination: Nomination) -> HonorEntry | None:
    """Its place on the board of honour."""
    return db.session.scalar(sa.select(HonorEntry).where(HonorEntry.nomination_id == nomination.id))
