"""What own, group, organisation and municipality mean for people."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, clause_of, scopes
from portal.access.permissions import Permission
from portal.access.policy import scope_of
from portal.access.roles import Role, Scope
from portal.core import clock
from portal.core.digest import not_written_to
from portal.people.models import (
    BodyMember,
    CollegialBody,
    Group,
    GroupTransfer,
    Membership,
    Organization,
    Person,
)
from portal.people.periods import in_force
from portal.people.queries import organizations_under, represents_child


@scopes(Organization, read=Permission.ORGANIZATION_READ)
def organization_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, MUNICIPALITY all of the town."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: Organization.id.in_(ids),
        Scope.MUNICIPALITY: sa.or_(Organization.id.in_(ids), Organization.municipality_id.in_(ids)),
    }


@scopes(Group, read=Permission.GROUP_READ)
def group_scopes(actor: Actor, role: Role) -> Scopes:
    """GROUP is the one a curator of a group leads, ORGANIZATION all of the school."""
    ids = actor.organization_ids(role)
    return {
        Scope.GROUP: Group.id.in_(actor.group_ids(role)),
        Scope.ORGANIZATION: Group.organization_id.in_(ids),
        Scope.MUNICIPALITY: Group.organization_id.in_(organizations_under(ids)),
    }


@scopes(GroupTransfer, read=Permission.GROUP_EDIT)
def transfer_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, MUNICIPALITY all of the town."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: GroupTransfer.organization_id.in_(ids),
        Scope.MUNICIPALITY: GroupTransfer.organization_id.in_(organizations_under(ids)),
    }


@scopes(CollegialBody, read=Permission.BODY_READ)
def body_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, MUNICIPALITY all of the town."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: CollegialBody.organization_id.in_(ids),
        Scope.MUNICIPALITY: CollegialBody.organization_id.in_(organizations_under(ids)),
    }


@scopes(BodyMember, read=Permission.BODY_READ)
def body_member_scopes(actor: Actor, role: Role) -> Scopes:
    """Whoever may see the body sees who sits in it."""
    meanings = body_scopes(actor, role)
    of_body = sa.exists().where(CollegialBody.id == BodyMember.body_id)
    return {scope: of_body.where(clause_of(said)) for scope, said in meanings.items()}


@scopes(Person, read=Permission.PERSON_READ)
def person_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is oneself, REPRESENTED one's child until 18, GROUP and ORGANIZATION follow memberships in force today.

    Whose processing is restricted, only those see who answer requests about data (152-ФЗ ст. 21 ч. 1).
    """
    today = clock.today(actor.time_zone)
    ids = actor.organization_ids(role)
    answers = scope_of(Permission.SUBJECT_REQUEST_HANDLE, role) is not Scope.NONE

    def belongs(*where: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
        place = sa.exists().where(Membership.person_id == Person.id, in_force(Membership, today), *where)
        return place if answers else sa.and_(place, Person.restricted_on.is_(None))

    return {
        Scope.OWN: Person.id == actor.person_id,
        Scope.REPRESENTED: lambda: sa.and_(
            represents_child(actor.person_id, Person.id, today), Person.erased_on.is_(None)
        ),
        Scope.GROUP: lambda: belongs(Membership.group_id.in_(actor.group_ids(role))),
        Scope.ORGANIZATION: lambda: belongs(Membership.organization_id.in_(ids)),
        Scope.MUNICIPALITY: lambda: belongs(Membership.organization_id.in_(organizations_under(ids))),
    }


@not_written_to
def is_left_alone(person_id: int) -> sa.ColumnElement[bool]:
    """Somebody whose data is restricted or erased."""
    return sa.exists().where(
        Person.id == person_id, sa.or_(Person.restricted_on.is_not(None), Person.erased_on.is_not(None))
    )
