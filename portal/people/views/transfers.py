"""September: all groups to the next year on one page, the result, and taking it back."""

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.people.actions import lines_of, transfer_groups, undo_transfer
from portal.people.actions.transfers import refuse_day
from portal.people.forms.days import EARLIEST, LATEST, day_of
from portal.people.forms.september import SeptemberForm
from portal.people.models import GroupTransfer, Organization
from portal.people.next_year import Deed, usual_day
from portal.people.queries.groups import transfers_of
from portal.people.september import Row, choices_of, proposed_rows, sum_of, typed_rows
from portal.people.views.blueprints import groups as bp
from portal.people.views.groups import chosen_organization


@bp.get("/next-year")
@requires(Permission.GROUP_EDIT)
def next_year() -> Response:
    """What is proposed for every group: the next course and name, graduation, or to stay."""
    form = SeptemberForm(formdata=None)
    organization, _led = chosen_organization(request.args.get("organization", ""))
    form.moved_on.data = usual_day(clock.today(organization.time_zone))
    return _september(form, organization, proposed_rows(organization, form.moved_on.data))


@bp.post("/next-year")
@requires(Permission.GROUP_EDIT)
def transfer() -> Response:
    """Count what it comes to, or do it: everything in one transaction, once however often the button is pressed."""
    form = SeptemberForm()
    organization, _led = chosen_organization(form.organization.data or "")
    is_counting = request.form.get("intent") == "count"
    key = form.submission_key.data or ""
    used = None if is_counting else submissions.claim(key, f"next-year:{organization.public_id}", _body())
    if used is not None:
        return see_other(url_for(".show_transfer", public_id=used.outcome))
    rows = _read(form, organization, lock=not is_counting)
    if is_counting or form.errors or any(row.problem for row in rows):
        return _september(form, organization, rows)
    try:
        made = transfer_groups(current_actor(), organization, choices_of(rows), on=day_of(form.moved_on))
    except Refusal as refusal:
        form.moved_on.errors = [refusal.message]
        return _september(form, organization, rows)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show_transfer", public_id=made.public_id, done="moved")
    db.session.commit()
    return see_other(target)


@bp.get("/transfers/<public_id>")
@requires(Permission.GROUP_EDIT)
def show_transfer(public_id: str) -> Response:
    """What was done with each group, and what could go back."""
    made = _transfer(public_id)
    return page(
        "groups/show_transfer.html", transfer=made, lines=lines_of(made), done=request.args.get("done", ""),
        number=request.args.get("n", 0, type=int),
    )  # fmt: skip


@bp.post("/transfers/<public_id>/undoing")
@requires(Permission.GROUP_EDIT)
def undo(public_id: str) -> Response:
    """Put back every group that was not touched since."""
    number = undo_transfer(current_actor(), _transfer(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".show_transfer", public_id=public_id, done="undone", n=number))


def _transfer(public_id: str, *, lock: bool = False) -> GroupTransfer:
    loaded = joinedload(GroupTransfer.organization)
    return get_or_404(current_actor(), GroupTransfer, public_id, Permission.GROUP_EDIT, loaded, lock=lock)


def _read(form: SeptemberForm, organization: Organization, *, lock: bool) -> list[Row]:
    """The rows as typed; the day is looked at too."""
    form.validate()
    day = form.moved_on.data
    is_day = day is not None and EARLIEST <= day <= LATEST
    on = day_of(form.moved_on) if is_day else usual_day(clock.today(organization.time_zone))
    if not form.errors:
        try:
            refuse_day(organization, on)
        except Refusal as refusal:
            form.moved_on.errors = [refusal.message]
    return typed_rows(organization, on, request.form, lock=lock)


def _september(form: SeptemberForm, organization: Organization, rows: list[Row]) -> Response:
    _chosen, led = chosen_organization(organization.public_id)
    form.organization.data = organization.public_id
    problems = [*form.problems, *((f"name-{row.key}", row.problem) for row in rows if row.problem)]
    answer = page(
        "groups/next_year.html", fragment="september", status=422 if problems else 200, form=form, rows=rows,
        total=sum_of(rows), problems=problems, organization=organization, deeds=Deed,
        organizations=[SelectChoice(each.public_id, each.short_name) for each in led],
        transfers=transfers_of(organization.id),
    )  # fmt: skip
    db.session.rollback()  # nothing was done: the key of the form stays free
    return answer


def _body() -> str:
    """Everything typed, to tell a repetition from another submission under the same key."""
    technical = {"csrf_token", "submission_key"}
    said = sorted((name, value) for name, value in request.form.items() if name not in technical)
    return submissions.hash_body(said)
