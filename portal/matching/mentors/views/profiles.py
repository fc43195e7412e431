"""One profile: the card, filling it in, the portfolio to print."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import permissions_on
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.choices import link_key_of
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.core.web.panels import panels_of
from portal.matching.mentors.actions import fill
from portal.matching.mentors.criteria import POINTS, criteria_for, suitability
from portal.matching.mentors.forms import ProfileForm, doubtful, standing_scores
from portal.matching.mentors.labels import DAYTIMES
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries import (
    OwnWords,
    formats_for,
    own_words,
    pauses_of,
    periods_of,
    requirements_of,
    scores_of,
    standing_pause,
)
from portal.matching.mentors.queries.profiles import experience_from, place_of
from portal.matching.mentors.views.blueprints import mentors as bp
from portal.matching.mentors.views.opening import format_names, one_profile, route_into_base
from portal.matching.mentors.words import facts_of, profile_words
from portal.people.queries.cards import qualifications_of
from portal.people.readings import show_list
from portal.programs.definitions import formats


@bp.get("/<public_id>")
@requires(Permission.MENTOR_READ)
def show(public_id: str) -> Response:
    """What is written, requirements met or not, points, pauses, how it came so, and who decides."""
    actor, profile = current_actor(), one_profile(public_id, Permission.MENTOR_READ)
    today = clock.today(profile.organization.time_zone)
    show_list(actor, "mentors.show", [profile.person_id], organization_id=profile.organization_id)
    may, is_own = permissions_on(actor, profile), profile.person_id == actor.person_id
    keeps = Permission.MENTOR_EDIT in may
    points, notes = standing_scores(scores_of(profile)) if keeps or is_own else ({}, {})
    return page(
        "mentors/show.html", profile=profile, may=may, P=Permission, is_own=is_own, keeps=keeps,
        format_names=format_names(profile), place=place_of(profile, today),
        requirements=requirements_of(profile, today) if profile.is_open and (keeps or is_own) else {},
        names={code: each.name for code, each in formats().items()},
        criteria=criteria_for(profile.category), points=points, notes=notes, words=POINTS,
        scored=suitability(profile.category, points), pauses=pauses_of(profile),
        standing=standing_pause(profile, today), periods=periods_of(profile), today=today,
        route=route_into_base(profile) if keeps else (), done=request.args.get("done", ""),
        mind=request.args.get("mind", ""), correction=link_key_of(request.args, "correction"),
    )  # fmt: skip


@bp.get("/<public_id>/portfolio")
@requires(Permission.MENTOR_READ)
def portfolio(public_id: str) -> Response:
    """The portfolio of the mentor to print, of what there is: profile, training, formats, decision."""
    actor, profile = current_actor(), one_profile(public_id, Permission.MENTOR_READ)
    today = clock.today(profile.organization.time_zone)
    show_list(actor, "mentors.portfolio", [profile.person_id], organization_id=profile.organization_id)
    return page(
        "mentors/portfolio.html", profile=profile, format_names=format_names(profile), place=place_of(profile, today),
        courses=qualifications_of(profile.person), began_on=experience_from(profile.person), today=today,
        panels=panels_of("mentors.portfolio", profile),
    )  # fmt: skip


@bp.get("/<public_id>/edit")
@requires(Permission.MENTOR_FILL)
def edit(public_id: str) -> Response:
    """The profile as a form: for the mentor and for the staff."""
    profile = one_profile(public_id, Permission.MENTOR_FILL)
    form, is_own = ProfileForm.of(profile), profile.person_id == current_actor().person_id
    said = own_words(profile) if is_own else None
    if said and request.args.get("answers"):
        form.take(said)
    return _edit_page(profile, form, said=said)


@bp.post("/<public_id>/edit")
@requires(Permission.MENTOR_FILL)
def update(public_id: str) -> Response:
    """Save it; somebody else's change in between is shown beside one's own (409)."""
    profile, form = one_profile(public_id, Permission.MENTOR_FILL, lock=True), ProfileForm()
    if not form.validate():
        return _edit_page(profile, form, status=422)
    codes, facts = form.formats.data or [], form.facts
    check_version(profile.version, request.form.get("version"),
                  stands=profile_words(profile.format_codes, facts_of(profile)),
                  typed=profile_words(codes, facts))  # fmt: skip
    actor = current_actor()
    agreed_on = form.agreed_on.data if profile.person_id != actor.person_id else None
    try:
        fill(actor, profile, codes, facts, agreed_on=agreed_on)
    except Refusal as refusal:
        db.session.rollback()
        form.formats.errors = [refusal.message]
        return _edit_page(one_profile(public_id, Permission.MENTOR_FILL), form, status=422)
    mind = len(doubtful(facts.competences, facts.about, facts.achievements, facts.interests)) or None
    db.session.commit()
    back = link_key_of(request.args, "correction")
    return see_other(url_for(".show", public_id=public_id, done="saved", mind=mind, correction=back))


def _edit_page(profile: MentorProfile, form: ProfileForm, status: int = 200, said: OwnWords | None = None) -> Response:
    offered = formats_for(profile, clock.today(profile.organization.time_zone))
    kept = {code: formats()[code].name for code in profile.format_codes if code in formats()}
    form.offer({**kept, **offered})
    return page(
        "mentors/edit.html", fragment="profile_form", status=status, profile=profile, form=form, said=said,
        is_own=profile.person_id == current_actor().person_id, daytimes=DAYTIMES,
        correction=link_key_of(request.args, "correction"),
    )  # fmt: skip
