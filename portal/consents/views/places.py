"""Which organisation a page of the staff is about: the one named in the address, else the first of one's own."""

from flask import request

from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.consents.queries.register import organizations_with_register
from portal.core.errors import NotAllowed, NotSeen
from portal.people.models import Organization


def chosen_organization(permission: Permission) -> tuple[Organization, list[Organization]]:
    """The organisation and all that could be chosen. Raises NotAllowed without any, NotSeen for somebody else's."""
    mine = organizations_with_register(current_actor(), permission)
    if not mine:
        raise NotAllowed
    key = request.values.get("organization", "")
    chosen = next((one for one in mine if one.public_id == key), None) if key else mine[0]
    if chosen is None:
        raise NotSeen
    return chosen, mine
