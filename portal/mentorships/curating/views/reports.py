"""Pages of curators' reports: the list, one report, its form, what stands behind a figure, the director's word."""

from collections.abc import Callable
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.mentorships.curating import actions
from portal.mentorships.curating.actions import home_of
from portal.mentorships.curating.behind import behind
from portal.mentorships.curating.facts import rows_of
from portal.mentorships.curating.forms import ReportForm, ReturnForm
from portal.mentorships.curating.models import TEXTS, CuratorReport
from portal.mentorships.curating.queries import WITH_PLACE, find_reports, open_years
from portal.mentorships.curating.views.blueprints import curator_reports as bp
from portal.mentorships.curating.views.opening import facts_in, labels_of, one_report
from portal.mentorships.curating.words import PARTS, code_label
from portal.people.readings import show_list
from portal.programs.models import Cycle

READ, WRITE = Permission.CURATOR_REPORT_READ, Permission.CURATOR_REPORT_WRITE
ACCEPT = Permission.CURATOR_REPORT_ACCEPT


@bp.get("")
@requires(READ)
def index() -> Response:
    """Reports of the organisation, and years about which one may be begun."""
    actor = current_actor()
    found = paginate(find_reports(actor))
    return page("curator_reports/index.html", found=found, today=clock.today(actor.time_zone),
                years=open_years(actor) if actor.has(WRITE) else [])  # fmt: skip


@bp.post("/years/<public_id>")
@requires(WRITE)
def begin(public_id: str) -> Response:
    """Begin the next report about the year."""
    cycle = get_or_404(current_actor(), Cycle, public_id, WRITE, *WITH_PLACE)
    target = url_for(".edit", public_id=actions.begin_next(current_actor(), cycle).public_id)
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(READ)
def show(public_id: str) -> Response:
    """One report."""
    return _report_page(one_report(public_id, READ))


@bp.get("/<public_id>/edit")
@requires(WRITE)
def edit(public_id: str) -> Response:
    """The report as a form, with the figures beside it."""
    report = one_report(public_id, WRITE)
    if not report.is_written:
        return see_other(url_for(".show", public_id=public_id))
    return _form_page(report, ReportForm(formdata=None, obj=report))


@bp.post("/<public_id>/edit")
@requires(WRITE)
def update(public_id: str) -> Response:
    """Save it, and hand it in where the curator says so; a colleague's change in between is shown beside (409)."""
    report, form = one_report(public_id, WRITE, lock=True), ReportForm()
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
        form.conclusion.errors = [refusal.message]
        return _form_page(one_report(public_id, WRITE), form, 422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="sent" if is_sent else "saved"))


@bp.get("/<public_id>/behind/<part>")
@requires(READ)
def figure(public_id: str, part: str) -> Response:
    """The rows behind a figure, as far as they are open to the reader; `code` narrows the part."""
    report, code = one_report(public_id, READ), request.args.get("code", "")
    facts = facts_in(report)
    if part not in PARTS or (code and not rows_of(facts, part, code)):
        raise NotSeen
    actor = current_actor()
    shown = behind(actor, facts, part, code)
    people = {one for line in shown.lines for one in line.people}
    show_list(actor, "curator_reports.figure", people, organization_id=home_of(report.cycle).id)
    return page("curator_reports/figure.html", report=report, shown=shown, part=PARTS[part],
                code=code_label(part, code) if code else "")  # fmt: skip


@bp.post("/<public_id>/accept")
@requires(ACCEPT)
def accept(public_id: str) -> Response:
    """The director accepts it."""
    return _do(public_id, actions.accept, "accepted")


@bp.get("/<public_id>/return")
@requires(ACCEPT)
def confirm_return(public_id: str) -> Response:
    """What has to be put right."""
    report = one_report(public_id, ACCEPT)
    return page("curator_reports/return.html", report=report, form=ReturnForm(formdata=None))


@bp.post("/<public_id>/return")
@requires(ACCEPT)
def give_back(public_id: str) -> Response:
    """Back to the curators with a remark."""
    form = ReturnForm()
    if not form.validate():
        return page("curator_reports/return.html", fragment="return_form", status=422, form=form,
                    report=one_report(public_id, ACCEPT))  # fmt: skip
    return _do(public_id, lambda actor, report: actions.give_back(actor, report, remark=form.remark.data or ""),
               "returned")  # fmt: skip


@bp.get("/<public_id>/versions/<int:number>")
@requires(READ)
def version(public_id: str, number: int) -> Response:
    """What was sent before."""
    report = one_report(public_id, READ)
    kept = next((each for each in report.versions if each.number == number), None)
    if kept is None:
        raise NotSeen
    return page("curator_reports/version.html", report=report, kept=kept, labels=labels_of())


def _do(public_id: str, deed: Callable[..., Any], said: str) -> Response:
    report = one_report(public_id, ACCEPT, lock=True)
    try:
        deed(current_actor(), report)
    except Refusal as refusal:
        db.session.rollback()
        return _report_page(one_report(public_id, READ), 422, refusal.message)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done=said))


def _report_page(report: CuratorReport, status: int = 200, problem: str = "") -> Response:
    actor = current_actor()
    return page(
        "curator_reports/show.html", status=status, report=report, may=permissions_on(actor, report), P=Permission,
        is_own=actor.person_id == report.sent_by_id, facts=facts_in(report), labels=labels_of(), problem=problem,
        today=clock.today(home_of(report.cycle).time_zone), done=request.args.get("done", ""),
    )  # fmt: skip


def _form_page(report: CuratorReport, form: ReportForm, status: int = 200) -> Response:
    return page(
        "curator_reports/edit.html", fragment="report_form", status=status, report=report, form=form,
        facts=facts_in(report), today=clock.today(home_of(report.cycle).time_zone),
    )  # fmt: skip
