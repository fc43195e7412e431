"""What plans add to pages below: to the card of a pair its plans, to a practice the way into a plan."""

from flask import url_for

from portal.access.permissions import Permission
from portal.access.web import current_actor
from portal.core import clock
from portal.core.i18n import _
from portal.core.web.panels import Panel, panel
from portal.mentorships.models import Mentorship
from portal.mentorships.plans.queries import may_read_plans, plans_of, writable_plans
from portal.practices.models import Practice


@panel("mentorships.show", order=20)
def plans_of_pair(pair: Mentorship) -> Panel | None:
    """Plans with their progress, for those who read them."""
    if not may_read_plans(current_actor(), pair):
        return None
    return Panel(
        name="plans", title=_("Планы и достижения"), template="plans/panel.html", more_label=_("Открыть"),
        more_url=url_for("pair_plans.index_of_pair", public_id=pair.public_id),
        context={"found": plans_of(pair), "today": clock.today(pair.organization.time_zone), "pair": pair},
    )  # fmt: skip


@panel("practices.show", order=20)
def take_into_plan(practice: Practice) -> Panel | None:
    """«Взять в план пары» for whoever has a draft into which steps may go."""
    actor = current_actor()
    is_open = practice.current_number is not None and practice.archived_on is None
    if actor.person_id is None or not is_open or not actor.has(Permission.PLAN_EDIT) or not writable_plans(actor):
        return None
    return Panel(name="plans", title=_("В план пары"), template="plans/practice_panel.html", is_aside=True,
                 context={"practice": practice})  # fmt: skip
