"""Pages of corrections: the list, one of them row by row, closing, the comparison of years and its table."""

import io
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.accounts.steps import demand_confirmation
from portal.core import clock
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.choices import key_of
from portal.core.web.pages import page, see_other
from portal.core.web.tables import asked_page, paginate
from portal.matching.corrections import actions, exports, words
from portal.matching.corrections.forms import EndingForm, LeavingForm, OpeningForm
from portal.matching.corrections.kinds import LAST_DAY, RowAnswer, Season, season_of
from portal.matching.corrections.models import Correction, CorrectionRow
from portal.matching.corrections.queries import (
    UNANSWERED,
    RowFilter,
    closed_corrections,
    own_corrections,
    row_of,
    rows_of,
    unanswered_count,
)
from portal.people.forms.days import day_of
from portal.people.handing import hand_out
from portal.people.models import Organization, Person
from portal.people.queries import organizations_with_settings
from portal.people.readings import show_list

CORRECT = Permission.BASE_CORRECT
corrections = Blueprint("corrections", __name__, url_prefix="/corrections")
for said in (words.title_of, words.answer_label, words.answer_tone, words.whom, words.stands, words.may_change):
    corrections.add_app_template_filter(said, f"correction_{said.__name__}")


@corrections.get("")
@requires(CORRECT)
def index() -> Response:
    """Corrections of the reader's organisations, the open ones first."""
    actor = current_actor()
    found = own_corrections(actor)
    return page(
        "corrections/index.html", found=found, organizations=organizations_with_settings(actor, CORRECT),
        done=request.args.get("done", ""), has_closed=any(not row.Correction.is_open for row in found),
    )  # fmt: skip


@corrections.get("/new")
@requires(CORRECT)
def new() -> Response:
    """Season and deadline, as the calendar of the town has them."""
    form, today = OpeningForm(formdata=None), clock.today(current_actor().time_zone)
    season = season_of(today)
    last = today.replace(month=LAST_DAY[season][0], day=LAST_DAY[season][1])
    form.season.data, form.due_on.data = season, last if last >= today else None
    return _opening_page(form)


@corrections.post("/new")
@requires(CORRECT)
def create() -> Response:
    """Begin it; the database holds one of a season, so a second click begins nothing."""
    form = OpeningForm()
    organizations = _offer(form)
    if not form.validate():
        return _opening_page(form, status=422)
    home = next(each for each in organizations if each.public_id == form.organization.data)
    try:
        made = actions.open_correction(
            current_actor(), home, Season(form.season.data), due_on=day_of(form.due_on)
        )  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.due_on.errors = [refusal.message]
        return _opening_page(form, status=422)
    target = url_for(".show", public_id=made.public_id, done="opened")
    db.session.commit()
    return see_other(target)


@corrections.get("/<public_id>")
@requires(CORRECT)
def show(public_id: str) -> Response:
    """The rows of one correction with what was said of each."""
    actor, correction, wanted = current_actor(), _one(public_id), RowFilter.from_args(request.args)
    found = paginate(rows_of(correction, wanted), scalars=False)
    show_list(actor, "corrections.show", [row.Person.id for row in found.rows],
              organization_id=correction.organization_id)  # fmt: skip
    return page(
        "corrections/show.html", fragment="row_list", correction=correction, found=found, wanted=wanted,
        left=unanswered_count(correction.id), bases=words.BASES, answers=words.ANSWERS, unanswered=UNANSWERED,
        leaves=RowAnswer.LEAVES, done=request.args.get("done", ""),
    )  # fmt: skip


@corrections.post("/<public_id>/rows/<row_id>")
@requires(CORRECT)
def answer(public_id: str, row_id: str) -> Response:
    """The row stays; where its words change, the way leads to where they are changed."""
    correction = _one(public_id, lock=True)
    row, said = _row(correction, row_id), request.form.get("answer", "")
    if said not in set(RowAnswer):
        raise Refusal(_("Отметьте: остаётся или уточняется."))
    actions.confirm(current_actor(), row, RowAnswer(said))
    target = url_for(".show", public_id=public_id, done="answered", **_kept())
    if said == RowAnswer.CLARIFIED and row.request is not None and row.request.is_open:
        target = url_for("requests.edit", public_id=row.request.public_id, correction=public_id)
    elif said == RowAnswer.CLARIFIED and row.profile is not None:
        target = url_for("mentors.edit", public_id=row.profile.public_id, correction=public_id)
    db.session.commit()
    return see_other(target)


@corrections.get("/<public_id>/rows/<row_id>/leaving")
@requires(CORRECT)
def confirm_leaving(public_id: str, row_id: str) -> Response:
    """What leaving means, before it is done."""
    row = _row(_one(public_id), row_id)
    return _leaving_page(row, EndingForm() if row.grant else LeavingForm(formdata=None))


@corrections.post("/<public_id>/rows/<row_id>/leaving")
@requires(CORRECT)
def leave(public_id: str, row_id: str) -> Response:
    """The person leaves the base; ending an appointment asks for the password, as everywhere."""
    row = _row(_one(public_id, lock=True), row_id)
    if row.grant is not None:
        return _end_appointment(row, public_id)
    form = LeavingForm()
    if not form.validate():
        return _leaving_page(row, form, status=422)
    try:
        actions.let_leave(current_actor(), row, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.reason.errors = [refusal.message]
        return _leaving_page(_row(_one(public_id), row_id), form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="left", **_kept()))


def _end_appointment(row: CorrectionRow, public_id: str) -> Response:
    """No reason is kept of it, so none is asked for; a refusal is a page of its own."""
    demand_confirmation()
    actions.let_leave(current_actor(), row)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="left", **_kept()))


@corrections.post("/<public_id>/rest")
@requires(CORRECT)
def confirm_rest(public_id: str) -> Response:
    """Everybody of whom nothing was said stays."""
    actions.confirm_rest(current_actor(), _one(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="rest"))


@corrections.get("/<public_id>/closing")
@requires(CORRECT)
def confirm_closing(public_id: str) -> Response:
    """What closing means, before it is done."""
    correction = _one(public_id)
    return page("corrections/closing.html", correction=correction, left=unanswered_count(correction.id))


@corrections.post("/<public_id>/closing")
@requires(CORRECT)
def close(public_id: str) -> Response:
    """Freeze the snapshot."""
    correction = _one(public_id, lock=True)
    actions.close_correction(current_actor(), correction)
    target = url_for(".analysis", organization=correction.organization.public_id, done="closed")
    db.session.commit()
    return see_other(target)


@corrections.get("/analysis")
@requires(CORRECT)
def analysis() -> Response:
    """Snapshots of closed corrections side by side."""
    organizations = organizations_with_settings(current_actor(), CORRECT)
    home = _chosen(organizations)
    found = closed_corrections(current_actor(), home) if home else []
    return page(
        "corrections/analysis.html", fragment="analysis", home=home, organizations=organizations, found=found,
        lines=words.compared(found), done=request.args.get("done", ""),
    )  # fmt: skip


@corrections.get("/analysis.xlsx")
@requires(CORRECT)
@at_most("30 per hour")
def download() -> Response:
    """The same as a table; counts only, nobody is named."""
    actor = current_actor()
    home = _chosen(organizations_with_settings(actor, CORRECT))
    if home is None:
        raise NotSeen
    made = io.BytesIO()
    rows = exports.write_analysis(actor, home, closed_corrections(actor, home), made)
    name = _("Анализ баз %(day)s.xlsx", day=clock.today(home.time_zone).isoformat())
    return hand_out(
        actor, made, name=name, kind=exports.KIND, what=home.public_id, subjects=set(), rows=rows, permission=CORRECT,
        filters=[],
    )  # fmt: skip


def _one(public_id: str, *, lock: bool = False) -> Correction:
    return get_or_404(current_actor(), Correction, public_id, CORRECT, lock=lock)


def _row(correction: Correction, row_id: str) -> CorrectionRow:
    found = row_of(correction, row_id)
    if found is None or _person(found).restricted_on is not None:
        raise NotSeen
    return found


def _person(row: CorrectionRow) -> Person:
    """Whose row it is: the database holds exactly one of the three."""
    held: Any = row.request or row.profile or row.grant
    person: Person = held.person
    return person


def _leaving_page(row: CorrectionRow, form: LeavingForm | EndingForm, status: int = 200) -> Response:
    person = _person(row)
    show_list(current_actor(), "corrections.leaving", [person.id], organization_id=row.correction.organization_id)
    return page(
        "corrections/leaving.html", fragment="leaving", status=status, row=row, person=person, form=form, kept=_kept(),
        ends=actions.what_ends(current_actor(), row),
    )  # fmt: skip


def _opening_page(form: OpeningForm, status: int = 200) -> Response:
    organizations = _offer(form)
    return page("corrections/new.html", fragment="opening_form", status=status, form=form, organizations=organizations)


def _offer(form: OpeningForm) -> Sequence[Organization]:
    found = organizations_with_settings(current_actor(), CORRECT)
    form.organization.choices = [(each.public_id, each.short_name) for each in found]
    if len(found) == 1 and not form.organization.data:
        form.organization.data = found[0].public_id
    return found


def _chosen(organizations: Sequence[Organization]) -> Organization | None:
    key = key_of(request.args, "organization")
    return next((each for each in organizations if each.public_id == key), next(iter(organizations), None))


def _kept() -> dict[str, Any]:
    return {**RowFilter.from_args(request.args).as_args, "page": asked_page()}
