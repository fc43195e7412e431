"""A plan on paper: a page for the printer and a DOCX."""

import io

from flask import send_file
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import requires
from portal.core.file_kinds import DOCX
from portal.core.web.pages import page
from portal.mentorships.kinds import MemberSide
from portal.mentorships.plans.labels import kind_label
from portal.mentorships.plans.paper import in_order, paper_of
from portal.mentorships.plans.views.blueprints import plans as bp
from portal.mentorships.plans.views.opening import note_reading, one_plan
from portal.mentorships.plans.words import title_of


@bp.get("/<public_id>/print")
@requires(Permission.PLAN_READ)
def printed(public_id: str) -> Response:
    """The plan on a page for the printer."""
    plan = one_plan(public_id, Permission.PLAN_READ)
    note_reading(plan, "plans.printed")
    standing = {side: plan.mentorship.standing(side) if plan.mentorship else [] for side in MemberSide}
    return page("plans/print.html", plan=plan, items=in_order(plan), title=title_of(plan), standing=standing)


@bp.get("/<public_id>.docx")
@requires(Permission.PLAN_READ)
@at_most("120 per hour")
def docx(public_id: str) -> Response:
    """The same as a file."""
    plan = one_plan(public_id, Permission.PLAN_READ)
    made = send_file(io.BytesIO(paper_of(plan)), mimetype=DOCX, as_attachment=True,
                     download_name=f"{kind_label(plan.kind)}.docx")  # fmt: skip
    made.headers["Cache-Control"] = "private, no-store"
    note_reading(plan, "plans.docx")
    return made
