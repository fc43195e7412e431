"""The register of mentors with its filters, one's own profiles, those that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.access.actor import Actor
from portal.access.gate import allowed, select_allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.core.text import clean_line
from portal.core.web.choices import chosen, day_of, key_of, one_of
from portal.matching.mentors.kinds import OPEN, PAUSED, MentorCategory, MentorState, MentorType, TraitKind
from portal.matching.mentors.models import MentorPause, MentorPeriod, MentorProfile, MentorTrait
from portal.people.kinds import MembershipKind
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

LONGEST_TEXT, MOST_CANDIDATES = 100, 20
MAY_MENTOR = (
    MembershipKind.LEARNER, MembershipKind.EMPLOYEE, MembershipKind.SPECIALIST, MembershipKind.ALUMNUS,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class MentorFilter:
    """What the reader chose above the register; nonsense means nothing was chosen.

    `state` is a state, or PAUSED. `free` asks for those who may take mentees now. `on` is a day of the past: the base
    as it stood when that day ended.
    """

    text: str = ""
    state: str = ""
    category: str = ""
    type: str = ""
    format: str = ""
    organization: str = ""
    group: str = ""
    free: bool = False
    on: date | None = None

    @classmethod
    def from_args(cls, args: Any) -> Self:
        """From the address of the list."""
        return cls(
            text=clean_line(args.get("q", ""))[:LONGEST_TEXT],
            state=one_of(args, "state", {*MentorState, PAUSED}),
            category=one_of(args, "category", set(MentorCategory)),
            type=one_of(args, "type", set(MentorType)),
            format=one_of(args, "format", formats()),
            organization=key_of(args, "organization"),
            group=key_of(args, "group"),
            free=args.get("free", "") == "1",
            on=day_of(args, "on"),
        )

    @property
    def as_args(self) -> dict[str, str]:
        """The same as fields of an address: what is chosen."""
        return chosen({"q": self.text, "state": self.state, "category": self.category, "type": self.type,
                "format": self.format, "organization": self.organization, "group": self.group,
                "free": "1" if self.free else "", "on": self.on.isoformat() if self.on else ""})  # fmt: skip

    @property
    def is_set(self) -> bool:
        return bool(self.as_args)


def find_mentors(
    actor: Actor, wanted: MentorFilter, today: date, *, permission: Permission = Permission.MENTOR_READ
) -> Any:
    """Profiles on which the actor has the permission as rows (profile, state, paused, its group), by name.

    State and pause are those of `wanted.on`, else of today.
    """
    on = wanted.on or today
    state: Any = MentorPeriod.state if wanted.on else MentorProfile.state
    paused = sa.exists().where(MentorPause.profile_id == MentorProfile.id, in_force(MentorPause, on))
    query = (
        sa.select(
            MentorProfile, state.label("state"), sa.and_(state == MentorState.ACTIVE, paused).label("is_paused"),
            group_name_of(MentorProfile, on).label("group_name"),
        )
        .join(Person, Person.id == MentorProfile.person_id)
        .join(Organization, Organization.id == MentorProfile.organization_id)
        .where(allowed(actor, permission, MentorProfile))
        .options(
            contains_eager(MentorProfile.person), contains_eager(MentorProfile.organization),
            selectinload(MentorProfile.traits),
        )
        .order_by(Person.sort_name, Person.id, MentorProfile.starts_on.desc(), MentorProfile.id)
    )  # fmt: skip
    if wanted.on:
        query = query.join(
            MentorPeriod, sa.and_(MentorPeriod.profile_id == MentorProfile.id, in_force(MentorPeriod, on))
        )
    return query.where(*_chosen(wanted, on, state, paused))


def _chosen(wanted: MentorFilter, on: date, state: Any, paused: Any) -> list[sa.ColumnElement[bool]]:
    clauses: list[sa.ColumnElement[bool]] = []
    if wanted.state:
        clauses += [state == MentorState.ACTIVE, paused] if wanted.state == PAUSED else [state == wanted.state]
    if wanted.free:
        clauses += [state == MentorState.ACTIVE, ~paused]
    if wanted.category:
        clauses.append(MentorProfile.category == wanted.category)
    if wanted.type:
        clauses.append(_has(TraitKind.TYPE, wanted.type))
    if wanted.format:
        clauses.append(_has(TraitKind.FORMAT, wanted.format))
    if wanted.organization:
        clauses.append(Organization.public_id == wanted.organization)
    if wanted.group:
        clauses.append(stands_in(wanted.group, MentorProfile.person_id, on))
    return clauses + named(wanted.text)


def _has(kind: TraitKind, code: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        MentorTrait.profile_id == MentorProfile.id, MentorTrait.kind == kind, MentorTrait.code == code
    )


def own_profiles(person_id: int | None, today: date) -> Sequence[MentorProfile]:
    """Profiles of oneself and of one's children until 18, the open ones and the latest first."""
    mine = MentorProfile.person_id
    return db.session.scalars(
        sa.select(MentorProfile)
        .where(sa.or_(mine == person_id, represents_child(person_id, mine, today)))
        .options(*_WITH_ITS_THINGS)
        .order_by(MentorProfile.ends_on.is_not(None), MentorProfile.starts_on.desc(), MentorProfile.id.desc())
    ).all()


def profiles_on_card(actor: Actor, person: Person) -> Sequence[MentorProfile]:
    """Profiles of one person that the actor may see, the latest first."""
    return db.session.scalars(
        select_allowed(actor, Permission.MENTOR_READ, MentorProfile)
        .where(MentorProfile.person_id == person.id)
        .options(*_WITH_ITS_THINGS)
        .order_by(MentorProfile.starts_on.desc(), MentorProfile.id.desc())
    ).all()


def mentor_candidates(actor: Actor, text: str, today: date) -> Sequence[Person]:
    """People whom the actor may bring into the base, by name, but for those who are in one already."""
    permission = Permission.MENTOR_NOMINATE
    belong = sa.select(Membership.person_id).where(
        Membership.kind.in_(MAY_MENTOR), in_force(Membership, today), place_in_reach(actor, permission)
    )
    there = sa.select(MentorProfile.person_id).where(
        MentorProfile.state.in_(OPEN), allowed(actor, Permission.MENTOR_READ, MentorProfile)
    )
    found = find_people(actor, RegisterFilter(text=text[:LONGEST_TEXT]), permission=permission)
    return db.session.scalars(found.where(Person.id.in_(belong), Person.id.not_in(there)).limit(MOST_CANDIDATES)).all()


def candidates_waiting(actor: Actor) -> sa.Select[str, str, int]:
    """(short name, public id, number) of organisations in which candidates wait for the actor's decision."""
    return (
        sa.select(Organization.short_name, Organization.public_id, sa.func.count())
        .join(MentorProfile, MentorProfile.organization_id == Organization.id)
        .where(allowed(actor, Permission.MENTOR_EDIT, MentorProfile), MentorProfile.state == MentorState.CANDIDATE)
        .group_by(Organization.id, Organization.short_name, Organization.public_id, Organization.sort_name)
        .order_by(Organization.sort_name)
    )


def unanswered(person_id: int) -> sa.Select[MentorProfile]:
    """Profiles that others wrote down and to which the person has not said yes or no."""
    return (
        sa.select(MentorProfile)
        .where(MentorProfile.person_id == person_id, MentorProfile.state.in_(OPEN), MentorProfile.agreed_on.is_(None))
        .options(*_WITH_ITS_THINGS)
        .order_by(MentorProfile.id)
    )


_WITH_ITS_THINGS = (
    joinedload(MentorProfile.person), joinedload(MentorProfile.organization), selectinload(MentorProfile.traits),
)  # fmt: skip
