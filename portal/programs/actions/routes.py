"""Approval routes of a programme: added, changed step by step, taken out."""

import sqlalchemy as sa

from portal.access.actor import Actor
from portal.core import audit
from portal.core.audit_words import AuditEvent
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.i18n import _
from portal.programs.kinds import RouteSubject
from portal.programs.models import ApprovalRoute, Program
from portal.programs.queries import route_of
from portal.programs.routes import Route, fresh


def add_route(
    actor: Actor, program: Program, *, subject: RouteSubject, format_code: str = "", category: str = ""
) -> ApprovalRoute:
    """A route of its own for a format or a category; it begins as a copy of the one that held so far.

    Raises Refusal when there is one already.
    """
    same = sa.select(ApprovalRoute.id).where(
        ApprovalRoute.program_id == program.id,
        ApprovalRoute.subject == subject,
        ApprovalRoute.format_code == format_code,
        ApprovalRoute.category == category,
    )
    if db.session.scalar(same) is not None:
        raise Refusal(_("Такой порядок уже есть. Откройте его и измените."))
    steps = fresh(route_of(program, format_code, category, subject=subject))
    route = ApprovalRoute(
        program_id=program.id, subject=subject, format_code=format_code, category=category,
        steps=[step.as_data() for step in steps],
    )  # fmt: skip
    db.session.add(route)
    db.session.flush()
    _record(actor, AuditEvent.ROUTE_ADDED, route, program.organization_id)
    return route


def set_steps(actor: Actor, route: ApprovalRoute, steps: Route) -> None:
    """The steps as they go from now on; what was begun keeps the steps with which it began."""
    route.steps = [step.as_data() for step in steps]
    route.version += 1
    db.session.flush()
    _record(actor, AuditEvent.ROUTE_CHANGED, route, route.program.organization_id)


def remove_route(actor: Actor, route: ApprovalRoute) -> None:
    """Back to the general route. Raises Refusal for the general one itself."""
    if not route.format_code and not route.category:
        raise Refusal(_("Это общий порядок: он действует, когда у формы нет своего. Его можно изменить, но не убрать."))
    _record(actor, AuditEvent.ROUTE_REMOVED, route, route.program.organization_id)
    db.session.delete(route)
    db.session.flush()


def _record(actor: Actor, event: AuditEvent, route: ApprovalRoute, organization_id: int) -> None:
    changes = {"subject": route.subject, "format": route.format_code, "steps": len(route.steps)}
    audit.record(actor, event, route, organization_id=organization_id, changes=changes)
