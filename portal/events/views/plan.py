"""The plan of a year: taken over in one click, what was held is marked, printed."""

from collections.abc import Sequence
from itertools import groupby

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.roles import Scope
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotAllowed
from portal.core.web.pages import page, see_other
from portal.events.actions import take_over_plan
from portal.events.forms import year_in
from portal.events.kinds import EventState
from portal.events.labels import dictionary
from portal.events.models import Event
from portal.events.plan import n_planned, plan_rows
from portal.events.queries import holding_organizations, plan_of
from portal.events.views.blueprints import events as bp
from portal.people.models import Organization
from portal.people.queries import organizations_with_settings


@bp.get("/plan")
@requires(Permission.EVENT_JOIN)
def plan() -> Response:
    """The year of one organisation; `print=1` is the paper, `by=module` groups it so."""
    actor = current_actor()
    organizations = organizations_with_settings(actor, Permission.ORGANIZATION_READ)
    chosen = request.args.get("organization", "")
    organization = next(
        (each for each in organizations if each.public_id == chosen), organizations[0] if organizations else None
    )
    year = year_in(request.args, clock.today(actor.time_zone))
    found = plan_of(actor, organization.id, year) if organization else []
    by_module = request.args.get("by") == "module"
    codes = {row for each in plan_rows() for row, _month in each.places}
    is_ours = organization is not None and organization.id in {
        each.id for each in holding_organizations(actor, Scope.ORGANIZATION)
    }
    return page(
        "events/plan_print.html" if request.args.get("print") == "1" else "events/plan.html",
        organization=organization, organizations=organizations, year=year, by_module=by_module,
        sections=_sections(found, by_module), found=found, n_held=sum(each.state == EventState.HELD for each in found),
        may_take=is_ours and not codes <= {each.plan_code for each in found}, n_planned=n_planned(),
        done=request.args.get("done", ""), may_edit=is_ours,
    )  # fmt: skip


@bp.post("/plan")
@requires(Permission.EVENT_EDIT)
def take() -> Response:
    """Take the ready plan over; again adds nothing."""
    actor = current_actor()
    organization = get_or_404(actor, Organization, request.form.get("organization", ""), Permission.ORGANIZATION_READ)
    if organization.id not in {each.id for each in holding_organizations(actor, Scope.ORGANIZATION)}:
        raise NotAllowed
    year = year_in(request.form, clock.today(organization.time_zone))
    take_over_plan(actor, organization, year)
    target = url_for(".plan", organization=organization.public_id, year=year, done="taken")
    db.session.commit()
    return see_other(target)


def _sections(found: Sequence[Event], by_module: bool) -> list[tuple[str, list[Event]]]:
    """(code of the module or number of the month as text, events); without either last."""
    if by_module:
        order = [*dictionary("modules"), ""]
        return [(code, rows) for code in order if (rows := [each for each in found if each.module == code])]
    return [(str(month or ""), list(rows)) for month, rows in groupby(found, key=lambda each: each.month)]
