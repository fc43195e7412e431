"""What own, represented, organisation and municipality mean for requests, erasures, incidents, disclosures."""

from typing import Any

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core import clock
from portal.people.models import Disclosure
from portal.people.queries import organizations_under, represents_child
from portal.privacy.models import Erasure, Incident, SubjectRequest


def _places(column: Any, actor: Actor, role: Role) -> dict[Scope, sa.ColumnElement[bool]]:
    ids = actor.organization_ids(role)
    return {Scope.ORGANIZATION: column.in_(ids), Scope.MUNICIPALITY: column.in_(organizations_under(ids))}


@scopes(Disclosure, read=Permission.DESK_READ)
def disclosure_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is what the person asked for; the second person is of the same organisation or of the municipality."""
    return {Scope.OWN: Disclosure.actor_id == actor.person_id, **_places(Disclosure.organization_id, actor, role)}


@scopes(SubjectRequest, read=Permission.SUBJECT_DATA)
def request_scopes(actor: Actor, role: Role) -> Scopes:
    """OWN is about oneself, REPRESENTED about one's child until 18; the organisation that answers handles it."""
    represents = represents_child(actor.person_id, SubjectRequest.person_id, clock.today(actor.time_zone))
    return {
        Scope.OWN: SubjectRequest.person_id == actor.person_id,
        Scope.REPRESENTED: represents,
        **_places(SubjectRequest.organization_id, actor, role),
    }


@scopes(Erasure, read=Permission.SUBJECT_REQUEST_HANDLE)
def erasure_scopes(actor: Actor, role: Role) -> Scopes:
    """Acts belong to the organisation that destroyed."""
    return _places(Erasure.organization_id, actor, role)


@scopes(Incident, read=Permission.INCIDENT_HANDLE)
def incident_scopes(actor: Actor, role: Role) -> Scopes:
    """Incidents belong to the organisation of the account."""
    return _places(Incident.organization_id, actor, role)
