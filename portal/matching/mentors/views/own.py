"""One's own profile of a mentor and those of one's children: offering, agreeing, leaving."""

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
from portal.matching.mentors.actions import agree as say_yes
from portal.matching.mentors.actions import apply
from portal.matching.mentors.actions import leave as let_go
from portal.matching.mentors.forms import OfferForm, ReasonForm, doubtful
from portal.matching.mentors.queries import MentorOpening, mentor_openings, own_profiles
from portal.matching.mentors.queries.openings import own_mentor_places
from portal.matching.mentors.views.blueprints import own_mentoring as bp
from portal.matching.mentors.views.opening import format_names, one_profile
from portal.people.models import Person

PURPOSE = "mentor-application"


@bp.get("")
@requires(Permission.MENTOR_APPLY)
def index() -> Response:
    """My profiles and those of my children, and the way to offer oneself."""
    me, today = _myself(), clock.today(current_actor().time_zone)
    found = own_profiles(me.id, today)
    return page(
        "own_mentoring/index.html", me=me, found=[(each, format_names(each)) for each in found],
        openings=_openings(me), done=request.args.get("done", ""),
    )  # fmt: skip


@bp.get("/new")
@requires(Permission.MENTOR_APPLY)
def new() -> Response:
    """«Хочу быть наставником»; where the consent is missing, the page leads to it first."""
    me = _myself()
    return _offer_page(me, _openings(me), OfferForm(formdata=None))


@bp.post("")
@requires(Permission.MENTOR_APPLY)
def create() -> Response:
    """Offer oneself, once however often the button is pressed."""
    me, form = _myself(), OfferForm()
    openings = _openings(me)
    opening = form.chosen(openings)
    if not form.validate() or opening is None:
        return _offer_page(me, openings, form, status=422)
    key = form.submission_key.data or ""
    told = submissions.hash_body(sorted((name, str(said)) for name, said in form.values.items()))
    used = submissions.claim(key, f"{PURPOSE}-{me.public_id}", told)
    if used is not None:
        return see_other(url_for("mentors.show", public_id=used.outcome))
    facts = form.facts
    try:
        made = apply(current_actor(), me, opening, form.formats.data or (), facts)
    except Refusal as refusal:
        db.session.rollback()
        form.opening.errors = [refusal.message]
        me = _myself()
        return _offer_page(me, _openings(me), form, status=422)
    submissions.set_outcome(key, made.public_id)
    mind = len(doubtful(facts.competences, facts.about)) or None
    target = url_for("mentors.show", public_id=made.public_id, done="offered", mind=mind)
    db.session.commit()
    return see_other(target)


@bp.post("/<public_id>/agreement")
@requires(Permission.MENTOR_APPLY)
def agree(public_id: str) -> Response:
    """Yes to what somebody else wrote down."""
    say_yes(current_actor(), one_profile(public_id, Permission.MENTOR_APPLY, lock=True))
    db.session.commit()
    return see_other(url_for("mentors.show", public_id=public_id, done="agreed"))


@bp.get("/<public_id>/leaving")
@requires(Permission.MENTOR_APPLY)
def confirm_leaving(public_id: str) -> Response:
    """What leaving means, before it is done."""
    profile = one_profile(public_id, Permission.MENTOR_APPLY)
    return page("own_mentoring/leaving.html", profile=profile, form=ReasonForm(formdata=None))


@bp.post("/<public_id>/leaving")
@requires(Permission.MENTOR_APPLY)
def leave(public_id: str) -> Response:
    """I am a mentor here no longer, or do not want to become one."""
    profile, form = one_profile(public_id, Permission.MENTOR_APPLY, lock=True), ReasonForm()
    if not form.validate():
        return page("own_mentoring/leaving.html", fragment="leaving", status=422, profile=profile, form=form)
    let_go(current_actor(), profile, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".index", done="left"))


def _myself() -> Person:
    return db.session.scalars(sa.select(Person).where(Person.id == current_actor().person_id)).one()


def _openings(me: Person) -> list[MentorOpening]:
    today = clock.today(current_actor().time_zone)
    return mentor_openings(own_mentor_places(me.id, today), today)


def _offer_page(me: Person, openings: Sequence[MentorOpening], form: OfferForm, status: int = 200) -> Response:
    form.offer(openings)
    homes = {each.organization.id: each.organization for each in openings}.values()
    unsigned = [
        home for home in homes
        if basis_for(me.id, home.id, Purpose.PARTICIPATION, clock.today(home.time_zone)) is None
    ]  # fmt: skip
    return page(
        "own_mentoring/new.html", fragment="offer_form", status=status, me=me, form=form, openings=openings,
        unsigned=unsigned, can_offer=len(unsigned) < len(homes),
    )  # fmt: skip
