"""Who reads a space: one clause for the gate, for notices and for counting readers, so that they never differ.

A circle is met by a role held in the organisation of the space (in one of its organisations, where the space is wide),
by a place there, or by both. Learners never meet a circle of grown-ups: it asks for what they do not have.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.permissions import Permission
from portal.access.policy import POLICY
from portal.access.roles import Role, Scope
from portal.accounts.models import RoleGrant
from portal.community.kinds import Circle
from portal.community.models import Space, SpaceReader
from portal.core.db import shared_alias
from portal.people.kinds import MembershipKind
from portal.people.models import Membership, Organization, Person
from portal.people.periods import in_force

YOUNG_YEARS = 3
_GRANT, _PLACE, _BESIDE, _HOME = (
    shared_alias(RoleGrant), shared_alias(Membership), shared_alias(Membership), shared_alias(Organization),
)  # fmt: skip
_TEACHER = shared_alias(Person)


def in_circle(person_id: Any, today: date, role: Role | None = None) -> sa.ColumnElement[bool]:
    """The clause «the person is in the circle of this `Space`»; with `role`, only by that role or by a place.

    `person_id` is a number or a column; `Space` stands in the statement around.
    """
    grant, place, reader = _GRANT, _PLACE, SpaceReader
    held = [
        grant.person_id == person_id, in_force(grant, today), _is_at(grant.organization_id),
        sa.or_(Space.group_id.is_(None), grant.group_id == Space.group_id, _learns_in_group(person_id, today)),
    ]  # fmt: skip
    if role is not None:
        held.append(grant.role == role)
    student = sa.and_(
        reader.who == Circle.STUDENT_MENTORS, grant.role == Role.MENTOR,
        _has_place(person_id, MembershipKind.LEARNER, today),
    )  # fmt: skip
    by_role = sa.exists().where(*held, sa.or_(reader.who == grant.role, reader.who == Circle.EVERYBODY, student))
    belongs = [
        place.person_id == person_id, in_force(place, today), _is_at(place.organization_id),
        sa.or_(Space.group_id.is_(None), place.group_id == Space.group_id),
    ]  # fmt: skip
    young = sa.and_(
        reader.who == Circle.YOUNG_TEACHERS, place.kind == MembershipKind.EMPLOYEE,
        sa.exists().where(
            _TEACHER.id == place.person_id, _TEACHER.career_began_on > _years_before(today, YOUNG_YEARS)
        ).correlate(place),
    )  # fmt: skip
    by_place = sa.exists().where(
        *belongs, sa.or_(reader.who == sa.literal("member:") + place.kind, reader.who == Circle.EVERYBODY, young)
    )
    met = sa.or_(by_role.correlate_except(grant), by_place.correlate_except(place))
    return sa.exists().where(reader.space_id == Space.id, met).correlate_except(reader)


def may_read(person_id: Any, today: date) -> sa.ColumnElement[bool]:
    """The clause «the person reads this `Space`»: by its circle, or by a role that reads all of the organisation."""
    grant, near, far = _GRANT, _roles(Scope.ORGANIZATION), _roles(Scope.MUNICIPALITY)
    held = (grant.person_id == person_id, in_force(grant, today))
    under = sa.select(Organization.municipality_id).where(Organization.id == Space.organization_id)
    by_duty = sa.or_(
        sa.and_(grant.role.in_(near), grant.organization_id == Space.organization_id),
        sa.and_(
            grant.role.in_(_roles(Scope.GROUP)), Space.group_id.is_not(None), grant.group_id == Space.group_id
        ),
        sa.and_(
            grant.role.in_(far),
            sa.or_(
                grant.organization_id == Space.organization_id,
                grant.organization_id.in_(under.correlate(Space).scalar_subquery()),
            ),
        ),
    )  # fmt: skip
    return sa.or_(in_circle(person_id, today), sa.exists().where(*held, by_duty).correlate_except(grant))


def _roles(scope: Scope) -> list[Role]:
    return [role for role, reach in POLICY[Permission.COMMUNITY_READ].items() if scope in reach]


def _is_at(organization_id: Any) -> sa.ColumnElement[bool]:
    """In the organisation of the space, or, where it is wide, in one of those under it."""
    home = _HOME
    below = sa.exists().where(home.id == organization_id, home.municipality_id == Space.organization_id)
    return sa.or_(
        organization_id == Space.organization_id, sa.and_(Space.is_wide, below.correlate_except(home))
    )  # fmt: skip


def _has_place(person_id: Any, kind: MembershipKind, today: date) -> sa.ColumnElement[bool]:
    beside = _BESIDE
    found = sa.exists().where(
        beside.person_id == person_id, beside.kind == kind, in_force(beside, today), _is_at(beside.organization_id)
    )
    return found.correlate_except(beside)


def _learns_in_group(person_id: Any, today: date) -> sa.ColumnElement[bool]:
    beside = _BESIDE
    found = sa.exists().where(beside.person_id == person_id, beside.group_id == Space.group_id, in_force(beside, today))
    return found.correlate_except(beside)


def _years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
