"""Audience rules in use: a rule is asked of the facts about one person, or turned into a clause about all.

Both say the same (`tests/people/test_audiences.py` compares them). What is not known does not fit: a rule about age
passes over whoever has no birth date, a rule about experience whoever has no «стаж с».
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Self

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.people.kinds import MembershipKind, OrganizationKind
from portal.people.models import Group, Membership, Organization, Person
from portal.people.periods import age_on, in_force


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """What a rule asks; what is None or empty it does not ask.

    Ages are full years, both ends included. `…_from` and `…_under` are full years of experience: under 3 means the
    first three years. Total experience counts from `Person.career_began_on`, local experience from the first place of
    the same kind in the organisation, the year in the post from the place itself.
    """

    kinds: tuple[str, ...] = ()
    organization_kinds: tuple[str, ...] = ()
    min_age: int | None = None
    max_age: int | None = None
    total_years_from: int | None = None
    total_years_under: int | None = None
    local_years_from: int | None = None
    local_years_under: int | None = None
    first_year_in_post: bool = False
    min_course: int | None = None
    max_course: int | None = None
    last_course: bool = False

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Conditions as they are stored. Raises ValueError for one that nobody knows."""
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(data) - known)
        if unknown:
            raise ValueError(f"unknown conditions: {', '.join(unknown)}")
        read: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        made = cls(**read)
        wrong = {*made.kinds} - set(MembershipKind) | {*made.organization_kinds} - set(OrganizationKind)
        if wrong:
            raise ValueError(f"unknown kinds: {', '.join(sorted(wrong))}")
        return made

    def as_data(self) -> dict[str, Any]:
        """What is stored: only what is asked."""
        kept = {name: value for name, value in asdict(self).items() if value not in (None, False, ())}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


@dataclass(frozen=True, kw_only=True)
class PlaceFacts:
    """One place of a person: `first_here_on` is the first day of any place of the same kind in the organisation."""

    organization_id: int
    kind: str
    organization_kind: str
    starts_on: date
    ends_on: date | None = None
    first_here_on: date
    course: int | None = None
    is_last_course: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """What rules ask about a person."""

    birth_on: date | None = None
    career_began_on: date | None = None
    places: tuple[PlaceFacts, ...] = ()


def fits(asked: Conditions, facts: PersonFacts, on: date) -> bool:
    """Whether the rule names this person on the day."""
    if not _is_between(facts.birth_on, on, at_least=asked.min_age, under=_past(asked.max_age)):
        return False
    if not _is_between(facts.career_began_on, on, at_least=asked.total_years_from, under=asked.total_years_under):
        return False
    return any(_fits_place(asked, place, on) for place in facts.places)


def _fits_place(asked: Conditions, place: PlaceFacts, on: date) -> bool:
    course = place.course
    return (
        place.starts_on <= on
        and (place.ends_on is None or place.ends_on >= on)
        and (not asked.kinds or place.kind in asked.kinds)
        and (not asked.organization_kinds or place.organization_kind in asked.organization_kinds)
        and _is_between(place.first_here_on, on, at_least=asked.local_years_from, under=asked.local_years_under)
        and _is_between(place.starts_on, on, at_least=None, under=1 if asked.first_year_in_post else None)
        and (asked.min_course is None or (course is not None and course >= asked.min_course))
        and (asked.max_course is None or (course is not None and course <= asked.max_course))
        and (not asked.last_course or place.is_last_course)
    )


def _is_between(since: date | None, on: date, *, at_least: int | None, under: int | None) -> bool:
    if at_least is None and under is None:
        return True
    if since is None or since > on:
        return False
    years = age_on(since, on)
    return (at_least is None or years >= at_least) and (under is None or years < under)


def _past(age: int | None) -> int | None:
    """«До 35 лет включительно» lasts until the day before the 36th birthday."""
    return None if age is None else age + 1


def clause_of(asked: Conditions, organization_ids: Collection[int], on: date) -> sa.ColumnElement[bool]:
    """The same as a clause about `Person`: some place in one of these organisations fits on the day."""
    local = aliased(Membership)
    first_here_on = (
        sa.select(sa.func.min(local.starts_on))
        .where(
            local.person_id == Membership.person_id,
            local.organization_id == Membership.organization_id,
            local.kind == Membership.kind,
        )
        .correlate(Membership)
        .scalar_subquery()
    )
    place = sa.exists().where(
        Membership.person_id == Person.id,
        Membership.organization_id.in_(organization_ids),
        in_force(Membership, on),
        *([Membership.kind.in_(asked.kinds)] if asked.kinds else []),
        *([_of_kind(asked.organization_kinds)] if asked.organization_kinds else []),
        *_between(first_here_on, on, at_least=asked.local_years_from, under=asked.local_years_under),
        *_between(Membership.starts_on, on, at_least=None, under=1 if asked.first_year_in_post else None),
        *_of_course(asked, on),
    )
    return sa.and_(
        *_between(Person.birth_on, on, at_least=asked.min_age, under=_past(asked.max_age)),
        *_between(Person.career_began_on, on, at_least=asked.total_years_from, under=asked.total_years_under),
        place,
    )


def is_last_course(on: date, group: Any = Group) -> sa.ColumnElement[bool]:
    """No group of the same organisation that exists on the day is of a later year."""
    later = aliased(Group)
    return sa.and_(
        group.course.is_not(None),
        ~sa.exists().where(
            later.organization_id == group.organization_id, later.course > group.course, in_force(later, on)
        ),
    )


def _of_kind(kinds: Collection[str]) -> sa.ColumnElement[bool]:
    return sa.exists().where(Organization.id == Membership.organization_id, Organization.kind.in_(kinds))


def _of_course(asked: Conditions, on: date) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if asked.min_course is not None:
        where.append(Group.course >= asked.min_course)
    if asked.max_course is not None:
        where.append(Group.course <= asked.max_course)
    if asked.last_course:
        where.append(is_last_course(on))
    return [sa.exists().where(Group.id == Membership.group_id, *where)] if where else []


def _between(since: Any, on: date, *, at_least: int | None, under: int | None) -> list[sa.ColumnElement[bool]]:
    if at_least is None and under is None:
        return []
    where = [since <= on]
    if at_least is not None:
        where.append(since <= years_before(on, at_least))
    if under is not None:
        where.append(since > years_before(on, under))
    return where


def years_before(on: date, years: int) -> date:
    """The last day from which full `years` have passed on the day: `age_on(day, on) >= years` for no later one."""
    year = on.year - years
    if year < 1:
        return date.min
    try:
        return on.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
