"""Nominations, criteria and the jury of a contest."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.forms import CreatingForm
from portal.core.web.pages import page, see_other
from portal.people.readings import show_list
from portal.practices.contests import actions
from portal.practices.contests.forms import CriterionForm, JurorForm, NominationForm
from portal.practices.contests.kinds import Bond
from portal.practices.contests.models import Contest
from portal.practices.contests.queries import candidates_for, jury_of
from portal.practices.contests.views.blueprints import contests as bp
from portal.practices.contests.views.opening import one_contest

EDIT = Permission.CONTEST_EDIT


@bp.get("/<public_id>/setup")
@requires(EDIT)
def setup(public_id: str) -> Response:
    """Nominations and criteria, with a form for one more of each."""
    contest = one_contest(public_id, EDIT)
    return _setup_page(contest, NominationForm(formdata=None), CriterionForm(formdata=None))


@bp.post("/<public_id>/nominations")
@requires(EDIT)
def add_nomination(public_id: str) -> Response:
    """One more nomination, once however often the button is pressed."""
    contest, form = one_contest(public_id, EDIT, lock=True), NominationForm()
    if not form.validate():
        return _setup_page(contest, form, CriterionForm(formdata=None), status=422)
    try:
        if _is_new(form, f"nomination-{public_id}"):
            actions.add_nomination(current_actor(), contest, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.title.errors = [refusal.message]
        return _setup_page(one_contest(public_id, EDIT), form, CriterionForm(formdata=None), status=422)
    db.session.commit()
    return see_other(url_for(".setup", public_id=public_id))


@bp.post("/<public_id>/criteria")
@requires(EDIT)
def add_criterion(public_id: str) -> Response:
    """One more criterion, once however often the button is pressed."""
    contest, form = one_contest(public_id, EDIT, lock=True), CriterionForm(prefix="c")
    if not form.validate():
        return _setup_page(contest, NominationForm(formdata=None), form, status=422)
    try:
        if _is_new(form, f"criterion-{public_id}"):
            actions.add_criterion(current_actor(), contest, **form.facts)
    except Refusal as refusal:
        db.session.rollback()
        form.title.errors = [refusal.message]
        return _setup_page(one_contest(public_id, EDIT), NominationForm(formdata=None), form, status=422)
    db.session.commit()
    return see_other(url_for(".setup", public_id=public_id))


@bp.post("/<public_id>/removal")
@requires(EDIT)
def take_out(public_id: str) -> Response:
    """A nomination or a criterion goes."""
    contest = one_contest(public_id, EDIT, lock=True)
    actions.take_out(current_actor(), contest, request.form.get("part", ""))
    db.session.commit()
    return see_other(url_for(".setup", public_id=public_id))


@bp.get("/<public_id>/jury")
@requires(EDIT)
def jury(public_id: str) -> Response:
    """Who sits in the jury, how far each is, and a form for one more."""
    return _jury_page(one_contest(public_id, EDIT), JurorForm(formdata=None))


@bp.post("/<public_id>/jury")
@requires(EDIT)
def seat(public_id: str) -> Response:
    """Call somebody, once however often the button is pressed."""
    contest, form = one_contest(public_id, EDIT, lock=True), JurorForm()
    people = candidates_for(contest, clock.today(contest.organization.time_zone))
    show_list(current_actor(), "contests.jury", {person.id for person, _home in people})
    chosen = next((person for person, _home in people if person.public_id == form.person.data), None)
    if not form.validate() or chosen is None:
        form.person.errors = [_("Выберите человека из списка")]
        return _jury_page(contest, form, status=422)
    try:
        if _is_new(form, f"juror-{public_id}"):
            actions.seat_juror(current_actor(), contest, chosen, is_chair=bool(form.is_chair.data))
    except Refusal as refusal:
        db.session.rollback()
        form.person.errors = [refusal.message]
        return _jury_page(one_contest(public_id, EDIT), form, status=422)
    db.session.commit()
    return see_other(url_for(".jury", public_id=public_id))


@bp.post("/<public_id>/jury/<juror_id>/removal")
@requires(EDIT)
def unseat(public_id: str, juror_id: str) -> Response:
    """Let a juror go before judging begins."""
    contest = one_contest(public_id, EDIT, lock=True)
    found = next((each.juror for each in jury_of(contest) if each.juror.public_id == juror_id), None)
    if found is None:
        raise NotSeen
    actions.unseat_juror(current_actor(), contest, found)
    db.session.commit()
    return see_other(url_for(".jury", public_id=public_id))


def _is_new(form: CreatingForm, purpose: str) -> bool:
    return submissions.claim(form.submission_key.data or "", f"contest-{purpose}") is None


def _setup_page(contest: Contest, nomination: NominationForm, criterion: CriterionForm, status: int = 200) -> Response:
    if not criterion._prefix:
        criterion = CriterionForm(formdata=None, prefix="c")
    return page(
        "contests/setup.html", fragment="setup_form", status=status, contest=contest, nomination=nomination,
        criterion=criterion, problems=[*nomination.problems, *criterion.problems],
    )  # fmt: skip


def _jury_page(contest: Contest, form: JurorForm, status: int = 200) -> Response:
    people = candidates_for(contest, clock.today(contest.organization.time_zone))
    form.person.choices = [("", _("Выберите"))] + [
        (person.public_id, f"{person.full_name}, {home.short_name}") for person, home in people
    ]
    return page(
        "contests/jury.html", fragment="juror_form", status=status, contest=contest, form=form, seats=jury_of(contest),
        bonds=Bond,
    )  # fmt: skip
