"""Pages of the base of mentors."""

import portal.matching.mentors.views.files
import portal.matching.mentors.views.nominations
import portal.matching.mentors.views.own
import portal.matching.mentors.views.profiles
import portal.matching.mentors.views.register
import portal.matching.mentors.views.selection
import portal.matching.mentors.views.states  # noqa: F401 — each hangs its pages on a blueprint
from portal.matching.mentors.views.blueprints import mentors, own_mentoring

BLUEPRINTS = (mentors, own_mentoring)
