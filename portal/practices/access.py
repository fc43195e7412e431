"""What own, organisation, municipality and public mean for practices, uses and collections."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.people.queries import organizations_under
from portal.practices.models import Practice, PracticeAdoption, PracticeAuthor, PracticeCollection


@scopes(Practice, read=Permission.PRACTICE_READ)
def practice_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is the authors', ORGANIZATION that of their organisation, PUBLIC whatever is or was published.

    MUNICIPALITY reaches what authors have handed in: a draft is nobody's but theirs and their organisation's.
    """
    ids = actor.organization_ids(role)
    writes = sa.exists().where(
        PracticeAuthor.practice_id == Practice.id, PracticeAuthor.person_id == actor.person_id
    ).correlate(Practice)  # fmt: skip
    return {
        Scope.OWN: writes,
        Scope.ORGANIZATION: Practice.organization_id.in_(ids),
        Scope.MUNICIPALITY: sa.and_(
            Practice.organization_id.in_(organizations_under(ids)), Practice.submitted_on.is_not(None)
        ),
        Scope.PUBLIC: Practice.current_number.is_not(None),
    }


@scopes(PracticeAdoption, read=Permission.PRACTICE_ADOPT)
def adoption_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is what one wrote down oneself, ORGANIZATION whatever one's organisation uses."""
    return {
        Scope.OWN: PracticeAdoption.recorded_by_id == actor.person_id,
        Scope.ORGANIZATION: PracticeAdoption.organization_id.in_(actor.organization_ids(role)),
    }


@scopes(PracticeCollection, read=Permission.PRACTICE_READ)
def collection_scopes(actor: Actor, role: Role) -> Scopes:
    """PUBLIC is a published collection, ORGANIZATION one's own, published or not."""
    here = PracticeCollection.organization_id
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: here.in_(ids),
        Scope.MUNICIPALITY: here.in_(ids),
        Scope.PUBLIC: PracticeCollection.published_on.is_not(None),
    }
