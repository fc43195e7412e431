"""Pages of experts."""

import portal.events.experts.views.asking
import portal.events.experts.views.keeping  # noqa: F401 — each hangs its pages on the blueprint
from portal.events.experts.views.blueprints import experts

BLUEPRINTS = (experts,)
