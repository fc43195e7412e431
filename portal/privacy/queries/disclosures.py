"""Files that wait for a second person."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import select_allowed
from portal.access.permissions import Permission
from portal.people.models import Disclosure, DisclosureState


def large_files(actor: Actor) -> sa.Select[Any]:
    """Files above the threshold that this actor may decide about: waiting ones first, then the latest."""
    return (
        select_allowed(actor, Permission.DISCLOSURE_APPROVE, Disclosure)
        .where(sa.or_(Disclosure.state != DisclosureState.GIVEN, Disclosure.decided_by_id.is_not(None)))
        .options(
            joinedload(Disclosure.actor), joinedload(Disclosure.decided_by), joinedload(Disclosure.organization)
        )
        .order_by((Disclosure.state != DisclosureState.ASKED), Disclosure.asked_at.desc(), Disclosure.id.desc())
    )  # fmt: skip
