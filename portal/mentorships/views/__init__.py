"""Pages of pairs."""

import portal.mentorships.changing.views
import portal.mentorships.registry.views
import portal.mentorships.views.answering
import portal.mentorships.views.card
import portal.mentorships.views.deciding
import portal.mentorships.views.own
import portal.mentorships.views.proposing  # noqa: F401 — each hangs its pages on a blueprint
from portal.mentorships.views.blueprints import mentorships, own_mentorships

BLUEPRINTS = (mentorships, own_mentorships)
