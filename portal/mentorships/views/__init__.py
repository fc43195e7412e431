"""Pages of pairs."""

import portal.mentorships.changing.views
import portal.mentorships.registry.views
import portal.mentorships.views.card
import portal.mentorships.views.own  # noqa: F401 — each hangs its pages on a blueprint
from portal.mentorships.views.blueprints import mentorships, own_mentorships

BLUEPRINTS = (mentorships, own_mentorships)
