"""Years of a programme: the card, the next one, settings, formats, the end."""

from collections.abc import Mapping, Sequence

from flask import request, url_for
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.panels import panels_of
from portal.programs.actions import (
    FormatOfYear,
    Span,
    close_cycle,
    copy_cycle,
    edit_cycle,
    reopen_cycle,
    school_span,
    set_formats,
)
from portal.programs.definitions import formats
from portal.programs.forms.programs import CycleForm, NewCycleForm, formats_in
from portal.programs.models import Cycle, CycleFormat, Program
from portal.programs.queries import cycles_of, settings_of
from portal.programs.queries.programs import formats_of
from portal.programs.views.blueprints import programs as bp
from portal.programs.views.programs import one_program
from portal.programs.words import cycle_words, month_words, pair_words, threshold_words

PURPOSE = "program-cycle"


@bp.get("/<public_id>/cycles/new")
@requires(Permission.PROGRAM_EDIT)
def new_cycle(public_id: str) -> Response:
    """The year after the latest one, with its settings."""
    program = one_program(public_id)
    latest = cycles_of(program)[0]
    span = school_span(latest.ends_on.year)
    form = NewCycleForm(formdata=None, data={"name": span.name, "starts_on": span.starts_on, "ends_on": span.ends_on})
    return page("programs/new_cycle.html", form=form, program=program, latest=latest)


@bp.post("/<public_id>/cycles")
@requires(Permission.PROGRAM_EDIT)
def create_cycle(public_id: str) -> Response:
    """Copy the latest year into the next, once however often the button is pressed."""
    program, form = one_program(public_id, lock=True), NewCycleForm()
    latest = cycles_of(program)[0]
    if form.validate():
        key = form.submission_key.data or ""
        purpose = f"{PURPOSE}-{program.public_id}"
        used = submissions.claim(key, purpose, submissions.hash_body(form.span))
        if used is not None:
            return see_other(url_for(".cycle", public_id=public_id, cycle_id=used.outcome))
        try:
            made = copy_cycle(current_actor(), latest, span=form.span)
            submissions.set_outcome(key, made.public_id)
            target = url_for(".cycle", public_id=public_id, cycle_id=made.public_id, done="added")
            db.session.commit()
            return see_other(target)
        except Refusal as refusal:
            db.session.rollback()
            program = one_program(public_id)
            latest = cycles_of(program)[0]
            form.starts_on.errors = [refusal.message]
    return page("programs/new_cycle.html", fragment="cycle_form", status=422, form=form, program=program, latest=latest)


@bp.get("/<public_id>/cycles/<cycle_id>")
@requires(Permission.PROGRAM_READ)
def cycle(public_id: str, cycle_id: str) -> Response:
    """What the organisation decided for the year."""
    one = _cycle(public_id, cycle_id, Permission.PROGRAM_READ)
    said = settings_of(one)
    return page(
        "programs/cycle.html", cycle=one, program=one.program, may=permissions_on(current_actor(), one), P=Permission,
        formats=formats_of(one), known=formats(), months=month_words(said), pairs=pair_words(said),
        thresholds=threshold_words(said), today=clock.today(one.program.organization.time_zone),
        panels=panels_of("programs.cycle", one), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/cycles/<cycle_id>/edit")
@requires(Permission.PROGRAM_EDIT)
def edit_year(public_id: str, cycle_id: str) -> Response:
    """The settings as a form."""
    one = _cycle(public_id, cycle_id)
    return page("programs/edit_cycle.html", form=CycleForm.of(one, settings_of(one)), cycle=one)


@bp.post("/<public_id>/cycles/<cycle_id>/edit")
@requires(Permission.PROGRAM_EDIT)
def update_year(public_id: str, cycle_id: str) -> Response:
    """Save the settings; somebody else's change in between is shown beside one's own (409)."""
    one, form = _cycle(public_id, cycle_id, lock=True), CycleForm()
    if not form.validate():
        return page("programs/edit_cycle.html", fragment="cycle_form", status=422, form=form, cycle=one)
    stood = settings_of(one)
    settings = form.settings(stood)
    span = Span(name=one.name, starts_on=one.starts_on, ends_on=one.ends_on)
    check_version(one.version, request.form.get("version"), stands=cycle_words(span, stood),
                  typed=cycle_words(form.span, settings))  # fmt: skip
    try:
        edit_cycle(current_actor(), one, span=form.span, settings=settings)
    except Refusal as refusal:
        form.starts_on.errors = [refusal.message]
        return page("programs/edit_cycle.html", fragment="cycle_form", status=422, form=form, cycle=one)
    db.session.commit()
    return see_other(url_for(".cycle", public_id=public_id, cycle_id=cycle_id, done="saved"))


@bp.get("/<public_id>/cycles/<cycle_id>/formats")
@requires(Permission.PROGRAM_EDIT)
def choose_formats(public_id: str, cycle_id: str) -> Response:
    """Formats on or off, their own names, who leads them."""
    one = _cycle(public_id, cycle_id)
    return _formats_page(one, formats_of(one), {}, {})


@bp.post("/<public_id>/cycles/<cycle_id>/formats")
@requires(Permission.PROGRAM_EDIT)
def save_formats(public_id: str, cycle_id: str) -> Response:
    """Save the formats; somebody else's change in between is shown beside one's own (409)."""
    one = _cycle(public_id, cycle_id, lock=True)
    rows = formats_of(one)
    said, faults = formats_in(request.form, [each.format.code for each in rows])
    stands = {each.format.name: _in_words(each) for each in rows}
    typed = {each.format.name: _in_words(said[each.format.code]) for each in rows}
    if not faults:
        check_version(one.version, request.form.get("version"), stands=stands, typed=typed)
        try:
            set_formats(current_actor(), one, said)
            db.session.commit()
            return see_other(url_for(".cycle", public_id=public_id, cycle_id=cycle_id, done="formats"))
        except Refusal as refusal:
            faults = {f"on-{rows[0].format.code}": refusal.message}
    return _formats_page(one, rows, said, faults, status=422)


@bp.get("/<public_id>/cycles/<cycle_id>/closure")
@requires(Permission.PROGRAM_EDIT)
def confirm_closure(public_id: str, cycle_id: str) -> Response:
    """What ending the year means, before it is done."""
    return page("programs/confirm_closure.html", cycle=_cycle(public_id, cycle_id))


@bp.post("/<public_id>/cycles/<cycle_id>/closure")
@requires(Permission.PROGRAM_EDIT)
def close(public_id: str, cycle_id: str) -> Response:
    """The year is over."""
    one = _cycle(public_id, cycle_id, lock=True)
    close_cycle(current_actor(), one, on=clock.today(one.program.organization.time_zone))
    db.session.commit()
    return see_other(url_for(".cycle", public_id=public_id, cycle_id=cycle_id, done="closed"))


@bp.post("/<public_id>/cycles/<cycle_id>/reopening")
@requires(Permission.PROGRAM_EDIT)
def reopen(public_id: str, cycle_id: str) -> Response:
    """Take the end back."""
    reopen_cycle(current_actor(), _cycle(public_id, cycle_id, lock=True))
    db.session.commit()
    return see_other(url_for(".cycle", public_id=public_id, cycle_id=cycle_id, done="reopened"))


def _cycle(
    public_id: str, cycle_id: str, permission: Permission = Permission.PROGRAM_EDIT, *, lock: bool = False
) -> Cycle:
    """The year of this programme. Raises NotSeen where the address joins two programmes."""
    loaded = joinedload(Cycle.program).joinedload(Program.organization)
    rows = selectinload(Cycle.formats).joinedload(CycleFormat.format)
    one = get_or_404(current_actor(), Cycle, cycle_id, permission, loaded, rows, lock=lock)
    if one.program.public_id != public_id:
        raise NotSeen
    return one


def _formats_page(
    one: Cycle,
    rows: Sequence[CycleFormat],
    said: Mapping[str, FormatOfYear],
    faults: Mapping[str, str],
    *,
    status: int = 200,
) -> Response:
    """The form with what was typed, else with what stands."""
    return page(
        "programs/formats.html", fragment="formats_form", status=status, cycle=one, known=formats(), faults=faults,
        rows=[(each.format, said.get(each.format.code, each)) for each in rows],
    )  # fmt: skip


def _in_words(one: CycleFormat | FormatOfYear) -> str:
    said = [_("включена") if one.is_on else _("выключена"), one.own_name, one.responsible]
    return ", ".join(each for each in said if each)
