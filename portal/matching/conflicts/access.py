"""What organisation means for the conflict list."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.matching.conflicts.models import MatchingConflict
from portal.people.models import Person
from portal.people.queries import organizations_under


@scopes(MatchingConflict, read=Permission.MATCHING_RUN)
def conflict_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is the one whose year is matched.

    While somebody's data is restricted nobody reads the entry; the two are still kept apart.
    """
    ids, here = actor.organization_ids(role), MatchingConflict.organization_id
    restricted = sa.exists().where(
        Person.id.in_([MatchingConflict.first_id, MatchingConflict.second_id]), Person.restricted_on.is_not(None)
    ).correlate(MatchingConflict)  # fmt: skip
    return {
        Scope.ORGANIZATION: sa.and_(here.in_(ids), ~restricted),
        Scope.MUNICIPALITY: sa.and_(here.in_(organizations_under(ids)), ~restricted),
    }
