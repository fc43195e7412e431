"""Who answers for requests, approves files and hears alarms."""

import sqlalchemy as sa

from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.accounts.models import RoleGrant, User
from portal.core import clock
from portal.core.db import db
from portal.people.models import Organization
from portal.people.periods import in_force

ZONE = "UTC"


def administrators() -> list[int]:
    """Ids of the people who administer the portal today."""
    return _holders(RoleGrant.role == Role.ADMINISTRATOR)


def holders(permission: Permission, organization_id: int | None, *, below: bool = False) -> list[int]:
    """Who has the permission for this organisation today; `below` leaves the municipality's administrators aside."""
    near = [role for role in Role if Scope.ORGANIZATION in scope_of(permission, role)]
    far = [role for role in Role if Scope.MUNICIPALITY in scope_of(permission, role)]
    above = sa.select(Organization.municipality_id).where(Organization.id == organization_id)
    here = sa.and_(RoleGrant.role.in_(near), RoleGrant.organization_id == organization_id)
    there = sa.and_(
        RoleGrant.role.in_(far),
        sa.or_(RoleGrant.organization_id == organization_id, RoleGrant.organization_id.in_(above)),
    )
    return _holders(here) if below else _holders(sa.or_(here, there))


def _holders(which: sa.ColumnElement[bool]) -> list[int]:
    query = (
        sa.select(RoleGrant.person_id)
        .join(User, User.person_id == RoleGrant.person_id)
        .where(which, in_force(RoleGrant, clock.today(ZONE)), User.closed_at.is_(None))
        .distinct()
    )
    return list(db.session.scalars(query))
