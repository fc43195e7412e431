"""Reads of collegial bodies: the list, members now and earlier, who may be invited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import sort_key
from portal.people.kinds import BodyKind, BodyPart
from portal.people.models import BodyMember, CollegialBody, Membership, Organization, Person
from portal.people.periods import in_force
from portal.people.queries.organizations import LONGEST_SEARCH, LifeState, is_open

MOST_CANDIDATES = 20
ORDER = {BodyPart.CHAIR: 0, BodyPart.SECRETARY: 1, BodyPart.MEMBER: 2}


@dataclass(frozen=True, kw_only=True)
class BodyFilter:
    """What the reader chose above the list of bodies; open ones unless said otherwise."""

    kind: BodyKind | None = None
    organization: str = ""
    state: LifeState = LifeState.OPEN

    @classmethod
    def from_args(cls, args: Any) -> "BodyFilter":
        """From the address; what is not known is no filter."""
        kind, state = args.get("kind", ""), args.get("state", "")
        return cls(
            kind=BodyKind(kind) if kind in set(BodyKind) else None,
            organization=args.get("organization", "")[:30],
            state=LifeState(state) if state in set(LifeState) else LifeState.OPEN,
        )

    @property
    def is_set(self) -> bool:
        return bool(self.kind or self.organization or self.state is not LifeState.OPEN)


def find_bodies(actor: Actor, wanted: BodyFilter, today: date) -> Any:
    """Bodies the actor may see as rows (body, organisation's short name, members), by organisation and name."""
    members = (
        sa.select(sa.func.count())
        .where(BodyMember.body_id == CollegialBody.id, in_force(BodyMember, today))
        .correlate(CollegialBody)
        .scalar_subquery()
    )
    query = (
        sa.select(CollegialBody, Organization.short_name, members.label("members"))
        .join(Organization, Organization.id == CollegialBody.organization_id)
        .where(allowed(actor, Permission.BODY_READ, CollegialBody))
        .order_by(Organization.sort_name, Organization.id, CollegialBody.sort_name, CollegialBody.id)
    )
    open_today = is_open(CollegialBody, today)
    query = query.where(open_today if wanted.state is LifeState.OPEN else sa.not_(open_today))
    if wanted.kind:
        query = query.where(CollegialBody.kind == wanted.kind)
    if wanted.organization:
        query = query.where(Organization.public_id == wanted.organization)
    return query


def members_of_body(body_id: int) -> Sequence[BodyMember]:
    """Everybody who sits or sat in the body: chair, secretary, members by name."""
    rows = db.session.scalars(
        sa.select(BodyMember)
        .join(Person, Person.id == BodyMember.person_id)
        .where(BodyMember.body_id == body_id)
        .options(contains_eager(BodyMember.person))
        .order_by(Person.sort_name, BodyMember.starts_on, BodyMember.id)
    ).all()
    return sorted(rows, key=lambda member: ORDER[BodyPart(member.part)])


def candidates(body: CollegialBody, text: str, today: date) -> Sequence[Person]:
    """People of the body's organisation who are not in it today, by name: employees, learners, parents, specialists."""
    query = _may_sit(body, today).where(
        sa.not_(
            sa.exists().where(
                BodyMember.body_id == body.id, BodyMember.person_id == Person.id, is_open(BodyMember, today)
            )
        )
    )
    for word in sort_key(text[:LONGEST_SEARCH]).split():
        query = query.where(Person.sort_name.contains(word, autoescape=True))
    return db.session.scalars(query.order_by(Person.sort_name, Person.id).limit(MOST_CANDIDATES)).all()


def candidate(body: CollegialBody, public_id: str, today: date) -> Person | None:
    """The person with this public id, if such may sit in the body."""
    return db.session.scalars(_may_sit(body, today).where(Person.public_id == public_id)).one_or_none()


def _may_sit(body: CollegialBody, today: date) -> sa.Select[Any]:
    belongs = sa.exists().where(
        Membership.person_id == Person.id,
        Membership.organization_id == body.organization_id,
        in_force(Membership, today),
    )
    return sa.select(Person).where(belongs, Person.erased_on.is_(None), Person.restricted_on.is_(None))
