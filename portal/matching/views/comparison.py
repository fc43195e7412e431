"""Wishes beside the programme of the year, and the change sheet that follows from the difference."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.web.choices import key_of
from portal.core.web.pages import page, see_other
from portal.matching.labels import STATES
from portal.matching.papers import draft_changes, open_changes
from portal.matching.queries.comparison import (
    WISHED,
    WITH_ITS_PROGRAM,
    Gap,
    compare_with_program,
    years_to_compare,
)
from portal.matching.views.blueprints import requests as bp
from portal.programs.models import Cycle


@bp.get("/forms")
@requires(Permission.REQUEST_EDIT)
def forms() -> Response:
    """How many people ask for each format of the year, and whether it runs; a year may be chosen."""
    actor = current_actor()
    years, key, today = years_to_compare(actor), key_of(request.args, "cycle"), clock.today(actor.time_zone)
    running = next((each for each in years if each.closed_on is None and each.starts_on <= today <= each.ends_on), None)
    cycle = next((each for each in years if each.public_id == key), running or next(iter(years), None))
    rows = compare_with_program(cycle) if cycle else []
    return page(
        "requests/forms.html", fragment="comparison", years=years, cycle=cycle, rows=rows, gaps=Gap,
        states={code: STATES[code] for code in WISHED}, has_gaps=any(each.gap for each in rows),
        sheet=open_changes(cycle) if cycle else None, homes=len({each.program.organization_id for each in years}),
    )  # fmt: skip


@bp.post("/forms/<public_id>")
@requires(Permission.REQUEST_EDIT)
def draft_sheet(public_id: str) -> Response:
    """Draft the change sheet of the year; a second click finds the first draft."""
    cycle = get_or_404(current_actor(), Cycle, public_id, Permission.REQUEST_EDIT, *WITH_ITS_PROGRAM, lock=True)
    target = url_for("documents.show", public_id=draft_changes(current_actor(), cycle).public_id)
    db.session.commit()
    return see_other(target)
