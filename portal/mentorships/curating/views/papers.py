"""Curators' reports on paper: a page for the printer and a DOCX."""

import io

from flask import send_file
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import requires
from portal.core.file_kinds import DOCX
from portal.core.i18n import _
from portal.core.web.pages import page
from portal.mentorships.curating.paper import report_paper
from portal.mentorships.curating.views.blueprints import curator_reports as bp
from portal.mentorships.curating.views.opening import facts_in, labels_of, one_report

READ = Permission.CURATOR_REPORT_READ


@bp.get("/<public_id>/print")
@requires(READ)
def printed(public_id: str) -> Response:
    """The report on a page for the printer."""
    report = one_report(public_id, READ)
    return page("curator_reports/print.html", report=report, facts=facts_in(report), labels=labels_of())


@bp.get("/<public_id>.docx")
@requires(READ)
@at_most("120 per hour")
def docx(public_id: str) -> Response:
    """The report as a file."""
    report = one_report(public_id, READ)
    parts = {label: getattr(report, name) for name, label in labels_of().items()}
    paper = report_paper(report, facts_in(report), parts)
    made = send_file(io.BytesIO(paper), mimetype=DOCX, as_attachment=True, download_name=_("Отчёт куратора.docx"))
    made.headers["Cache-Control"] = "private, no-store"
    return made
