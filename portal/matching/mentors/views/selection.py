"""The selection: points by criterion, the decision, the refusal."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock
from portal.core.db import db
from portal.core.errors import Refusal
from portal.core.web.forms import check_version
from portal.core.web.pages import page, see_other
from portal.matching.mentors.actions import approve as take
from portal.matching.mentors.actions import decline as turn_down
from portal.matching.mentors.actions import set_scores
from portal.matching.mentors.criteria import POINTS, criteria_for
from portal.matching.mentors.forms import DecisionForm, RefusalForm, read_scores, standing_scores
from portal.matching.mentors.models import MentorProfile
from portal.matching.mentors.queries import requirements_of, scores_of
from portal.matching.mentors.views.blueprints import mentors as bp
from portal.matching.mentors.views.opening import one_profile, route_into_base
from portal.matching.mentors.words import score_words
from portal.programs.definitions import formats


@bp.get("/<public_id>/suitability")
@requires(Permission.MENTOR_EDIT)
def suitability(public_id: str) -> Response:
    """Points by criterion as a form."""
    profile = one_profile(public_id, Permission.MENTOR_EDIT)
    points, notes = standing_scores(scores_of(profile))
    return _suitability_page(profile, {code: str(value) for code, value in points.items()}, notes, {})


@bp.post("/<public_id>/suitability")
@requires(Permission.MENTOR_EDIT)
def score(public_id: str) -> Response:
    """Save them; somebody else's change in between is shown beside one's own (409)."""
    profile = one_profile(public_id, Permission.MENTOR_EDIT, lock=True)
    points, notes, wrong = read_scores(request.form, criteria_for(profile.category))
    if wrong:
        said = {each.code: request.form.get(f"points-{each.code}", "") for each in criteria_for(profile.category)}
        return _suitability_page(profile, said, notes, wrong, status=422)
    check_version(profile.version, request.form.get("version"),
                  stands=score_words(standing_scores(scores_of(profile))[0]), typed=score_words(points))  # fmt: skip
    set_scores(current_actor(), profile, points, notes)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="scored"))


@bp.get("/<public_id>/approval")
@requires(Permission.MENTOR_EDIT)
def confirm_approval(public_id: str) -> Response:
    """By whose decision the candidate enters the base, and what speaks against it."""
    profile, form = one_profile(public_id, Permission.MENTOR_EDIT), DecisionForm(formdata=None)
    form.decided_on.data = clock.today(profile.organization.time_zone)
    return _approval_page(profile, form)


@bp.post("/<public_id>/approval")
@requires(Permission.MENTOR_EDIT)
def approve(public_id: str) -> Response:
    """Into the base."""
    profile, form = one_profile(public_id, Permission.MENTOR_EDIT, lock=True), DecisionForm()
    if not form.validate():
        return _approval_page(profile, form, status=422)
    try:
        take(current_actor(), profile, **form.facts)
    except Refusal as refusal:
        form.decision.errors = [refusal.message]
        return _approval_page(profile, form, status=422)
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="approved"))


@bp.get("/<public_id>/refusal")
@requires(Permission.MENTOR_EDIT)
def confirm_refusal(public_id: str) -> Response:
    """What not taking the candidate means, before it is done."""
    profile = one_profile(public_id, Permission.MENTOR_EDIT)
    return page("mentors/refusal.html", profile=profile, form=RefusalForm(formdata=None))


@bp.post("/<public_id>/refusal")
@requires(Permission.MENTOR_EDIT)
def decline(public_id: str) -> Response:
    """The candidate does not enter the base."""
    profile, form = one_profile(public_id, Permission.MENTOR_EDIT, lock=True), RefusalForm()
    if not form.validate():
        return page("mentors/refusal.html", fragment="refusal", status=422, profile=profile, form=form)
    turn_down(current_actor(), profile, reason=form.reason.data or "")
    db.session.commit()
    return see_other(url_for(".show", public_id=public_id, done="declined"))


def _suitability_page(
    profile: MentorProfile, points: dict[str, str], notes: dict[str, str], wrong: dict[str, str], status: int = 200
) -> Response:
    asked = criteria_for(profile.category)
    return page(
        "mentors/suitability.html", fragment="suitability_form", status=status, profile=profile, points=points,
        notes=notes, wrong=wrong, criteria=asked, words=POINTS,
        wrong_lines=[(f"points-{each.code}", wrong[each.code]) for each in asked if each.code in wrong],
    )  # fmt: skip


def _approval_page(profile: MentorProfile, form: DecisionForm, status: int = 200) -> Response:
    today = clock.today(profile.organization.time_zone)
    return page(
        "mentors/approval.html", fragment="approval_form", status=status, profile=profile, form=form,
        route=route_into_base(profile), requirements=requirements_of(profile, today),
        names={code: each.name for code, each in formats().items()}, scored=bool(scores_of(profile)),
    )  # fmt: skip
