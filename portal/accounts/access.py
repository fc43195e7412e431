"""What own organisation and municipality mean for appointments and their corrections, and who can sign in at all."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.accounts.models import CuratorReview, RoleGrant, User
from portal.core.letter_choices import opens_the_portal
from portal.people.queries import organizations_under


@scopes(RoleGrant, read=Permission.ROLE_GRANT)
def grant_scopes(actor: Actor, role: Role) -> Scopes:
    """An appointment belongs to the organisation in which it is held."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: RoleGrant.organization_id.in_(ids),
        Scope.MUNICIPALITY: RoleGrant.organization_id.in_(organizations_under(ids)),
    }


@scopes(CuratorReview, read=Permission.ROLE_GRANT)
def review_scopes(actor: Actor, role: Role) -> Scopes:
    """A correction belongs to the organisation whose curators it went through."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: CuratorReview.organization_id.in_(ids),
        Scope.MUNICIPALITY: CuratorReview.organization_id.in_(organizations_under(ids)),
    }


@opens_the_portal
def has_account(person_id: int) -> sa.ColumnElement[bool]:
    """An account that is not closed."""
    return sa.exists().where(User.person_id == person_id, User.closed_at.is_(None))
