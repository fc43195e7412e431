"""Who collects papers in an organisation: roles are granted a floor above, which tells this room how to find them."""

from collections.abc import Callable, Sequence
from datetime import date

import sqlalchemy as sa

from portal.access.roles import Role
from portal.core.db import db

Holders = Callable[[Sequence[str], int, date], sa.Select[int]]
_known: dict[str, Holders] = {}


def learn(holders: Holders) -> None:
    """Take the function that selects ids of persons who hold roles in an organisation on a day."""
    _known["holders"] = holders


def collectors_of(organization_id: int, on: date) -> list[int]:
    """Ids of the curators of the organisation; nobody where no room of roles has told."""
    if "holders" not in _known:
        return []
    return list(db.session.scalars(_known["holders"]([Role.CURATOR], organization_id, on)))
