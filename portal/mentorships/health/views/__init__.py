"""Pages of health."""

import portal.mentorships.health.views.calling
import portal.mentorships.health.views.months
import portal.mentorships.health.views.queue  # noqa: F401 — each hangs its pages on a blueprint
from portal.mentorships.health.views.blueprints import calls, pair_health

BLUEPRINTS = (pair_health, calls)
