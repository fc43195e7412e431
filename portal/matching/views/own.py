"""One's own requests and those of one's children: asking for a mentor, agreeing, withdrawing."""

from collections.abc import Sequence

import sqlalchemy as sa
from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.consents.kinds import Purpose
from portal.consents.queries import basis_for
from portal.core import clock, submissions
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.pages import page, see_other
from portal.matching.actions import agree as say_yes
from portal.matching.actions import apply
from portal.matching.actions import withdraw as take_back
from portal.matching.forms import ApplicationForm, WithdrawalForm, doubtful
from portal.matching.queries import Opening, openings_of, own_places, own_requests
from portal.matching.views.blueprints import own_requests as bp
from portal.matching.views.opening import one_request
from portal.people.models import Person

PURPOSE = "mentoring-application"


@bp.get("")
@requires(Permission.REQUEST_APPLY)
def index() -> Response:
    """What I and my children asked for, and the way to ask."""
    me, today = _myself(), clock.today(current_actor().time_zone)
    return page(
        "own_requests/index.html", me=me, found=own_requests(me.id, today), openings=_openings(me),
        done=request.args.get("done", ""), mind=request.args.get("mind", ""),
    )  # fmt: skip


@bp.get("/new")
@requires(Permission.REQUEST_APPLY)
def new() -> Response:
    """«Мне нужен наставник»; where the consent is missing, the page leads to it first."""
    me = _myself()
    return _application_page(me, _openings(me), ApplicationForm(formdata=None))


@bp.post("")
@requires(Permission.REQUEST_APPLY)
def create() -> Response:
    """Ask, once however often the button is pressed."""
    me, form = _myself(), ApplicationForm()
    openings = _openings(me)
    opening = form.chosen(openings)
    if not form.validate() or opening is None:
        return _application_page(me, openings, form, status=422)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, f"{PURPOSE}-{me.public_id}", told)
    if used is not None:
        return see_other(url_for("requests.show", public_id=used.outcome))
    try:
        made = apply(current_actor(), me, opening, goal=form.goal.data or "",
                     languages=form.languages.data or ())  # fmt: skip
    except Refusal as refusal:
        db.session.rollback()
        form.opening.errors = [refusal.message]
        me = _myself()
        return _application_page(me, _openings(me), form, status=422)
    submissions.set_outcome(key, made.public_id)
    target = url_for("requests.show", public_id=made.public_id, done="asked", mind=len(doubtful(form)) or None)
    db.session.commit()
    return see_other(target)


@bp.post("/<public_id>/agreement")
@requires(Permission.REQUEST_APPLY)
def agree(public_id: str) -> Response:
    """Yes to what somebody else wrote down."""
    asked = one_request(public_id, Permission.REQUEST_APPLY, lock=True)
    say_yes(current_actor(), asked)
    db.session.commit()
    return see_other(url_for("requests.show", public_id=public_id, done="agreed"))


@bp.get("/<public_id>/withdrawal")
@requires(Permission.REQUEST_APPLY)
def confirm_withdrawal(public_id: str) -> Response:
    """What taking it back means, before it is done."""
    asked = one_request(public_id, Permission.REQUEST_APPLY)
    return page("own_requests/withdrawal.html", asked=asked, form=WithdrawalForm(formdata=None))


@bp.post("/<public_id>/withdrawal")
@requires(Permission.REQUEST_APPLY)
def withdraw(public_id: str) -> Response:
    """I do not look for a mentor any more."""
    asked, form = one_request(public_id, Permission.REQUEST_APPLY, lock=True), WithdrawalForm()
    if not form.validate():
        return page("own_requests/withdrawal.html", fragment="withdrawal", status=422, asked=asked, form=form)
    take_back(current_actor(), asked, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".index", done="withdrawn"))


def _myself() -> Person:
    return db.session.scalars(sa.select(Person).where(Person.id == current_actor().person_id)).one()


def _openings(me: Person) -> list[Opening]:
    today = clock.today(current_actor().time_zone)
    return openings_of(own_places(me.id, today), today, with_wishes=True)


def _application_page(me: Person, openings: Sequence[Opening], form: ApplicationForm, status: int = 200) -> Response:
    form.offer(openings)
    homes = {each.place.organization_id: each.place.organization for each in openings}.values()
    unsigned = [
        home for home in homes
        if basis_for(me.id, home.id, Purpose.PARTICIPATION, clock.today(home.time_zone)) is None
    ]  # fmt: skip
    return page(
        "own_requests/new.html", fragment="application_form", status=status, me=me, form=form, openings=openings,
        unsigned=unsigned, can_ask=len(unsigned) < len(homes), purpose=Purpose.PARTICIPATION.value,
    )  # fmt: skip
