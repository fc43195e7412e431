"""What members can show: a form, the file, and the way back for what was written by mistake."""

from flask import url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from portal.access.gate import get_or_404
from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core import clock, files, submissions
from portal.core.db import db
from portal.core.errors import NotSeen, Refusal
from portal.core.i18n import _
from portal.core.web.pages import page, see_other
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.actions import add_achievement, remove_achievement
from portal.mentorships.plans.forms import AchievementForm
from portal.mentorships.plans.models import Achievement
from portal.mentorships.plans.views.blueprints import pair_plans
from portal.mentorships.plans.views.blueprints import plans as bp
from portal.mentorships.plans.views.opening import pair_with_plans

PURPOSE = "achievement"


@pair_plans.get("/<public_id>/achievements/new")
@requires(Permission.PLAN_EDIT)
def new_achievement(public_id: str) -> Response:
    """Whose, what, at which level."""
    pair, form = pair_with_plans(public_id, Permission.PLAN_EDIT), AchievementForm(formdata=None)
    form.happened_on.data = clock.today(pair.organization.time_zone)
    return _form_page(pair, form)


@pair_plans.post("/<public_id>/achievements")
@requires(Permission.PLAN_EDIT)
def create_achievement(public_id: str) -> Response:
    """Write it down, once however often the button is pressed."""
    pair, form = pair_with_plans(public_id, Permission.PLAN_EDIT, lock=True), AchievementForm()
    people = {each.person.public_id: each.person for each in pair.members}
    if not form.validate() or form.person.data not in people:
        if form.person.data not in people:
            form.person.errors = [_("Выберите участника пары")]
        return _form_page(pair, form, status=422)
    if submissions.claim(form.submission_key.data or "", f"{PURPOSE}-{public_id}") is None:
        try:
            add_achievement(current_actor(), pair, people[form.person.data], **form.facts)
        except Refusal as refusal:
            db.session.rollback()
            form.title.errors = [refusal.message]
            return _form_page(pair_with_plans(public_id, Permission.PLAN_EDIT), form, status=422)
    db.session.commit()
    return see_other(url_for(".index_of_pair", public_id=public_id, done="shown"))


@bp.get("/achievements/<public_id>/file")
@requires(Permission.PLAN_READ)
def achievement_file(public_id: str) -> Response:
    """The diploma, the article."""
    shown = get_or_404(current_actor(), Achievement, public_id, Permission.PLAN_READ)
    if shown.file is None:
        raise NotSeen
    return files.send(shown.file)


@bp.post("/achievements/<public_id>/removal")
@requires(Permission.PLAN_EDIT)
def remove_shown(public_id: str) -> Response:
    """It was written down by mistake."""
    shown = get_or_404(current_actor(), Achievement, public_id, Permission.PLAN_EDIT, lock=True)
    target = url_for("pair_plans.index_of_pair", public_id=shown.mentorship.public_id, done="unshown")
    remove_achievement(current_actor(), shown)
    db.session.commit()
    return see_other(target)


def _form_page(pair: Mentorship, form: AchievementForm, status: int = 200) -> Response:
    standing = {each.person.public_id: each.person.full_name for each in pair.members}
    form.person.choices = [SelectChoice(key, name) for key, name in standing.items()]
    return page("plans/achievement.html", fragment="achievement_form", status=status, pair=pair, form=form)
