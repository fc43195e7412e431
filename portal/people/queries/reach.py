"""How far a reader reaches in the register: organisations and groups in which a permission is held."""

from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.people.models import Group, Membership, Organization


def place_in_reach(actor: Actor, permission: Permission, place: Any = Membership) -> sa.ColumnElement[bool]:
    """The clause «this place is in an organisation or a group where the actor has `permission`».

    A person may belong to several organisations: each sees and ends its own places only.
    """
    organizations = sa.select(Organization.id).where(allowed(actor, permission, Organization)).correlate(None)
    groups = sa.select(Group.id).where(allowed(actor, permission, Group)).correlate(None)
    return sa.or_(place.organization_id.in_(organizations), place.group_id.in_(groups))
