"""The calendar of an organisation: days off of the country, holidays and days of its own."""

from datetime import date
from itertools import groupby

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.people.queries import organizations_with_settings
from portal.programs.actions import add_own_days, remove_own_days, school_span
from portal.programs.forms.papers import OwnDaysForm
from portal.programs.labels import MONTHS
from portal.programs.models import OwnDay
from portal.programs.queries.days import own_days
from portal.programs.views.blueprints import calendar as bp
from portal.programs.views.choosing import choose_organization
from portal.programs.workdays import calendar

SEPTEMBER = 9


@bp.get("")
@requires(Permission.PROGRAM_READ)
def index() -> Response:
    """The school year: days off of the country by month, and days of the organisation's own."""
    return _calendar_page(request.args.get("organization", ""))


@bp.post("")
@requires(Permission.PROGRAM_EDIT)
def create() -> Response:
    """Enter days of the organisation's own, once however often the button is pressed."""
    form = OwnDaysForm()
    chosen = choose_organization(form.organization, form.organization.data or "", Permission.PROGRAM_EDIT)
    if form.validate():
        told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
        used = submissions.claim(form.submission_key.data or "", "own-days", told)
        target = url_for(".index", organization=chosen.public_id, year=_year_of(form.facts["starts_on"]), done="added")
        if used is not None:
            return see_other(target)
        try:
            add_own_days(current_actor(), chosen, **form.facts)
            db.session.commit()
            return see_other(target)
        except Refusal as refusal:
            db.session.rollback()
            form.starts_on.errors = [refusal.message]
    return _calendar_page(form.organization.data, form)


@bp.post("/<public_id>/removal")
@requires(Permission.PROGRAM_EDIT)
def remove(public_id: str) -> Response:
    """Back to the calendar of the country."""
    days = get_or_404(current_actor(), OwnDay, public_id, Permission.PROGRAM_EDIT, lock=True)
    target = url_for(".index", organization=days.organization.public_id, year=_year_of(days.starts_on), done="removed")
    remove_own_days(current_actor(), days)
    db.session.commit()
    return see_other(target)


def _calendar_page(public_id: str, form: OwnDaysForm | None = None) -> Response:
    actor, drawn = current_actor(), form or OwnDaysForm(formdata=None)
    chosen = choose_organization(drawn.organization, public_id, Permission.PROGRAM_READ)
    this_year = _year_of(clock.today(chosen.time_zone))
    asked = request.args.get("year", "")
    is_known = asked.isascii() and asked.isdigit() and len(asked) == len("2026")
    year = int(asked) if is_known and this_year - 2 <= int(asked) <= this_year + 2 else this_year
    span = school_span(year)
    may_edit = any(each.id == chosen.id for each in organizations_with_settings(actor, Permission.PROGRAM_EDIT))
    return page(
        "calendar/index.html", fragment="own_days", status=422 if form else 200, form=drawn, organization=chosen,
        span=span, year=year, months=_days_off(span.starts_on, span.ends_on),
        days=own_days(chosen, span.starts_on, span.ends_on), may_edit=may_edit, done=request.args.get("done", ""),
    )  # fmt: skip


def _days_off(first: date, last: date) -> list[tuple[str, list[date]]]:
    """Days off of the country that are not a Saturday or a Sunday, by month."""
    found = sorted(day for day in calendar().days_off if first <= day <= last)
    return [
        (f"{MONTHS[month].capitalize()} {year}", list(days))
        for (year, month), days in groupby(found, key=lambda day: (day.year, day.month))
    ]


def _year_of(day: date) -> int:
    return day.year if day.month >= SEPTEMBER else day.year - 1
