"""Pages of final events."""

import portal.events.finals.views.pages  # noqa: F401 — it hangs its pages on the blueprint
from portal.events.finals.views.blueprints import finals

BLUEPRINTS = (finals,)
