"""What own, organisation and municipality mean for documents, acquaintance and templates."""

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.documents.models import Acquaintance, Document, DocumentTemplate
from portal.people.queries import organizations_under


@scopes(Document, read=Permission.DOCUMENT_READ)
def document_scopes(actor: Actor, role: Role) -> Scopes:
    """ORGANIZATION is one's own, so the operator reads those of the municipality; MUNICIPALITY is all of the town."""
    ids = actor.organization_ids(role)
    return {
        Scope.ORGANIZATION: Document.organization_id.in_(ids),
        Scope.MUNICIPALITY: Document.organization_id.in_(organizations_under(ids)),
    }


@scopes(DocumentTemplate, read=Permission.DOCUMENT_SETUP)
def template_scopes(actor: Actor, role: Role) -> Scopes:
    """Templates belong to an organisation."""
    return {Scope.ORGANIZATION: DocumentTemplate.organization_id.in_(actor.organization_ids(role))}


@scopes(Acquaintance, read=Permission.DOCUMENT_ACQUAINT)
def acquaintance_scopes(actor: Actor, role: Role) -> Scopes:
    """Only what the person is asked to read; nobody reads it for another."""
    return {Scope.OWN: Acquaintance.person_id == actor.person_id}
