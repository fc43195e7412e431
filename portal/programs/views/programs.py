"""Programmes: the register, a new one from a pattern, the card, its name."""

from itertools import groupby

from flask import request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404, permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.web.forms import check_version
from portal.core.web.pages import is_fragment, page, see_other
from portal.core.web.panels import panels_of
from portal.core.web.tables import paginate
from portal.people.models import Organization
from portal.people.queries import organizations_with_settings
from portal.programs.actions import add_program, edit_program, school_span
from portal.programs.definitions import program_patterns
from portal.programs.forms.programs import NewProgramForm, ProgramForm
from portal.programs.models import ApprovalRoute, Program
from portal.programs.queries import cycle_of, cycles_of, find_programs, forms_that_run, routes_of, settings_of
from portal.programs.queries.papers import papers_of
from portal.programs.queries.programs import other_names, without_program
from portal.programs.routes import Route, read_route
from portal.programs.views.blueprints import programs as bp
from portal.programs.views.choosing import choose_organization
from portal.programs.words import month_words

PURPOSE = "program"
SEPTEMBER = 9
FEW = 20  # organisations without a programme that are named; the others are counted


@bp.get("")
@requires(Permission.PROGRAM_READ)
def index() -> Response:
    """Programmes that the reader may see, by organisation."""
    actor, chosen = current_actor(), request.args.get("organization", "")[:30]
    found = paginate(find_programs(actor, clock.today(actor.time_zone), chosen), scalars=False)
    organizations = [] if is_fragment() else organizations_with_settings(actor, Permission.PROGRAM_READ)
    return page(
        "programs/index.html", fragment="program_list", found=found, chosen=chosen, organizations=organizations,
        lacking=[] if len(organizations) <= 1 else without_program(actor), few=FEW,
        may_edit=actor.has(Permission.PROGRAM_EDIT),
    )  # fmt: skip


@bp.get("/new")
@requires(Permission.PROGRAM_EDIT)
def new() -> Response:
    """A programme of one's organisation from one of the patterns."""
    form = NewProgramForm(formdata=None)
    organization = _offer(form, request.args.get("organization", ""))
    form.year.data = _school_year(organization)
    return page("programs/new.html", form=form, patterns=_patterns())


@bp.post("")
@requires(Permission.PROGRAM_EDIT)
def create() -> Response:
    """Begin the programme with its first year, once however often the button is pressed."""
    form = NewProgramForm()
    organization = _offer(form, form.organization.data or "")
    if not form.validate():
        return page("programs/new.html", fragment="program_form", status=422, form=form, patterns=_patterns())
    key = form.submission_key.data or ""
    used = submissions.claim(key, PURPOSE, submissions.hash_body(sorted((k, str(v)) for k, v in form.values.items())))
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    made = add_program(
        current_actor(), organization, name=form.name.data or "", pattern=program_patterns()[form.pattern.data],
        span=school_span(form.year.data),
    )  # fmt: skip
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id, done="added")
    db.session.commit()
    return see_other(target)


@bp.get("/<public_id>")
@requires(Permission.PROGRAM_READ)
def show(public_id: str) -> Response:
    """The programme: the year that runs, who approves what, all years."""
    actor = current_actor()
    program = get_or_404(actor, Program, public_id, Permission.PROGRAM_READ, joinedload(Program.organization))
    today = clock.today(program.organization.time_zone)
    running = cycle_of(program, today)
    return page(
        "programs/show.html", program=program, today=today, may=permissions_on(actor, program), P=Permission,
        running=running, formats=forms_that_run(running) if running else [],
        months=month_words(settings_of(running)) if running else {}, cycles=cycles_of(program),
        routes=_by_subject(program), names=other_names(program),
        papers=papers_of(program), panels=panels_of("programs.show", program), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/<public_id>/edit")
@requires(Permission.PROGRAM_EDIT)
def edit(public_id: str) -> Response:
    """The name as a form."""
    program = one_program(public_id)
    return page("programs/edit.html", form=ProgramForm(formdata=None, obj=program), program=program)


@bp.post("/<public_id>/edit")
@requires(Permission.PROGRAM_EDIT)
def update(public_id: str) -> Response:
    """Save the name; somebody else's change in between is shown beside one's own (409)."""
    program, form = one_program(public_id, lock=True), ProgramForm()
    if not form.validate():
        return page("programs/edit.html", fragment="program_form", status=422, form=form, program=program)
    label = form.name.label.text
    check_version(program.version, request.form.get("version"), stands={label: program.name},
                  typed={label: form.name.data or ""})  # fmt: skip
    edit_program(current_actor(), program, name=form.name.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="saved"))


def _by_subject(program: Program) -> list[tuple[str, list[tuple[ApprovalRoute, Route]]]]:
    """Routes with their steps under what they approve."""
    return [
        (subject, [(each, read_route(each.steps)) for each in group])
        for subject, group in groupby(routes_of(program), key=lambda each: each.subject)
    ]


def one_program(public_id: str, *, lock: bool = False) -> Program:
    """The programme that the reader may change."""
    loaded = joinedload(Program.organization)
    return get_or_404(current_actor(), Program, public_id, Permission.PROGRAM_EDIT, loaded, lock=lock)


def _offer(form: NewProgramForm, public_id: str) -> Organization:
    """Give the form its organisations and years; returns the organisation that was asked for."""
    chosen = choose_organization(form.organization, public_id, Permission.PROGRAM_EDIT)
    year = _school_year(chosen)
    form.year.choices = [SelectChoice(each, school_span(each).name) for each in range(year - 1, year + 2)]
    return chosen


def _patterns() -> list[tuple[str, str, str]]:
    """Rows of the choice: code, name, what it means."""
    return [(each.code, each.name, each.text) for each in program_patterns().values()]


def _school_year(organization: Organization) -> int:
    today = clock.today(organization.time_zone)
    return today.year if today.month >= SEPTEMBER else today.year - 1
