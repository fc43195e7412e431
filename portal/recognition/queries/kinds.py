"""The catalogue of awards of an organisation."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.core.db import db
from portal.people.models import Organization
from portal.recognition.models import AwardKind


def kinds_of(actor: Actor, *, permission: Permission = Permission.AWARD_LIST) -> Sequence[AwardKind]:
    """Awards on which the actor has the permission: those that are on first, by organisation and in their order."""
    return db.session.scalars(_kinds(allowed(actor, permission, AwardKind))).all()


def kinds_on(actor: Actor) -> Sequence[AwardKind]:
    """Awards for which the actor may put somebody forward."""
    may = allowed(actor, Permission.AWARD_KEEP, AwardKind)
    return db.session.scalars(_kinds(sa.and_(may, AwardKind.is_on))).all()


def _kinds(clause: Any) -> Any:
    return (
        sa.select(AwardKind).join(Organization, Organization.id == AwardKind.organization_id).where(clause)
        .options(joinedload(AwardKind.organization))
        .order_by(Organization.sort_name, Organization.id, AwardKind.is_on.desc(), AwardKind.id)
    )  # fmt: skip
