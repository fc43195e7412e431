"""Who may be put into a paper: people of its organisation, and the post in which each stands there."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from portal.core.db import db
from portal.core.text import sort_key
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Person
from portal.people.periods import in_force

MOST_CANDIDATES, MOST_EMPLOYEES, LONGEST_SEARCH = 20, 300, 100


def candidates(organization_id: int, text: str, today: date) -> Sequence[Person]:
    """People of the organisation by the words of their name, employees first."""
    query = _belonging(organization_id, today)
    for word in sort_key(text[:LONGEST_SEARCH]).split():
        query = query.where(Person.sort_name.contains(word, autoescape=True))
    works = _place(organization_id, today, MembershipKind.EMPLOYEE)
    return db.session.scalars(query.order_by(~works, Person.sort_name, Person.id).limit(MOST_CANDIDATES)).all()


def candidate(organization_id: int, public_id: str, today: date) -> Person | None:
    """The person with this public id, if they belong to the organisation."""
    return db.session.scalars(_belonging(organization_id, today).where(Person.public_id == public_id)).one_or_none()


def employees(organization_id: int, today: date) -> Sequence[Person]:
    """Who works there, by name: who may sign."""
    query = _belonging(organization_id, today).where(_place(organization_id, today, MembershipKind.EMPLOYEE))
    return db.session.scalars(query.order_by(Person.sort_name, Person.id).limit(MOST_EMPLOYEES)).all()


def post_of(person_id: int, organization_id: int, today: date) -> str:
    """The post of the person there today; nothing for who has none."""
    found = (
        sa.select(Membership.post)
        .where(
            Membership.person_id == person_id, Membership.organization_id == organization_id,
            in_force(Membership, today), Membership.post != "",
        )
        .order_by(Membership.starts_on.desc(), Membership.id.desc())
        .limit(1)
    )  # fmt: skip
    return db.session.scalar(found) or ""


def _belonging(organization_id: int, today: date) -> sa.Select[Person]:
    return sa.select(Person).where(
        _place(organization_id, today), Person.erased_on.is_(None), Person.restricted_on.is_(None)
    )


def _place(organization_id: int, today: date, kind: MembershipKind | None = None) -> sa.ColumnElement[bool]:
    place = sa.exists().where(
        Membership.person_id == Person.id, Membership.organization_id == organization_id, in_force(Membership, today)
    )
    return place.where(Membership.kind == kind) if kind else place
