"""The curator's queue: whom to look at, why, what to do next; and how often the warnings were right."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.roles import Role
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.core.web.tables import paginate
from portal.mentorships.health import actions
from portal.mentorships.health.forms import ClosingForm, SnoozeForm
from portal.mentorships.health.kinds import FEW, WarningOutcome
from portal.mentorships.health.labels import RULES, STAFF, URGENCIES
from portal.mentorships.health.models import PairWarning
from portal.mentorships.health.queries import WITH_PAIR, HealthFilter, accuracy, find_warnings, waiting_by_urgency
from portal.mentorships.health.views.blueprints import pair_health as bp
from portal.people.forms.days import day_of
from portal.people.readings import show_list

KEEP = Permission.HEALTH_KEEP


@bp.get("")
@requires(KEEP)
def index() -> Response:
    """Warnings by urgency; what is chosen above the list stands in the address."""
    actor, wanted = current_actor(), HealthFilter.from_args(request.args)
    today = clock.today(actor.time_zone)
    found = paginate(find_warnings(actor, wanted, today))
    show_list(actor, "pair_health.index", {one.person_id for each in found.rows for one in each.mentorship.members})
    return page(
        "health/index.html", fragment="warning_list", found=found, wanted=wanted, today=today, rules=RULES,
        urgencies=URGENCIES, numbers=db.session.execute(waiting_by_urgency(actor, today)).all(), me=actor.person_id,
        curates=actor.organization_ids(Role.CURATOR),
        done=request.args.get("done", ""),
    )  # fmt: skip


@bp.post("/<public_id>/taking")
@requires(KEEP)
def take(public_id: str) -> Response:
    """The reader deals with it from now on."""
    actions.take(current_actor(), _one(public_id, lock=True))
    db.session.commit()
    return see_other(url_for(".index", done="taken"))


@bp.get("/<public_id>/snooze")
@requires(KEEP)
def plan_snooze(public_id: str) -> Response:
    """Until when and why."""
    warning = _one(public_id)
    return _snooze_page(warning, SnoozeForm(formdata=None)) if warning.is_open else _over()


@bp.post("/<public_id>/snooze")
@requires(KEEP)
def snooze(public_id: str) -> Response:
    """It comes back on the day."""
    warning, form = _one(public_id, lock=True), SnoozeForm()
    if not form.validate():
        return _snooze_page(warning, form, 422)
    try:
        actions.snooze(current_actor(), warning, until=day_of(form.until), words=form.words.data or "")
    except Refusal as refusal:
        db.session.rollback()
        form.until.errors = [refusal.message]
        return _snooze_page(_one(public_id), form, 422)
    db.session.commit()
    return see_other(url_for(".index", done="snoozed"))


@bp.get("/<public_id>/closing")
@requires(KEEP)
def confirm_closing(public_id: str) -> Response:
    """What came of it."""
    warning = _one(public_id)
    return _closing_page(warning, ClosingForm(formdata=None)) if warning.is_open else _over()


@bp.post("/<public_id>/closing")
@requires(KEEP)
def close(public_id: str) -> Response:
    """It is dealt with."""
    warning, form = _one(public_id, lock=True), ClosingForm()
    if not form.validate():
        return _closing_page(warning, form, 422)
    outcome = WarningOutcome(form.outcome.data)
    actions.close(current_actor(), warning, outcome=outcome, words=form.words.data or "")
    db.session.commit()
    return see_other(url_for(".index", done="closed"))


@bp.get("/accuracy")
@requires(KEEP)
def past() -> Response:
    """How the rules did in the last year, with intervals."""
    actor = current_actor()
    return page("health/accuracy.html", records=accuracy(actor, clock.today(actor.time_zone)), few=FEW)


def _one(public_id: str, *, lock: bool = False) -> PairWarning:
    return get_or_404(current_actor(), PairWarning, public_id, KEEP, *WITH_PAIR, lock=lock)


def _over() -> Response:
    return see_other(url_for(".index", state="closed"))


def _snooze_page(warning: PairWarning, form: SnoozeForm, status: int = 200) -> Response:
    return _form_page("snooze", warning, form, status)


def _closing_page(warning: PairWarning, form: ClosingForm, status: int = 200) -> Response:
    return _form_page("closing", warning, form, status)


def _form_page(name: str, warning: PairWarning, form: SnoozeForm | ClosingForm, status: int) -> Response:
    pair = warning.mentorship
    show_list(current_actor(), f"pair_health.{name}", [each.person_id for each in pair.members],
              organization_id=pair.organization_id)  # fmt: skip
    return page(f"health/{name}.html", fragment=f"{name}_form", status=status, warning=warning, pair=pair, form=form,
                seen_by=STAFF)  # fmt: skip
