"""What waits on road maps: steps that are due soon or late, for whom."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from portal.access.actor import Actor
from portal.access.gate import allowed
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.accounts.models import RoleGrant
from portal.programs.models import Cycle
from portal.programs.roadmaps.models import Roadmap, RoadmapOccurrence, RoadmapStep

NOT_DONE = (RoadmapOccurrence.done_on.is_(None), RoadmapStep.skipped_on.is_(None))


def answers_for(roles: Collection[str], today: date) -> sa.ColumnElement[bool]:
    """Steps for which one of these roles answers: the principal, or the curator where nobody holds that role."""
    nobody = ~sa.exists().where(
        RoleGrant.organization_id == Roadmap.organization_id, RoleGrant.role == RoadmapStep.principal,
        RoleGrant.starts_on <= today, sa.or_(RoleGrant.ends_on.is_(None), RoleGrant.ends_on >= today),
    )  # fmt: skip
    own = RoadmapStep.principal.in_(list(roles))
    return sa.or_(own, nobody) if Role.CURATOR in roles else own


def due_soon(actor: Actor, today: date, within: timedelta) -> sa.Select[Any]:
    """Rows (occurrence with step and map): late ones first, of maps where the actor marks and whose role answers."""
    places: list[sa.ColumnElement[bool]] = []
    for role in actor.roles:
        ids = actor.organization_ids(role)
        if ids:
            places.append(sa.and_(Roadmap.organization_id.in_(ids), answers_for({role}, today)))
    return (
        sa.select(RoadmapOccurrence)
        .join(RoadmapStep, RoadmapStep.id == RoadmapOccurrence.step_id)
        .join(Roadmap, Roadmap.id == RoadmapStep.roadmap_id)
        .join(Cycle, Cycle.id == Roadmap.cycle_id)
        .where(
            *NOT_DONE, Cycle.closed_on.is_(None), RoadmapOccurrence.due_on <= today + within,
            allowed(actor, Permission.ROADMAP_MARK, Roadmap), sa.or_(sa.false(), *places),
        )
        .options(contains_eager(RoadmapOccurrence.step).contains_eager(RoadmapStep.roadmap))
        .order_by(RoadmapOccurrence.due_on, RoadmapOccurrence.id)
    )  # fmt: skip
