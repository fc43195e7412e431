"""Reads of requests: the register with its filters, one's own, those that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import clean_line
from portal.core.web.choices import chosen, key_of, one_of
from portal.matching.groups.models import GroupRequest
from portal.matching.kinds import OPEN, Origin, RequestState
from portal.matching.labels import all_variants
from portal.matching.models import MentoringRequest
from portal.matching.queries.openings import BELONGING
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force
from portal.people.queries import (
    RegisterFilter,
    find_people,
    group_name_of,
    named,
    place_in_reach,
    represents_child,
    stands_in,
)
from portal.programs.definitions import formats
from portal.programs.models import Cycle, MentoringFormat

LONGEST_TEXT, MOST_CANDIDATES = 100, 20
WITHOUT_MENTOR = "open"


@dataclass(frozen=True, kw_only=True)
class RequestFilter:
    """What the reader chose above the register; nonsense means nothing was chosen.

    `state` is a state, or WITHOUT_MENTOR: whoever still looks for one.
    """

    text: str = ""
    state: str = ""
    format: str = ""
    variant: str = ""
    origin: str = ""
    organization: str = ""
    group: str = ""

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list."""
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT],
            state=one_of(args, "state", {*RequestState, WITHOUT_MENTOR}),
            format=one_of(args, "format", formats()),
            variant=one_of(args, "variant", all_variants()),
            origin=one_of(args, "origin", set(Origin)),
            organization=key_of(args, "organization"),
            group=key_of(args, "group"),
        )

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        return chosen({"q": self.text, "state": self.state, "format": self.format, "variant": self.variant,
                "origin": self.origin, "organization": self.organization, "group": self.group})  # fmt: skip

    @property
    def is_set(self) -> bool:
        return bool(self.as_args)


def find_requests(
    actor: Actor, wanted: RequestFilter, today: date, *, permission: Permission = Permission.REQUEST_READ
) -> Any:
    """Requests on which the actor has the permission as rows (request, its group), by name; the latest year first."""
    query = (
        sa.select(MentoringRequest, group_name_of(MentoringRequest, today).label("group_name"))
        .join(Person, Person.id == MentoringRequest.person_id)
        .join(Organization, Organization.id == MentoringRequest.organization_id)
        .join(MentoringFormat, MentoringFormat.id == MentoringRequest.format_id)
        .join(Cycle, Cycle.id == MentoringRequest.cycle_id)
        .where(allowed(actor, permission, MentoringRequest))
        .options(
            contains_eager(MentoringRequest.person), contains_eager(MentoringRequest.organization),
            contains_eager(MentoringRequest.format), contains_eager(MentoringRequest.cycle),
        )
        .order_by(Person.sort_name, Person.id, Cycle.starts_on.desc(), MentoringRequest.id)
    )  # fmt: skip
    return query.where(*_chosen(wanted, today))


def _chosen(wanted: RequestFilter, today: date) -> list[sa.ColumnElement[bool]]:
    asked, clauses = MentoringRequest, []
    if wanted.state:
        clauses.append(asked.state.in_(OPEN) if wanted.state == WITHOUT_MENTOR else asked.state == wanted.state)
    if wanted.format:
        clauses.append(MentoringFormat.code == wanted.format)
    if wanted.variant:
        clauses.append(asked.variant == wanted.variant)
    if wanted.origin:
        clauses.append(asked.origin == wanted.origin)
    if wanted.organization:
        clauses.append(Organization.public_id == wanted.organization)
    if wanted.group:
        clauses.append(stands_in(wanted.group, asked.person_id, today))
    return clauses + named(wanted.text)


def own_requests(person_id: int | None, today: date) -> Sequence[MentoringRequest]:
    """Requests of oneself and of one's children until 18, the open ones and the latest first."""
    return db.session.scalars(
        sa.select(MentoringRequest)
        .where(
            sa.or_(
                MentoringRequest.person_id == person_id, represents_child(person_id, MentoringRequest.person_id, today)
            )
        )
        .options(*_WITH_ITS_THINGS)
        .order_by(MentoringRequest.ends_on.is_not(None), MentoringRequest.starts_on.desc(), MentoringRequest.id.desc())
    ).all()


def requests_on_card(actor: Actor, person: Person) -> Sequence[MentoringRequest]:
    """Requests of one person that the actor may see, the latest first."""
    return db.session.scalars(
        select_allowed(actor, Permission.REQUEST_READ, MentoringRequest)
        .where(MentoringRequest.person_id == person.id)
        .options(*_WITH_ITS_THINGS)
        .order_by(MentoringRequest.starts_on.desc(), MentoringRequest.id.desc())
    ).all()


def candidates(actor: Actor, text: str, today: date) -> Sequence[Person]:
    """People whom the actor may bring into the base, by name: those who learn or work there."""
    permission = Permission.REQUEST_NOMINATE
    belong = sa.select(Membership.person_id).where(
        Membership.kind.in_(BELONGING), in_force(Membership, today), place_in_reach(actor, permission)
    )
    found = find_people(actor, RegisterFilter(text=text[:LONGEST_TEXT]), permission=permission)
    return db.session.scalars(found.where(Person.id.in_(belong)).limit(MOST_CANDIDATES)).all()


def open_twin(person_id: int, cycle_id: int, format_id: int) -> MentoringRequest | None:
    """The open request of the person for the same year and format."""
    return db.session.scalars(
        sa.select(MentoringRequest).where(
            MentoringRequest.person_id == person_id,
            MentoringRequest.cycle_id == cycle_id,
            MentoringRequest.format_id == format_id,
            MentoringRequest.state.in_(OPEN),
        )
    ).one_or_none()


def waiting_by_organization(actor: Actor) -> sa.Select[str, str, int, int]:
    """(short name, public id, requests, requests of groups) of organisations that wait for the actor's decision."""
    single = (sa.literal(1).label("one"), sa.literal(0).label("whole"))
    people = sa.select(MentoringRequest.organization_id, *single).where(
        allowed(actor, Permission.REQUEST_EDIT, MentoringRequest), MentoringRequest.state == RequestState.PRELIMINARY
    )
    groups = sa.select(GroupRequest.organization_id, sa.literal(0), sa.literal(1)).where(
        allowed(actor, Permission.REQUEST_EDIT, GroupRequest), GroupRequest.state == RequestState.PRELIMINARY
    )
    both = sa.union_all(people, groups).subquery()
    return (
        sa.select(Organization.short_name, Organization.public_id, sa.func.sum(both.c.one), sa.func.sum(both.c.whole))
        .join(both, both.c.organization_id == Organization.id)
        .group_by(Organization.id, Organization.short_name, Organization.public_id, Organization.sort_name)
        .order_by(Organization.sort_name)
    )


def unanswered(person_id: int) -> sa.Select[MentoringRequest]:
    """Requests that others wrote down and to which the person has not said yes or no."""
    return (
        sa.select(MentoringRequest)
        .where(
            MentoringRequest.person_id == person_id,
            MentoringRequest.state.in_(OPEN),
            MentoringRequest.agreed_on.is_(None),
        )
        .options(*_WITH_ITS_THINGS)
        .order_by(MentoringRequest.id)
    )


_WITH_ITS_THINGS = (
    joinedload(MentoringRequest.person), joinedload(MentoringRequest.organization),
    joinedload(MentoringRequest.format), joinedload(MentoringRequest.cycle),
)  # fmt: skip
