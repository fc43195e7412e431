"""What the scopes of an administrator mean for letters."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.access.gate import Scopes, scopes
from portal.access.permissions import Permission
from portal.access.roles import Role, Scope
from portal.core.mail import OutboxMessage


@scopes(OutboxMessage, read=Permission.OUTBOX_READ)
def letter_scopes(actor: Actor, role: Role) -> Scopes:
    """MUNICIPALITY is the whole portal: letters belong to no organisation."""
    return {Scope.MUNICIPALITY: sa.true()}
