"""Pages of plans."""

import portal.mentorships.plans.views.achievements
import portal.mentorships.plans.views.agreeing
import portal.mentorships.plans.views.items
import portal.mentorships.plans.views.lists
import portal.mentorships.plans.views.papers
import portal.mentorships.plans.views.plans
import portal.mentorships.plans.views.taking  # noqa: F401 — each hangs its pages on a blueprint
from portal.mentorships.plans.views.blueprints import pair_plans, plans

BLUEPRINTS = (plans, pair_plans)
