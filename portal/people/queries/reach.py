"""How far a reader reaches in the register: organisations and groups in which a permission is held."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import shared_alias
from portal.people.ages import ADULT_FROM, is_of_age
from portal.people.models import Group, Membership, Organization, Person, Representation
from portal.people.periods import in_force

_SAID, _CHILD = shared_alias(Representation), shared_alias(Person)


def place_in_reach(actor: Actor, permission: Permission, place: Any = Membership) -> sa.ColumnElement[bool]:
    """The clause «this place is in an organisation or a group where the actor has `permission`».

    A person may belong to several organisations: each sees and ends its own places only.
    """
    organizations = sa.select(Organization.id).where(allowed(actor, permission, Organization)).correlate(None)
    groups = sa.select(Group.id).where(allowed(actor, permission, Group)).correlate(None)
    return sa.or_(place.organization_id.in_(organizations), place.group_id.in_(groups))


def represents_child(representative_id: int | None, person_id: Any, on: date) -> sa.ColumnElement[bool]:
    """The clause «represents this person by law on the day»: until 18, then one decides alone (ГК РФ ст. 21).

    Who has no birth date in the register is not known to be grown.
    """
    said, child = _SAID, _CHILD
    is_grown = sa.and_(child.birth_on.is_not(None), is_of_age(child.birth_on, ADULT_FROM, on))
    child_of = sa.exists().where(
        said.person_id == person_id, said.representative_id == representative_id, in_force(said, on),
        child.id == said.person_id, ~is_grown,
    )  # fmt: skip
    return child_of.correlate_except(said, child)
