"""Reports and closing sheets on paper: a page for the printer and a DOCX."""

import io
from typing import Any

from flask import send_file
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import requires
from portal.core.file_kinds import DOCX
from portal.core.i18n import _
from portal.core.web.pages import page
from portal.mentorships.closing.paper import names_on, period_of, report_paper, sheet_paper
from portal.mentorships.closing.views.blueprints import closing, reports
from portal.mentorships.closing.views.opening import facts_in, note_reading, one_report, one_sheet, summed
from portal.mentorships.closing.views.reports import labels_of
from portal.mentorships.kinds import MemberSide
from portal.mentorships.models import Mentorship


@reports.get("/<public_id>/print")
@requires(Permission.REPORT_READ)
def report_printed(public_id: str) -> Response:
    """The report on a page for the printer."""
    report = one_report(public_id, Permission.REPORT_READ)
    note_reading(report.mentorship, "mentor_reports.report_printed")
    return page("reports_of_mentors/print.html", report=report, facts=facts_in(report), labels=labels_of(),
                **_head(report.mentorship))  # fmt: skip


@reports.get("/<public_id>.docx")
@requires(Permission.REPORT_READ)
@at_most("120 per hour")
def report_docx(public_id: str) -> Response:
    """The report as a file."""
    report = one_report(public_id, Permission.REPORT_READ)
    parts = {label: getattr(report, name) for name, label in labels_of().items()}
    return _sent(report.mentorship, report_paper(report, facts_in(report), parts), _("Отчёт наставника"),
                 "mentor_reports.report_docx")  # fmt: skip


@closing.get("/<public_id>/closing/print")
@requires(Permission.CLOSING_READ)
def sheet_printed(public_id: str) -> Response:
    """The closing sheet on a page for the printer."""
    pair = one_sheet(public_id)
    note_reading(pair, "closing.sheet_printed")
    return page("closing/print.html", summing=summed(pair), **_head(pair))


@closing.get("/<public_id>/closing.docx")
@requires(Permission.CLOSING_READ)
@at_most("120 per hour")
def sheet_docx(public_id: str) -> Response:
    """The closing sheet as a file."""
    pair = one_sheet(public_id)
    return _sent(pair, sheet_paper(summed(pair)), _("Итоги пары"), "closing.sheet_docx")


def _head(pair: Mentorship) -> dict[str, Any]:
    return {"pair": pair, "mentor": names_on(pair, MemberSide.MENTOR), "mentee": names_on(pair, MemberSide.MENTEE),
            "period": period_of(pair)}  # fmt: skip


def _sent(pair: Mentorship, paper: bytes, name: str, place: str) -> Response:
    made = send_file(io.BytesIO(paper), mimetype=DOCX, as_attachment=True, download_name=f"{name}.docx")
    made.headers["Cache-Control"] = "private, no-store"
    note_reading(pair, place)
    return made
