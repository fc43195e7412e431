"""The questionnaires of a pair: who has answered, and before and after for those who may read it."""

from flask import Blueprint
from werkzeug.wrappers import Response

from portal.access.permissions import Permission
from portal.access.web import current_actor, requires
from portal.core.db import db
from portal.core.web.pages import page
from portal.mentorships.concerned import concerns
from portal.mentorships.monitoring import words
from portal.mentorships.monitoring.queries import asked_about, progress_of, told
from portal.mentorships.views.opening import one_pair
from portal.people.readings import show_list

monitoring = Blueprint("monitoring", __name__, url_prefix="/mentorships")
for each in (words.mark, words.difference):
    monitoring.add_app_template_filter(each, f"monitoring_{each.__name__}")


@monitoring.get("/<public_id>/questionnaires")
@requires(Permission.MENTORSHIP_READ)
def show(public_id: str) -> Response:
    """One's own answers before and after; those of both sides for whom the questionnaires name as their reader."""
    actor, pair = current_actor(), one_pair(public_id, Permission.MENTORSHIP_READ)
    show_list(actor, "monitoring.show", [each.person_id for each in pair.members], organization_id=pair.organization_id)
    asked = told(db.session.execute(asked_about(pair)).all())
    return page(
        "monitoring/show.html", pair=pair, waves=words.by_wave(asked), progress=progress_of(actor, pair, asked),
        is_own=concerns(actor.person_id, pair), me=actor.person_id,
    )  # fmt: skip
