"""Pages of road maps."""

import portal.programs.roadmaps.views.maps
import portal.programs.roadmaps.views.marks
import portal.programs.roadmaps.views.resources
import portal.programs.roadmaps.views.steps
import portal.programs.roadmaps.views.town  # noqa: F401 — each hangs its pages on the blueprint
from portal.programs.roadmaps.views.blueprints import roadmaps

BLUEPRINTS = (roadmaps,)
