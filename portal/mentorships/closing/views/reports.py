"""Pages of mentors' reports."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.mentorships.closing import actions
from portal.mentorships.closing.forms import ReportForm, ReturnForm
from portal.mentorships.closing.labels import STATES
from portal.mentorships.closing.models import TEXTS, MentorReport
from portal.mentorships.closing.queries import LATE, PairFacts, ReportFilter, find_reports
from portal.mentorships.closing.views.blueprints import closing
from portal.mentorships.closing.views.blueprints import reports as bp
from portal.mentorships.closing.views.opening import facts_in, note_reading, one_report
from portal.mentorships.views.opening import one_pair
from portal.people.readings import show_list


@bp.get("")
@requires(Permission.REPORT_READ)
def index() -> Response:
    """Reports: one's own, or those of the organisation."""
    actor, wanted = current_actor(), ReportFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_reports(actor, wanted, today))
    show_list(actor, "mentor_reports.index", [each.person_id for each in found.rows])
    return page(
        "reports_of_mentors/index.html", fragment="report_list", found=found, wanted=wanted, states=STATES,
        today=today, late=LATE,
    )  # fmt: skip


@closing.post("/<public_id>/report")
@requires(Permission.REPORT_WRITE)
def begin(public_id: str) -> Response:
    """The mentor begins the next report about the pair, or goes on with the one that is begun."""
    pair = one_pair(public_id, Permission.REPORT_WRITE, lock=True)
    target = url_for("mentor_reports.edit", public_id=actions.begin_own(current_actor(), pair).public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.REPORT_READ)
def show(public_id: str) -> Response:
    """One report."""
    report = one_report(public_id, Permission.REPORT_READ)
    note_reading(report.mentorship, "mentor_reports.show")
    return _report_page(report)


@bp.get("/<public_id>/edit")
@requires(Permission.REPORT_WRITE)
def edit(public_id: str) -> Response:
    """The report as a form, with the numbers beside it."""
    report = one_report(public_id, Permission.REPORT_WRITE)
    if not report.is_written:
        return see_other(url_for(".show", public_id=public_id))
    return _form_page(report, ReportForm(formdata=None, obj=report))


@bp.post("/<public_id>/edit")
@requires(Permission.REPORT_WRITE)
def update(public_id: str) -> Response:
    """Save it, and hand it in where the mentor says so; another window's change in between is shown beside (409)."""
    report, form = one_report(public_id, Permission.REPORT_WRITE, lock=True), ReportForm()
    if not form.validate():
        return _form_page(report, form, 422)
    stands = {str(form[name].label.text): getattr(report, name) for name in TEXTS}
    typed = {str(form[name].label.text): text for name, text in form.texts.values.items()}
    is_sent = "send" in request.form
    if is_sent and not report.is_written and stands == typed:  # a second click
        return see_other(url_for(".show", public_id=public_id, done="sent"))
    check_version(report.version, request.form.get("version"), stands=stands, typed=typed)
    try:
        actions.write(current_actor(), report, form.texts)
        if is_sent:
            actions.send(current_actor(), report)
    except Refusal as refusal:
        db.session.rollback()
        (form.conclusion if form.done.data else form.done).errors = [refusal.message]
        return _form_page(one_report(public_id, Permission.REPORT_WRITE), form, 422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="sent" if is_sent else "saved"))


@bp.post("/<public_id>/send")
@requires(Permission.REPORT_WRITE)
def send(public_id: str) -> Response:
    """Hand it in as it stands."""
    return _do(public_id, Permission.REPORT_WRITE, actions.send, "sent")


@bp.post("/<public_id>/accept")
@requires(Permission.REPORT_ACCEPT)
def accept(public_id: str) -> Response:
    """The curator accepts it."""
    return _do(public_id, Permission.REPORT_ACCEPT, actions.accept, "accepted")


@bp.get("/<public_id>/return")
@requires(Permission.REPORT_ACCEPT)
def confirm_return(public_id: str) -> Response:
    """What has to be put right."""
    report = one_report(public_id, Permission.REPORT_ACCEPT)
    return page("reports_of_mentors/return.html", report=report, form=ReturnForm(formdata=None))


@bp.post("/<public_id>/return")
@requires(Permission.REPORT_ACCEPT)
def give_back(public_id: str) -> Response:
    """Back to the mentor with a remark."""
    report, form = one_report(public_id, Permission.REPORT_ACCEPT, lock=True), ReturnForm()
    problem = "" if form.validate() else "form"
    try:
        if not problem:
            actions.give_back(current_actor(), report, remark=form.remark.data or "")
    except Refusal as refusal:
        db.session.rollback()
        problem, form.remark.errors = "refused", [refusal.message]
        report = one_report(public_id, Permission.REPORT_ACCEPT)
    if problem:
        return page("reports_of_mentors/return.html", fragment="return_form", status=422, report=report, form=form)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="returned"))


@bp.get("/<public_id>/versions/<int:number>")
@requires(Permission.REPORT_READ)
def version(public_id: str, number: int) -> Response:
    """What was sent before."""
    report = one_report(public_id, Permission.REPORT_READ)
    kept = next((each for each in report.versions if each.number == number), None)
    if kept is None:
        raise NotSeen
    note_reading(report.mentorship, "mentor_reports.version")
    facts = PairFacts.from_data(kept.content.get("facts", {}))
    return page("reports_of_mentors/version.html", report=report, kept=kept, facts=facts, labels=labels_of())


def _do(public_id: str, permission: Permission, deed: Callable[..., Any], said: str) -> Response:
    report = one_report(public_id, permission, lock=True)
    try:
        deed(current_actor(), report)
    except Refusal as refusal:
        db.session.rollback()
        return _report_page(one_report(public_id, permission), 422, refusal.message)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done=said))


def _report_page(report: MentorReport, status: int = 200, problem: str = "") -> Response:
    actor = current_actor()
    return page(
        "reports_of_mentors/show.html", status=status, report=report, may=permissions_on(actor, report), P=Permission,
        is_own=actor.person_id == report.person_id, facts=facts_in(report), labels=labels_of(), problem=problem,
        today=clock.today(report.mentorship.organization.time_zone), done=request.args.get("done", ""),
    )  # fmt: skip


def _form_page(report: MentorReport, form: ReportForm, status: int = 200) -> Response:
    note_reading(report.mentorship, "mentor_reports.edit")
    return page(
        "reports_of_mentors/edit.html", fragment="report_form", status=status, report=report, form=form,
        facts=facts_in(report), today=clock.today(report.mentorship.organization.time_zone),
    )  # fmt: skip


def labels_of() -> dict[str, str]:
    """Titles of the texts of a report, in order."""
    form = ReportForm(formdata=None)
    return {name: str(form[name].label.text) for name in TEXTS}
