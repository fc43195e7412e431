"""Setting by hand: a choice makes a new draft, taking it back another."""

from flask import request, url_for
from werkzeug.wrappers import Response

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.web.pages import page, see_other
from portal.matching.drafts.actions import choose as set_by_hand
from portal.matching.drafts.actions import take_back as take
from portal.matching.drafts.forms import ChoiceForm
from portal.matching.drafts.kinds import ChoiceKind
from portal.matching.drafts.views.blueprints import drafts as bp
from portal.matching.drafts.views.opening import one_mentee, one_run
from portal.matching.mentors.models import MentorProfile

PURPOSE = "matching-choice"


@bp.post("/runs/<public_id>/choices")
@requires(Permission.MATCHING_RUN)
def choose(public_id: str) -> Response:
    """Lock, ban, pick or set a rule aside; once however often the button is pressed."""
    actor, form = current_actor(), ChoiceForm()
    run = one_run(public_id, Permission.MATCHING_RUN, lock=True)
    if not form.validate():
        return _refused_page(public_id, form, next(message for _field, message in form.problems))
    asked = one_mentee(form.request.data or "")
    kind, profile = ChoiceKind(str(form.kind.data)), None
    if kind != ChoiceKind.RELAX:
        profile = get_or_404(actor, MentorProfile, form.profile.data or "", Permission.MENTOR_READ)
    key, told = form.submission_key.data or "", submissions.hash_body(sorted(form.values.items()))
    used = submissions.claim(key, f"{PURPOSE}-{public_id}", told)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    try:
        made = set_by_hand(
            actor, run, kind, asked, profile=profile, rule=form.rule.data or "", reason=form.reason.data or ""
        )
    except Refusal as refusal:
        db.session.rollback()
        return _refused_page(public_id, form, refusal.message)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


@bp.post("/runs/<public_id>/choices/<choice_id>/removal")
@requires(Permission.MATCHING_RUN)
def take_back(public_id: str, choice_id: str) -> Response:
    """The draft without this choice; once however often the button is pressed."""
    run = one_run(public_id, Permission.MATCHING_RUN, lock=True)
    choice = next((each for each in run.choices if each.public_id == choice_id), None)
    if choice is None:
        raise NotSeen
    key = request.form.get("submission_key", "")
    used = submissions.claim(key, f"{PURPOSE}-{public_id}", choice_id)
    if used is not None:
        return see_other(url_for(".show", public_id=used.outcome))
    made = take(current_actor(), run, choice)
    submissions.set_outcome(key, made.public_id)
    target = url_for(".show", public_id=made.public_id)
    db.session.commit()
    return see_other(target)


def _refused_page(public_id: str, form: ChoiceForm, problem: str) -> Response:
    """Why the choice was not made, with what was written, and the way back."""
    run = one_run(public_id, Permission.MATCHING_RUN)
    return page("drafts/choice.html", fragment="choice_form", status=422, run=run, form=form, problem=problem,
                kinds=ChoiceKind)  # fmt: skip
