"""The map of a year: the board, a new one, its name, the picture of the year, print and table."""

import io
from collections.abc import Sequence
from typing import Any

from flask import request, send_file, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.throttle import at_most
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.file_kinds import XLSX
from portal.core.i18n import _
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.programs.models import Cycle, Program
from portal.programs.roadmaps import exports
from portal.programs.roadmaps.actions import copy_map, edit_map, make_empty, make_ready
from portal.programs.roadmaps.definitions import modules, ready_maps
from portal.programs.roadmaps.forms.maps import EMPTY, MapForm, NewMapForm
from portal.programs.roadmaps.labels import STATES
from portal.programs.roadmaps.models import Roadmap
from portal.programs.roadmaps.picture import draw, year_table
from portal.programs.roadmaps.queries.maps import StepFilter, board_of, step_rows, years_of
from portal.programs.roadmaps.views.blueprints import roadmaps as bp
from portal.programs.roadmaps.views.opening import one_map, one_program

READ, EDIT = Permission.ROADMAP_READ, Permission.PROGRAM_EDIT


@bp.get("/programs/<public_id>/roadmap")
@requires(READ)
def show(public_id: str) -> Response:
    """The map of the year that runs, or of the year that was asked for."""
    program = one_program(public_id, READ)
    today, years = clock.today(program.organization.time_zone), years_of(program)
    cycle, roadmap = _asked(years, request.args.get("cycle", ""), today)
    wanted = StepFilter.from_args(request.args)
    may = permissions_on(current_actor(), roadmap or program)
    if cycle is None or roadmap is None:
        return page("roadmaps/none.html", program=program, years=years, cycle=cycle, may=may, P=Permission)
    return page(
        "roadmaps/show.html", fragment="step_list", program=program, roadmap=roadmap, cycle=cycle, years=years,
        board=board_of(roadmap, today, wanted), wanted=wanted, today=today, may=may, P=Permission, states=STATES,
        modules=modules(), controller=Role(roadmap.controller), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/programs/<public_id>/roadmap/new")
@requires(EDIT)
def new(public_id: str) -> Response:
    """Where the map of a year comes from."""
    program, form = one_program(public_id, EDIT), NewMapForm(formdata=None)
    return _new_page(program, form, request.args.get("cycle", ""))


@bp.post("/programs/<public_id>/roadmap")
@requires(EDIT)
def create(public_id: str) -> Response:
    """Make the map, once however often the button is pressed."""
    program, form = one_program(public_id, EDIT, lock=True), NewMapForm()
    years = years_of(program)
    cycle, earlier = _open_year(years, form.cycle.data or ""), _earlier(years)
    form.offer(program.pattern, earlier)
    if not form.validate():
        return _new_page(program, form, form.cycle.data or "", status=422)
    told = submissions.hash_body((cycle.public_id, form.source.data, form.skip_past.data))
    target = url_for(".show", public_id=public_id, cycle=cycle.public_id, done="added")
    if submissions.claim(form.submission_key.data or "", f"roadmap:{public_id}", told) is None:
        _make(cycle, form, earlier)
        db.session.commit()
    return see_other(target)


@bp.get("/roadmaps/<public_id>/year")
@requires(READ)
def year(public_id: str) -> Response:
    """The picture of the year and the same figures as a table."""
    roadmap = one_map(public_id, READ)
    return page("roadmaps/year.html", **_drawn(roadmap))


@bp.get("/roadmaps/<public_id>/print")
@requires(READ)
def print_map(public_id: str) -> Response:
    """The map as a paper, with the picture of the year."""
    roadmap = one_map(public_id, READ)
    return page("roadmaps/print.html", controller=Role(roadmap.controller), **_drawn(roadmap))


@bp.get("/roadmaps/<public_id>/roadmap.xlsx")
@requires(READ)
@at_most("30 per hour")
def download(public_id: str) -> Response:
    """The map as a table; nobody is named."""
    roadmap, made = one_map(public_id, READ), io.BytesIO()
    exports.write_map(current_actor(), roadmap, step_rows(roadmap), made)
    made.seek(0)
    name = _("Дорожная карта %(name)s.xlsx", name=roadmap.cycle.name.replace("/", "-"))
    response = send_file(made, mimetype=XLSX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.get("/roadmaps/<public_id>/edit")
@requires(EDIT)
def edit(public_id: str) -> Response:
    """Name and controller as a form."""
    roadmap = one_map(public_id, EDIT)
    return page("roadmaps/edit.html", form=MapForm(formdata=None, obj=roadmap), roadmap=roadmap)


@bp.post("/roadmaps/<public_id>/edit")
@requires(EDIT)
def update(public_id: str) -> Response:
    """Save them; somebody else's change in between is shown beside one's own (409)."""
    roadmap, form = one_map(public_id, EDIT, lock=True), MapForm()
    if not form.validate():
        return page("roadmaps/edit.html", fragment="map_form", status=422, form=form, roadmap=roadmap)
    stands = {form.title.label.text: roadmap.title, form.controller.label.text: Role(roadmap.controller).label}
    typed = {form.title.label.text: form.title.data or "", form.controller.label.text: Role(form.controller.data).label}
    check_version(roadmap.version, request.form.get("version"), stands=stands, typed=typed)
    edit_map(current_actor(), roadmap, title=form.title.data or "", controller=form.controller.data)
    target = address_of(roadmap, done="saved")
    db.session.commit()
    return see_other(target)


def address_of(roadmap: Roadmap, **more: Any) -> str:
    """The page of this map."""
    return url_for(
        "roadmaps.show", public_id=roadmap.cycle.program.public_id, cycle=roadmap.cycle.public_id, **more
    )  # fmt: skip


def _drawn(roadmap: Roadmap) -> dict[str, Any]:
    today, cycle = clock.today(roadmap.organization.time_zone), roadmap.cycle
    board = board_of(roadmap, today)
    table = year_table(board.stages, cycle.starts_on, cycle.ends_on, today)
    return {"roadmap": roadmap, "board": board, "table": table, "picture": draw(table), "today": today,
            "back": address_of(roadmap)}  # fmt: skip


def _asked(years: Sequence[Any], public_id: str, today: Any) -> tuple[Cycle | None, Roadmap | None]:
    """The year with this id, else the one that runs, else the latest."""
    if public_id and not any(cycle.public_id == public_id for cycle, _map in years):
        raise NotSeen
    chosen = [row for row in years if row[0].public_id == public_id]
    running = [row for row in years if row[0].starts_on <= today <= row[0].ends_on]
    found = next(iter([*chosen, *running, *years]), None)
    return (found[0], found[1]) if found is not None else (None, None)


def _open_year(years: Sequence[Any], public_id: str) -> Cycle:
    for cycle, _map in years:
        if cycle.public_id == public_id:
            return cycle  # type: ignore[no-any-return]
    raise NotSeen


def _earlier(years: Sequence[Any]) -> list[Roadmap]:
    return [roadmap for _cycle, roadmap in years if roadmap is not None]


def _make(cycle: Cycle, form: NewMapForm, earlier: Sequence[Roadmap]) -> Roadmap:
    actor, source, skip_past = current_actor(), form.source.data, bool(form.skip_past.data)
    if source == EMPTY:
        return make_empty(actor, cycle, title=_("Дорожная карта программы наставничества"))
    if source in ready_maps():
        return make_ready(actor, cycle, ready_maps()[source], skip_past=skip_past)
    former = next((each for each in earlier if each.public_id == source), None)
    if former is None:
        raise Refusal(_("Этой карты уже нет. Откройте форму заново."))
    return copy_map(actor, former, cycle, skip_past=skip_past)


def _new_page(program: Program, form: NewMapForm, public_id: str, status: int = 200) -> Response:
    years = years_of(program)
    today = clock.today(program.organization.time_zone)
    cycle, _there = _asked(years, public_id, today)
    if cycle is None:
        raise NotSeen
    form.cycle.data = cycle.public_id
    form.offer(program.pattern, _earlier(years))
    return page("roadmaps/new.html", fragment="new_form", status=status, form=form, program=program, cycle=cycle)
