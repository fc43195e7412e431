"""The conflict list of a year: its page, a new entry, its days, an entry that was a mistake."""

from flask import Blueprint, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.matching.conflicts.actions import change_conflict, drop_conflict, keep_apart
from portal.matching.conflicts.forms import SIDES, ConflictForm, NewConflictForm
from portal.matching.conflicts.models import MatchingConflict
from portal.matching.conflicts.queries import conflicts_of, people_called
from portal.matching.conflicts.words import conflict_words, days_in_words
from portal.people.models import Person
from portal.people.readings import show_list
from portal.programs.models import Cycle, Program

RUN, PURPOSE = Permission.MATCHING_RUN, "matching-conflict"
FACTS = ("reason", "starts_on", "ends_on")
bp = Blueprint("conflicts", __name__, url_prefix="/matching")
bp.add_app_template_filter(days_in_words, "conflict_days_in_words")
BLUEPRINTS = (bp,)
_OF_YEAR = joinedload(Cycle.program).joinedload(Program.organization)
_LOADED = (
    joinedload(MatchingConflict.first), joinedload(MatchingConflict.second), joinedload(MatchingConflict.organization),
    joinedload(MatchingConflict.cycle).joinedload(Cycle.program).joinedload(Program.organization),
)  # fmt: skip


@bp.get("/years/<cycle_id>/conflicts")
@requires(RUN)
def index(cycle_id: str) -> Response:
    """Who may not be joined in the year, why and from when to when."""
    year = _year(cycle_id)
    form = NewConflictForm(formdata=None)
    form.starts_on.data = clock.today(year.program.organization.time_zone)
    return _index_page(year, form)


@bp.post("/years/<cycle_id>/conflicts")
@requires(RUN)
def create(cycle_id: str) -> Response:
    """One entry more, once however often the button is pressed."""
    year, form = _year(cycle_id), NewConflictForm()
    people = _people(year, form) if form.validate() else None
    if people is None:
        return _index_page(year, form, status=422)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    if submissions.claim(key, f"{PURPOSE}-{cycle_id}", told) is None:
        try:
            keep_apart(current_actor(), year, *people, **form.facts)
        except Refusal as refusal:
            db.session.rollback()
            form.second.errors = [refusal.message]
            return _index_page(_year(cycle_id), form, status=422)
    db.session.commit()
    return see_other(url_for(".index", cycle_id=cycle_id, done="added"))


@bp.get("/conflicts/<public_id>/edit")
@requires(RUN)
def edit(public_id: str) -> Response:
    """Reason and days of one entry as a form."""
    conflict = _conflict(public_id)
    return _edit_page(conflict, ConflictForm(formdata=None, obj=conflict))


@bp.post("/conflicts/<public_id>/edit")
@requires(RUN)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    conflict, form = _conflict(public_id, lock=True), ConflictForm()
    if not form.validate():
        return _edit_page(conflict, form, status=422)
    stands = conflict_words({name: getattr(conflict, name) for name in FACTS})
    check_version(conflict.version, request.form.get("version"), stands=stands, typed=conflict_words(form.facts))
    try:
        change_conflict(current_actor(), conflict, **form.facts)
    except Refusal as refusal:
        form.reason.errors = [refusal.message]
        return _edit_page(conflict, form, status=422)
    target = url_for(".index", cycle_id=conflict.cycle.public_id, done="saved")
    db.session.commit()
    return see_other(target)


@bp.get("/conflicts/<public_id>/removal")
@requires(RUN)
def confirm_removal(public_id: str) -> Response:
    """What removing an entry means, before it is done."""
    return page("conflicts/removal.html", conflict=_conflict(public_id))


@bp.post("/conflicts/<public_id>/removal")
@requires(RUN)
def remove(public_id: str) -> Response:
    """The entry was a mistake."""
    conflict = _conflict(public_id, lock=True)
    target = url_for(".index", cycle_id=conflict.cycle.public_id, done="removed")
    drop_conflict(current_actor(), conflict)
    db.session.commit()
    return see_other(target)


def _year(public_id: str) -> Cycle:
    return get_or_404(current_actor(), Cycle, public_id, RUN, _OF_YEAR)


def _conflict(public_id: str, *, lock: bool = False) -> MatchingConflict:
    return get_or_404(current_actor(), MatchingConflict, public_id, RUN, *_LOADED, lock=lock)


def _people(year: Cycle, form: NewConflictForm) -> tuple[Person, Person] | None:
    """The two who are meant; None where the form says what is not clear."""
    today = clock.today(year.program.organization.time_zone)
    first, second = (
        form.one_of(side, people_called(current_actor(), year, form[side].data or "", today)) for side in SIDES
    )
    return (first, second) if first and second else None


def _index_page(year: Cycle, form: NewConflictForm, status: int = 200) -> Response:
    actor, found = current_actor(), paginate(conflicts_of(current_actor(), year))
    shown = [person_id for each in found.rows for person_id in (each.first_id, each.second_id)]
    show_list(actor, "conflicts.index", shown, organization_id=year.program.organization_id)
    today = clock.today(year.program.organization.time_zone)
    return page(
        "conflicts/index.html", fragment="conflict_form", status=status, year=year, form=form, found=found,
        today=today, done=request.args.get("done", ""),
    )  # fmt: skip


def _edit_page(conflict: MatchingConflict, form: ConflictForm, status: int = 200) -> Response:
    shown = [conflict.first_id, conflict.second_id]
    show_list(current_actor(), "conflicts.edit", shown, organization_id=conflict.organization_id)
    return page("conflicts/edit.html", fragment="conflict_form", status=status, conflict=conflict, form=form)
