"""Pages of courses."""

import portal.events.courses.views.marks
import portal.events.courses.views.reading
import portal.events.courses.views.sessions  # noqa: F401 — each hangs its pages on the blueprint
from portal.events.courses.views.blueprints import courses

BLUEPRINTS = (courses,)
